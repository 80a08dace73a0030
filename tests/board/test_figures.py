"""Every figure stands for what was counted: behind its link is a list of as many.

The board is read as it is drawn. A number on it is a day, a marked figure, or a fault; a marked
figure within a link is as many as the page behind it lists, however many pages that takes.
"""

from __future__ import annotations

import re
from datetime import timedelta
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from backend.board import selectors
from backend.initiatives import services as initiatives
from backend.initiatives.models import Initiative
from backend.organisations.models import Process, Unit
from backend.successes import services as successes
from tests import conftest
from tests.acting import by
from tests.initiatives import factories
from tests.initiatives.factories import start
from tests.successes.factories import finished, told

BOARD = reverse("board:board", args=["deplas"])
WEEKS = reverse("board:weeks", args=["deplas"])
HOME = reverse("pages:my_steps", args=["deplas"])
NEWS = reverse("inbox:news", args=["deplas"])
STORIES = reverse("successes:success_list", args=["deplas"])
LIST = reverse("initiatives:initiative_list", args=["deplas"])
# The drawing has a test of its own; a day is no figure, a title is somebody's words.
SKIPPED = {"svg", "time", "script", "select", "form"}
NUMBER = re.compile(
    r"\b(\d[\d.,]*|één|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|"
    r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b",
    re.IGNORECASE,
)
# Rules of the page, which count nothing.
RULES = (
    "in twee maanden", "across two months", "twee weken niets", "for two weeks",
    "één gesprek", "one conversation",
)  # fmt: skip


def log(actor, initiative=None, **fields):
    """A step whose text holds no number."""
    return factories.log(actor, initiative, **{"text": "Aan klanten gevraagd", **fields})


