"""The first visit: who invited somebody and why, a story, three examples, and the field."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import override
from django_scopes import scope

from backend.organisations import services
from backend.organisations.models import Membership, MembershipState, Person, Unit
from backend.pages import kinds_of_work
from backend.pages.kinds_of_work import ANYBODYS, KINDS, examples
from backend.pages.welcome import NEW
from tests.acting import by
from tests.initiatives.factories import log, start
from tests.successes.factories import told

HOME = reverse("pages:my_steps", args=["deplas"])
WHY = "Jij kent de meterkast als geen ander."
EXAMPLES = 'id="examples-title"'


def come_in(actor: Membership, unit: Unit | None = None, name: str = "Nina Nieuw", **more):
    invited = services.membership_invite(
        act=by(actor), email="nina@elders.example", name=name, unit=unit, **more
    )
    joined = services.membership_accept(membership=invited)
    Person.objects.filter(pk=joined.person_id).update(language="nl")
    joined.person.refresh_from_db()
    return joined


def translation(text) -> str:
    with override("nl"):
        return escape(str(text))


def test_who_comes_in_sees_who_invited_them_and_why_three_examples_a_story_and_the_field(
    mieke, samira, unit, browse
):
    story = told(samira)
    page = browse(come_in(mieke, unit, why=WHY)).get(HOME)
    assert "Welkom Nina." in page.text
    assert "Mieke Bos heeft je uitgenodigd" in page.text
    assert WHY in page.text
    assert story.title in page.text
    assert 'id="step-form"' in page.text
    for example in examples([unit.name]):
        assert translation(example.text) in page.text
    assert "Meterstanden" in page.text


def test_without_a_line_of_the_inviter_it_says_why_all_the_same(mieke, unit, browse):
    page = browse(come_in(mieke, unit)).get(HOME).text
    assert "Mieke wil graag dat jij ook een kleine stap zet" in page


def test_what_the_inviter_wrote_is_text_and_nothing_else(mieke, unit, browse):
    page = browse(come_in(mieke, unit, why="<script>1</script> & meer")).get(HOME).text
    assert "&lt;script&gt;1&lt;/script&gt; &amp; meer" in page


def test_the_story_is_of_ones_own_department_where_there_is_one(
    mieke, samira, joost, unit, other_unit, browse
):
    near, far = told(samira), told(joost)
    page = browse(come_in(mieke, unit)).get(HOME)
    assert page.context["welcome"].story.success == near
    services.membership_change(
        act=by(mieke),
        membership=Membership.objects.get(person__email="nina@elders.example"),
        version=Membership.objects.get(person__email="nina@elders.example").version,
        unit=other_unit,
        roles=["staff"],
    )
    page = browse(Membership.objects.get(person__email="nina@elders.example")).get(HOME)
    assert page.context["welcome"].story.success == far


def test_before_there_is_a_story_one_is_told_that_says_it_is_an_example(mieke, browse):
    page = browse(come_in(mieke)).get(HOME)
    assert page.context["welcome"].story is None
    assert "Een voorbeeld. Het eerste echte verhaal kan van jou zijn." in page.text


def test_it_goes_by_itself_with_the_first_step(mieke, unit, browse):
    nina = come_in(mieke, unit, why=WHY)
    log(nina, start(nina))
    page = browse(nina).get(HOME).text
    assert WHY not in page
    assert EXAMPLES not in page


def test_or_with_the_first_planned_one(mieke, unit, browse):
    nina = come_in(mieke, unit)
    log(nina, start(nina), planned_on=nina.organisation.today() + timedelta(days=2))
    assert EXAMPLES not in browse(nina).get(HOME).text


@pytest.mark.parametrize(("since", "is_new"), [(timedelta(hours=-1), True), (timedelta(0), False)])
def test_or_after_four_weeks_for_who_only_reads(mieke, unit, browse, since, is_new):
    nina = come_in(mieke, unit)
    Membership.objects.filter(pk=nina.pk).update(joined_at=timezone.now() - NEW - since)
    assert (EXAMPLES in browse(nina).get(HOME).text) is is_new


def test_who_was_not_invited_is_asked_to_begin_otherwise(anton, omar, browse):
    for who in (anton, omar):
        assert EXAMPLES not in browse(who).get(HOME).text


def test_nothing_has_to_be_clicked_away(mieke, unit, browse):
    page = browse(come_in(mieke, unit)).get(HOME).text
    main = page[page.index("<main") : page.index("</main>")]
    assert "<dialog" not in main
    assert "popover" not in main


def test_it_costs_who_is_not_new_nothing(samira, browse, django_assert_max_num_queries):
    log(samira, start(samira))
    client = browse(samira)
    client.get(HOME)
    with django_assert_max_num_queries(12):
        client.get(HOME)


def test_a_name_that_nobody_told_is_asked_and_the_step_can_wait_for_no_answer(mieke, unit, browse):
    nina = come_in(mieke, unit, name="")
    client = browse(nina)
    page = client.get(HOME).text
    assert "Hoe mogen we je noemen?" in page
    assert "nina" not in page.split("<main")[1].split("</main>")[0].lower()  # nothing is guessed
    assert 'id="step-form"' in page
    profile = reverse("organisations:profile", args=["deplas"])
    sent = {"name": " NINA DE WIT ", "language": "nl", "from": "my_steps"}
    after = client.post(profile, sent, follow=True)
    assert after.redirect_chain == [(HOME, 302)]
    assert "Hoe mogen we je noemen?" not in after.text
    assert "Welkom Nina" in after.text
    assert Person.objects.get(pk=nina.person_id).name == "Nina de Wit"


@pytest.mark.parametrize("name", ["", " \u200b", "x" * 121])
def test_what_is_no_name_is_refused_with_what_was_typed(mieke, browse, name):
    nina = come_in(mieke, name="")
    profile = reverse("organisations:profile", args=["deplas"])
    answer = browse(nina).post(profile, {"name": name, "language": "nl", "from": "my_steps"})
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    assert name.strip("\u200b ") in answer.text
    assert Person.objects.get(pk=nina.person_id).name == ""


def test_a_name_that_somebody_has_elsewhere_is_not_asked_again(mieke, stranger, browse):
    invited = services.membership_invite(
        act=by(mieke), email=stranger.person.email, name="", unit=None
    )
    services.membership_accept(membership=invited)
    page = browse(stranger).get(HOME).text
    assert "Hoe mogen we je noemen?" not in page
    assert "Welkom Vera" in page


@pytest.mark.parametrize(
    ("team", "word"),
    [
        ("Team Vergunningen", "dormer"),
        ("Omgevingsvergunningverlening", "dormer"),
        ("Publiekszaken", "desk"),
        ("KCC", "desk"),
        ("Jeugd en Gezin", "parent"),
        ("WMO-consulenten", "parent"),
        ("Werk & Inkomen", "application"),
        ("Belastingen", "bill"),
        ("Invordering", "bill"),
        ("Openbare ruimte", "paving"),
        ("Storing Zuid", "repair"),
        ("Toezicht en Handhaving", "inspection"),
        ("Verkeer en Vervoer", "crossing"),
        ("Stedenbouw", "building site"),
        ("ICT", "signing in"),
        ("Bezwaar & Beroep", "objected"),
        ("Economische Zaken", "shop"),
        ("Leerplicht", "pupils"),
        ("Communicatie", "headlines"),
        ("P&O", "headlines"),
        ("Permits", "dormer"),
        ("Customer contact centre", "desk"),
        ("Tax", "bill"),
    ],
)
def test_the_examples_speak_of_the_work_that_a_teams_name_tells(team, word):
    assert word in " ".join(str(one.text) for one in examples([team]))


@pytest.mark.parametrize(
    "team",
    ["", "Team 4", "District Noord", "Verzamelgebouw", "Beweging", "Ω", "De Parels", "Bureau"],
)
def test_a_name_that_tells_nothing_gets_anybodys(team):
    assert [one.text for one in examples([team])] == [
        ANYBODYS.listened, ANYBODYS.tried, ANYBODYS.changed,
    ]  # fmt: skip


def test_the_nearest_name_comes_first_and_then_what_it_stands_below():
    assert "bill" in " ".join(str(one.text) for one in examples(["Belastingen", "Jeugd"]))
    assert "parent" in " ".join(str(one.text) for one in examples(["Team 4", "Jeugd"]))


def test_every_kind_of_work_has_an_example_of_each_kind_of_step_and_names_no_customer():
    for work in (ANYBODYS, *KINDS):
        texts = [str(text) for text in work[1:]]
        assert all(texts)
        assert len(set(texts)) == 3
        assert not any(word in " ".join(texts) for word in ("Mr ", "Mrs ", "Ms "))
    assert len(kinds_of_work.examples([])) == 3


def test_a_place_in_another_organisation_tells_nothing_here(mieke, stranger, browse):
    nina = come_in(mieke)
    with scope(organisation=stranger.organisation):
        there_unit = stranger.unit
        there = Membership.objects.create(
            organisation=stranger.organisation,
            person=nina.person,
            state=MembershipState.ACTIVE,
            unit=there_unit,
        )
        log(there, start(there))
    assert EXAMPLES in browse(nina).get(HOME).text
