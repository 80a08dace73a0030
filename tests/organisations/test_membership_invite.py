"""Inviting a colleague, accepting, and what a link may and may not do."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from backend.events.models import Event
from backend.organisations import invitations, services
from backend.organisations.events import MembershipInvited
from backend.organisations.models import Membership, MembershipState, Person
from backend.organisations.roles import Role
from backend.text import people
from tests import conftest
from tests.acting import by


def _invite(actor: Membership, email: str = "nieuw@deplas.example") -> Membership:
    return services.membership_invite(
        act=by(actor), email=email, name="Nina Nieuw", unit=None, roles=[Role.AMBASSADOR]
    )


def test_a_manager_invites_a_colleague_who_is_told_by_an_event(anton, browse):
    url = reverse("organisations:membership_invite", args=["deplas"])
    answer = browse(anton).post(
        url, {"name": "Nina Nieuw", "email": "nina@elders.example", "roles": ["ambassador"]}
    )
    assert answer.status_code == 302
    invited = Membership.objects.get(person__email="nina@elders.example")
    assert (invited.state, invited.roles) == (MembershipState.INVITED, ["ambassador"])
    assert Event.objects.filter(kind=MembershipInvited.KIND, subject_id=invited.pk).exists()


def test_the_list_says_how_many_of_the_people_are_only_invited(anton, omar, browse):
    people = reverse("organisations:people", args=["deplas"])
    assert "2 mensen</p>" in browse(anton).get(people).text
    _invite(anton)
    assert "3 mensen, van wie 1 nog alleen uitgenodigd is</p>" in browse(anton).get(people).text
    assert "uitgenodigd" not in browse(anton).get(people, {"q": "Omar"}).text


def test_a_colleague_without_that_role_is_refused_and_nobody_is_invited(omar, browse):
    url = reverse("organisations:membership_invite", args=["deplas"])
    answer = browse(omar).post(url, {"name": "X", "email": "x@elders.example"})
    assert answer.status_code == 403
    assert not Membership.objects.filter(person__email="x@elders.example").exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", ""),
        ("email", "geen adres"),
        ("name", ""),
        ("name", "x" * 10_000),
        ("unit", "0" * 8),
        ("roles", "koning"),
    ],
)
def test_what_cannot_be_an_invitation_stays_on_the_page_with_the_error_at_its_field(
    anton, browse, field, value
):
    typed = {"name": "Nina Nieuw", "email": "nina@elders.example", "roles": [], field: value}
    url = reverse("organisations:membership_invite", args=["deplas"])
    answer = browse(anton).post(url, typed)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert "nina@elders.example" in answer.text or field == "email"


def _invite_several(client, *lines: str, **more: object):
    url = reverse("organisations:memberships_invite", args=["deplas"])
    return client.post(url, {"people": "\r\n".join(lines), "roles": ["ambassador"], **more})


def test_several_colleagues_are_invited_as_they_were_pasted(anton, unit, browse):
    answer = _invite_several(
        browse(anton), "", "Nina Nieuw <nina@elders.example>", '"Berg, Jan van den" <JAN@elders.example>;',
        "Ed Vier; ed@elders.example", "Flo Vijf\tflo@elders.example", "  ", "eva.de.wit@elders.example",
        unit=str(unit.uid),
    )  # fmt: skip
    assert answer.status_code == 302
    invited = Membership.objects.filter(state=MembershipState.INVITED).order_by("id")
    assert [(one.own_name, one.person.email.split("@")[0]) for one in invited] == [
        ("Nina Nieuw", "nina"), ("Jan van den Berg", "jan"), ("Ed Vier", "ed"),
        ("Flo Vijf", "flo"), ("", "eva.de.wit"),
    ]  # fmt: skip
    assert {(one.unit, *one.roles) for one in invited} == {(unit, "ambassador")}
    assert Event.objects.filter(kind=MembershipInvited.KIND).count() == 5


def test_of_several_one_line_that_cannot_be_invited_keeps_them_all_back_and_is_named(
    anton, samira, browse
):
    for lines, told in (
        (
            ["goed@elders.example", "geen adres"],
            "Regel 2: “geen adres”: hier staat geen e-mailadres in.",
        ),
        (["goed@elders.example", "b@@x.example"], "Regel 2: “b@@x.example” is geen e-mailadres."),
        (["a@x.example; Nina; Team Onbekend"], "Regel 1: “Team Onbekend” is geen team van jullie."),
        (["n" * 121 + "; a@x.example"], "Regel 1: “Nnn"),
        (["a" * 60 + "@" + "b." * 100 + "example"], "Regel 1: “aaa"),
        (["", samira.person.email], "Deze collega doet al mee."),
        ([f"a{n}@x.example" for n in range(51)], "hier staan er 51"),
        ([" ", ""], "Vul dit nog in."),
    ):
        answer = _invite_several(browse(anton), *lines)
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["people"])
        assert told in answer.text
        assert all(line in answer.text for line in lines if "<" not in line)
        assert not Membership.objects.filter(state=MembershipState.INVITED).exists()
        assert not Person.objects.filter(email__endswith="@x.example").exists()


def test_of_a_list_that_is_too_long_nobody_is_looked_up(anton, django_assert_max_num_queries):
    pasted = "\n".join(["geen adres", *(f"a{n}@x.example" for n in range(900))])
    found = people.read(pasted)
    with django_assert_max_num_queries(5), pytest.raises(ValidationError) as refused:
        services.memberships_invite(act=by(anton), people=found, unit=None)
    told = refused.value.message_dict["people"]
    assert "900" in told[0]
    assert "geen adres" in told[1]


def test_every_line_with_a_fault_is_told_at_once(anton, samira, browse):
    answer = _invite_several(
        browse(anton),
        "geen adres",
        "a@x.example",
        "b@x",
        "",
        "Cor;c@x.example;Onbekend",
        samira.person.email,
    )
    assert [text[:8] for text in answer.context["form"].errors["people"]] == [
        "Regel 1:",
        "Regel 3:",
        "Regel 5:",
    ]


def test_an_address_alone_keeps_the_name_that_somebody_was_invited_with(anton, browse):
    invited = _invite(anton)
    assert _invite_several(browse(anton), invited.person.email, roles=[]).status_code == 302
    invited.refresh_from_db()
    assert (invited.name, invited.roles) == ("Nina Nieuw", ["staff"])


def test_who_may_not_make_administrators_makes_none_of_several(mieke, omar, browse):
    assert _invite_several(browse(omar), "a@x.example").status_code == 403
    answer = _invite_several(browse(mieke), "a@x.example", roles=["administrator"])
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["roles"])
    assert not Person.objects.filter(email="a@x.example").exists()


def test_opening_the_link_changes_nothing_and_pressing_the_button_lets_in(anton, browse):
    invited = _invite(anton)
    url = reverse("root:invitation", args=[invitations.token(invited)])
    nobody = browse(None)
    assert nobody.get(url).status_code == 200
    invited.refresh_from_db()
    assert invited.state == MembershipState.INVITED
    assert nobody.post(url, follow=True).status_code == 200
    invited.refresh_from_db()
    assert invited.state == MembershipState.ACTIVE


def test_a_used_a_renewed_a_tampered_and_an_old_link_end_kindly(anton, browse, monkeypatch):
    invited = _invite(anton)
    first = invitations.token(invited)
    Membership.objects.filter(pk=invited.pk).update(invited_at=timezone.now() - timedelta(hours=2))
    renewed = invitations.token(_invite(anton))
    assert renewed != first
    pages = [browse(None).get(reverse("root:invitation", args=[t])) for t in (first, first + "x")]
    assert [page.status_code for page in pages] == [410, 410]
    monkeypatch.setattr(invitations, "VALID_FOR", timedelta(seconds=-1))
    assert browse(None).get(reverse("root:invitation", args=[renewed])).status_code == 410


def test_somebody_who_already_takes_part_cannot_be_invited(anton, samira):
    with pytest.raises(ValidationError, match=r"already|al mee"):
        _invite(anton, samira.person.email.upper())


def test_the_last_administrator_cannot_leave_or_step_down(anton, browse):
    with pytest.raises(ValidationError):
        services.membership_end(act=by(anton), membership=anton)
    url = reverse("organisations:membership_change", args=["deplas", anton.uid])
    assert browse(anton).post(url, {"version": 1, "roles": []}).status_code == 422


def test_a_second_editors_choice_is_shown_and_not_overwritten(anton, samira, browse):
    url = reverse("organisations:membership_change", args=["deplas", samira.uid])
    services.membership_change(
        act=by(anton), membership=samira, version=1, unit=samira.unit, roles=[Role.TEAM_LEADER]
    )
    answer = browse(anton).post(url, {"version": 1, "roles": ["leadership"]})
    assert answer.status_code == 422
    samira.refresh_from_db()
    assert samira.roles == [Role.TEAM_LEADER]
    assert browse(anton).post(url, {"version": 2, "roles": ["leadership"]}).status_code == 302


def test_leaving_can_be_undone_and_locks_out_meanwhile(anton, samira, browse):
    end = reverse("organisations:membership_end", args=["deplas", samira.uid])
    assert browse(anton).post(end).status_code == 302
    assert browse(samira).get(reverse("organisations:profile", args=["deplas"])).status_code == 404
    back = reverse("organisations:membership_return", args=["deplas", samira.uid])
    browse(anton).post(back)
    assert browse(samira).get(reverse("organisations:profile", args=["deplas"])).status_code == 200


def test_an_invitation_shows_when_it_was_renewed(anton):
    before = timezone.now()
    assert _invite(anton).invited_at >= before


def test_only_an_administrator_makes_or_unmakes_one(mieke, anton, samira, browse):
    client = browse(mieke)
    own = reverse("organisations:membership_change", args=["deplas", mieke.uid])
    answer = client.post(own, {"version": 1, "roles": ["programme_manager", "administrator"]})
    assert answer.status_code == 422
    invite = reverse("organisations:membership_invite", args=["deplas"])
    typed = {"name": "Nina", "email": "nina@elders.example", "roles": ["administrator"]}
    assert client.post(invite, typed).status_code == 422
    conftest.member(anton.organisation, None, "Bea Tweede", Role.ADMINISTRATOR)
    client.post(reverse("organisations:membership_end", args=["deplas", anton.uid]))
    for member in (mieke, anton):
        member.refresh_from_db()
    assert mieke.roles == [Role.PROGRAMME_MANAGER]
    assert anton.state == MembershipState.ACTIVE
    assert not Membership.objects.filter(person__email="nina@elders.example").exists()


def test_who_never_accepted_is_let_in_by_no_undo(anton, browse):
    invited = _invite(anton)
    services.membership_end(act=by(anton), membership=invited)
    browse(anton).post(reverse("organisations:membership_return", args=["deplas", invited.uid]))
    invited.refresh_from_db()
    assert invited.state == MembershipState.INVITED
    browse(anton).post(reverse("organisations:membership_return", args=["deplas", invited.uid]))
    invited.refresh_from_db()
    assert invited.state == MembershipState.INVITED


def test_pressing_again_within_the_hour_mails_nobody_twice(anton, browse):
    invited = _invite(anton)
    remind = reverse("organisations:membership_remind", args=["deplas", invited.uid])
    for _press in range(3):
        browse(anton).post(remind)
    assert Event.objects.filter(kind=MembershipInvited.KIND, subject_id=invited.pk).count() == 1
    again = services.membership_invite(
        act=by(anton), email="nieuw@deplas.example", name="Nina de Nieuw", unit=None, roles=[]
    )
    assert (again.pk, again.name, again.invited_at) == (
        invited.pk, "Nina de Nieuw", invited.invited_at,
    )  # fmt: skip


def test_what_somebody_is_called_elsewhere_is_not_shown_before_they_come_in(
    anton, stranger, browse
):
    services.membership_invite(
        act=by(anton), email=stranger.person.email, name="Ene Collega", unit=None
    )
    people = reverse("organisations:people", args=["deplas"])
    browse(anton).get(people)
    assert stranger.person.name not in browse(anton).get(people).text
    assert (
        "Ene Collega" not in browse(anton).get(people, {"q": stranger.person.name.split()[-1]}).text
    )
    assert "Ene Collega" in browse(anton).get(people, {"q": "ene coll"}).text


def test_an_invitation_opens_no_account_that_somebody_uses(anton, stranger, browse):
    Person.objects.filter(pk=stranger.person_id).update(last_login=timezone.now())
    invited = services.membership_invite(
        act=by(anton), email=stranger.person.email, name="Ene Collega", unit=None
    )
    link = reverse("root:invitation", args=[invitations.token(invited)])
    # Who is signed in as somebody else is told whose it is: the way in would lead them round.
    assert browse(anton).post(link).status_code == 403
    for answer in (browse(None).get(link), browse(None).post(link)):
        assert answer.status_code == 302
        assert answer["Location"].startswith("/accounts/login/")
    invited.refresh_from_db()
    assert invited.state == MembershipState.INVITED
    browse(stranger).post(link)
    invited.refresh_from_db()
    assert invited.state == MembershipState.ACTIVE


@pytest.mark.django_db(transaction=True)
def test_of_two_administrators_who_end_each_other_at_once_one_stays(anton):
    other = conftest.member(anton.organisation, None, "Bea Tweede", Role.ADMINISTRATOR)
    together = Barrier(2)

    def end(actor: Membership, gone: Membership) -> None:
        try:
            with scope(organisation=anton.organisation):
                together.wait()
                services.membership_end(act=by(actor), membership=gone)
        except ValidationError:
            pass
        finally:
            connection.close()

    with ThreadPoolExecutor() as pool:
        list(pool.map(end, (anton, other), (other, anton)))
    active = Membership.objects.filter(
        state=MembershipState.ACTIVE, roles__contains=[Role.ADMINISTRATOR]
    )
    assert active.count() == 1