class _Figures(HTMLParser):
    """What is marked, and the text around it, within `<main>`."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.marked: list[tuple[str, str, str]] = []
        self.links: list[tuple[str, str]] = []
        self.loose = ""
        self._open: list[tuple[str, dict[str, str | None]]] = []
        self._text = ""
        main = page[page.index("<main") : page.index("</main>")]
        self.feed(main)

    def handle_starttag(self, tag, attrs):
        if tag in {"img", "input", "br", "path", "use", "circle", "rect", "line"}:
            return
        self._open.append((tag, dict(attrs)))
        self._text = "" if tag == "a" else self._text

    def handle_startendtag(self, tag, attrs):
        pass

    def handle_endtag(self, tag):
        while any(name == tag for name, _attrs in self._open):
            name, attrs = self._open.pop()
            if name != tag:
                continue
            if "data-figure" in attrs:
                url = (attrs.get("href") or "") if tag == "a" else ""
                self.marked.append((str(attrs["data-figure"]), url, str(attrs.get("class") or "")))
            elif tag == "a":
                self.links.append((str(attrs.get("href")), self._text))
            return

    def handle_data(self, data):
        if any(tag in SKIPPED for tag, _attrs in self._open):
            return
        if any("data-figure" in attrs for _tag, attrs in self._open):
            return
        self._text += data
        self.loose += f" {data}"


def _listed(client: Client, url: str) -> int:
    """How many rows the page lists, over all its pages."""
    total, seen = 0, set()
    while url and url not in seen:
        seen.add(url)
        page = client.get(url)
        assert page.status_code == 200, url
        total += len(re.findall(r"<[^>]*\sdata-listed[\s>=]", page.text))
        more = re.search(
            r'<a [^>]*href="([^"]+)"[^>]*>\s*(?:Eerdere stappen|Earlier steps)', page.text
        ) or re.search(r'<a [^>]*rel="next"[^>]*href="([^"]+)"', page.text)
        path = urlsplit(url).path
        url = ""
        if more:
            found = more[1].replace("&amp;", "&")
            url = found if found.startswith("/") else path + found
    return total


@pytest.fixture
def busy(organisation, unit, department, samira, joost, omar, petra, mieke):
    """An organisation in which there is a figure of each kind."""
    team = [conftest.member(organisation, unit, f"Collega{'abcdef'[n]} X") for n in range(5)]
    Unit.objects.create(organisation=organisation, parent=department, name="Nieuw")
    processes = [
        Process.objects.create(organisation=organisation, name=name)
        for name in ("Verhuizen", "Opzeggen", "Lekkage")
    ]
    long_ago = timezone.now() - timedelta(days=80)
    for n in range(3):
        one = start(samira, process=processes[n % 2], title=f"Begin {'abc'[n]}")
        for m in range(4):
            log(samira, one, done_on=organisation.today() - timedelta(days=9 * m))
        log(samira, one, kind="listened", words_text="Fijn." if n else "")
    for colleague in team:
        mine = start(colleague, title="Van mij")
        log(colleague, mine)
        initiatives.team_join(act=by(colleague), initiative=mine, membership=samira)
    start(by(samira, silent=True, at=long_ago), title="Stil")
    finished(samira)
    success = told(samira)
    for colleague in [joost, omar]:
        successes.applaud(act=by(colleague), success=success)
    return organisation


def _checked(client: Client, page: str) -> int:
    """Every figure on a page, against what stands behind it; the number of figures with a link."""
    found = _Figures(page)
    loose = found.loose
    for rule in RULES:
        loose = loose.replace(rule, "")
    unmarked = NUMBER.findall(re.sub(r"\((\d+) [a-z]+\)", "", loose, flags=re.IGNORECASE))
    assert not unmarked, f"neither a list nor a figure without one: {unmarked}"
    linked = [(number, url) for number, url, kind in found.marked if url and "tile" not in kind]
    for number, url in linked:
        address = url.replace("&amp;", "&")
        assert _listed(client, address) == int(number), address
    for number, url, kind in found.marked:
        if "tile" in kind:
            _is_the_figure_of(client, url, number)
    return len(linked)


def _is_the_figure_of(client: Client, url: str, figure: str) -> None:
    """Steps per colleague: as many steps as its board leads to, for as many colleagues as it says."""
    found = _Figures(client.get(url).text)
    url = next(to.replace("&amp;", "&") for _n, to, _kind in found.marked if "/steps/?unit=" in to)
    listed = _listed(client, url)
    text = re.sub(r"<[^>]+>", "", client.get(url).text)
    said = re.search(
        r"Dat is (\S+) per collega, met (\d+)|That is (\S+) for each of the (\d+)", text
    )
    assert said, text[-400:]
    shown, people = (said[1], said[2]) if said[1] else (said[3], said[4])
    assert shown == figure.replace("\xa0", " ").replace("< ", "<\xa0")
    assert abs(listed / int(people) - float(figure.replace(",", "."))) <= 0.05


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_figure_on_the_board_and_in_its_weeks_is_as_many_as_stand_behind_it(
    busy, petra, browse, language
):
    petra.person.language = language
    petra.person.save()
    client = browse(petra)
    assert _checked(client, client.get(BOARD).text) > 3
    assert _checked(client, client.get(WEEKS).text) > 6


def test_what_is_new_since_a_visit_is_as_many_too(busy, petra, samira, browse):
    client = browse(petra)
    client.get(BOARD)
    visit = selectors.visit_of(membership=petra)
    visit.seen_at -= timedelta(hours=9)
    visit.save()
    log(samira)
    gone = log(samira)
    page = client.get(BOARD).text
    assert "?new" in page
    _checked(client, page)
    initiatives.step_remove(act=by(samira), step=gone)
    cache.clear()
    _checked(client, client.get(BOARD).text)


def test_the_sentence_of_the_drawing_counts_what_the_table_does(busy, petra, browse):
    client = browse(petra)
    page = client.get(BOARD).text
    listed = _listed(client, reverse("board:steps", args=["deplas"]))
    assert re.search(rf"Sinds [^<]*: {listed} stappen gezet", page)


def test_a_number_that_is_neither_a_figure_nor_a_list_is_found():
    page = "<main><p>Er zijn 12 stappen</p></main>"
    with pytest.raises(AssertionError, match="neither"):
        _checked(Client(), page)


@pytest.mark.parametrize("url", [HOME, NEWS, STORIES, LIST])
def test_a_link_that_tells_a_number_leads_to_as_many(busy, samira, browse, url):
    client = browse(samira)
    found = _Figures(client.get(url).text)
    loose = [(address, text) for address, text in found.links if NUMBER.search(text)]
    assert not loose
    for number, address, _kind in found.marked:
        if address:
            page = client.get(address).text
            assert f'data-counted="{number}"' in page or _listed(client, address) == int(number)


def test_the_list_of_quiet_ones_is_by_the_one_rule(busy, samira, browse):
    day = Initiative.objects.filter(title="Stil")
    assert day.count() == 1
    page = browse(samira).get(LIST, {"quiet": "1"})
    assert [one.title for one in page.context["page_obj"]] == ["Stil"]


def test_a_name_that_looks_like_a_figure_or_a_link_is_only_a_name(
    organisation, petra, unit, browse
):
    for n in range(5):
        conftest.member(organisation, unit, f"Collega{'abcdef'[n]} X")
    for name in ("Meter<a>stand</a>", "Verhuizen <n 7>acht</n>"):
        Process.objects.create(organisation=organisation, name=name)
    start(conftest.member(organisation, unit, "Iris Z"), process=Process.objects.first())
    page = browse(petra).get(BOARD).text
    how = page[page.index('id="how"') :]
    assert "Verhuizen acht" in how
    assert 'data-figure="7"' not in how
