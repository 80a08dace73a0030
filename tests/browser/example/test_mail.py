"""From a real mail into the product: dispatcher, worker and mail server run beside the pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from backend.example.people import ACCOUNTS
from backend.initiatives.models import CheckIn
from backend.messaging.models import SuccessMail
from backend.messaging.reminders import reminders_due
from backend.organisations.models import Membership, MembershipState, Organisation, Person
from backend.successes.models import Audience
from deploy.local.servers import start_valkey
from tests.acting import by
from tests.browser.conftest import violations
from tests.browser.example.conftest import account
from tests.browser.example.postbox import Mail, PostBox
from tests.faults.stage import Stage
from tests.initiatives.factories import start
from tests.outbox.factories import always_open
from tests.successes.factories import announced, told

pytestmark = pytest.mark.xdist_group("example")
Arrives = Callable[..., Mail]


@pytest.fixture(scope="module")
def stage(site: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """One dispatcher and one worker for all tests here, at any hour of any day."""
    folder = tmp_path_factory.mktemp("stage")
    folder.chmod(0o755)
    for organisation in Organisation.objects.all():
        always_open(organisation)
    built = Stage(folder, PostBox().start(), start_valkey(folder / "valkey", durable=False))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STAPSTEEN_URL", site)
        try:
            built.start("dispatcher", "worker")
            yield built
        finally:
            built.end()


@pytest.fixture
def arrives(db: None, stage: Stage) -> Arrives:
    """`arrives(address, subject)`: the mail, as soon as it is there."""

    def wait(address: str, subject: str = "") -> Mail:
        stage.until(lambda: stage.sink.of(address, subject))
        return stage.sink.of(address, subject)[-1]

    return wait


def test_a_code_from_the_mail_signs_somebody_in(open_example, arrives):
    emre = ACCOUNTS["staff"]
    page = open_example("/accounts/login/", width=390)
    page.fill("#id_code_email", emre.email)
    page.get_by_role("button", name="Stuur mij een code").click()
    mail = arrives(emre.email)
    code = mail.subject.split()[0]
    assert code in mail.text
    assert code in mail.html
    page.fill("#id_code", code)
    page.get_by_role("button", name="Verder").click()
    page.wait_for_url("**/o/duinzicht/")
    expect(page.get_by_text("Menu van Emre Tuncer")).to_have_count(1)


def test_somebody_invited_takes_part_with_one_press(open_example, arrives):
    page = open_example("/o/duinzicht/people/invite/", as_="manager")
    page.get_by_label("Naam").fill("Fleur de Wit")
    page.get_by_label(re.compile("^E-mail")).fill("fleur@duinzicht.example")
    page.get_by_role("button", name="Verstuur de uitnodiging").click()
    mail = arrives("fleur@duinzicht.example")
    found = re.search(r"http\S+/invitation/\S+", mail.text)
    assert found
    theirs = open_example(found[0], width=390)
    expect(theirs.get_by_role("heading", level=1)).to_contain_text("Fleur")
    assert violations(theirs) == []
    invited = Membership.objects.get(person__email="fleur@duinzicht.example")
    assert invited.state == MembershipState.INVITED, "opening the link changes nothing"
    theirs.get_by_role("button", name="Ik doe mee").click()
    theirs.wait_for_url("**/o/duinzicht/")
    expect(theirs.locator(".toast")).to_contain_text("Welkom")
    theirs.goto(found[0])
    expect(theirs.get_by_role("button", name="Ik doe mee")).to_have_count(0)


def test_a_reminder_is_answered_from_the_mail_without_signing_in(open_example, arrives):
    samira = account("ambassador")
    samira.person.last_login = timezone.now()
    samira.person.save()
    quiet = start(
        by(samira, silent=True, at=timezone.now() - timedelta(days=15)), title="De lege wachtkamer"
    )
    assert reminders_due() > 0
    mail = arrives(samira.person.email, "")
    assert "De lege wachtkamer" in mail.text
    page = open_example(mail.link("Gaat goed", after="De lege wachtkamer"), width=390, script=False)
    expect(page.get_by_role("heading", level=1)).to_contain_text("De lege wachtkamer")
    assert not CheckIn.objects.filter(initiative=quiet).exists(), "a robot may have opened it"
    page.get_by_role("button", name="Gaat goed").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dank je. Dat was alles.")
    assert CheckIn.objects.get(initiative=quiet).answer == "going_well"


def test_a_success_comes_in_ones_own_language_and_one_click_stops_the_next(
    open_example, stage, arrives
):
    samira = account("ambassador")
    one, other = [
        member.person.email
        for member in Membership.objects.filter(unit=samira.unit, state=MembershipState.ACTIVE)
        .exclude(pk=samira.pk)
        .order_by("pk")[:2]
    ]
    Person.objects.filter(email=one).update(language="en")
    _announce(samira, "Een foto is genoeg")
    english, dutch = (arrives(address, "Een foto is genoeg") for address in (one, other))
    assert "You get this because" in english.html
    assert "You get this because" in english.text
    assert "Je krijgt dit omdat" in dutch.html
    assert "Je krijgt dit omdat" in dutch.text
    assert english.message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = str(english.message["List-Unsubscribe"]).strip("<>")
    assert address in english.text
    page = open_example(address, width=390)
    assert violations(page) == []
    answer = page.request.post(address, form={"List-Unsubscribe": "One-Click"})
    assert (answer.status, answer.text()) == (200, "OK")
    _announce(samira, "Twee foto’s is beter")
    arrives(other, "Twee foto’s is beter")
    stopped = Membership.objects.get(person__email=one)
    assert stopped.preference.success_mail == SuccessMail.NONE
    stage.until(lambda: len(_got(stage, "Twee foto’s")) == len(_got(stage, "Een foto")) - 1)
    assert one not in _got(stage, "Twee foto’s")


def _announce(samira: Membership, title: str) -> None:
    """Told and sent to the team; its minute of calling back has passed."""
    success = told(samira, title=title)
    success.title = title
    success.save()
    minute_ago = timezone.now() - timedelta(minutes=2)
    announced(by(samira, at=minute_ago), success, audience=Audience.OWN_UNIT)


def _got(stage: Stage, title: str) -> set[str]:
    return {mail.to for mail in stage.sink.mails if title in mail.subject}
