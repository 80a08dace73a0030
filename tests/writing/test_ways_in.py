"""What people paste, from the page to where others read it."""

from __future__ import annotations

import json
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django_scopes import scopes_disabled

from backend.messaging import services
from backend.organisations import selectors
from backend.organisations import services as organisations
from backend.organisations.models import Membership, MembershipState, Organisation, Person, Unit
from backend.outbox import crypto
from backend.outbox.models import Delivery
from backend.text import people
from tests.acting import by
from tests.conftest import member
from tests.initiatives.factories import log, start
from tests.successes.factories import told
from worker.channels.email import mail

CASES = json.loads((Path(__file__).parents[1] / "data" / "invitations.json").read_text())
CODE = "account_confirm_login_code"


def _paste(client: Client, *lines: str) -> object:
    url = reverse("organisations:memberships_invite", args=["deplas"])
    return client.post(url, {"people": "\r\n".join(lines), "roles": []}, follow=True)


def test_a_whole_list_is_invited_and_what_was_skipped_is_told(anton, samira, other_unit, browse):
    lines = [c["line"] for c in CASES["lines"] if not c.get("error")]
    lines = [line.replace("ambassador@duinzicht.example", samira.person.email) for line in lines]
    answer = _paste(browse(anton), *lines)
    (told_,) = [str(message) for message in answer.context["messages"]]
    assert "13 uitnodigingen staan klaar" in told_
    assert "Regel 1: Dit is de kop van de lijst." in told_
    assert "Samira Haddou: Deze collega doet al mee." in told_
    invited = {m.person.email: m for m in Membership.objects.filter(state=MembershipState.INVITED)}
    for case in CASES["lines"]:
        if expected := case.get("person"):
            one = invited[expected["email"]]
            assert (one.own_name, one.first_name) == (expected["name"], expected["greeting"])
            assert one.person.sort_key == expected["sort"]
            assert (one.unit == other_unit) == bool(expected.get("team"))


def test_every_wrong_line_is_named_at_once_and_nobody_is_invited(anton, other_unit, browse):
    answer = _paste(browse(anton), *(case["line"] for case in CASES["lines"]))
    errors = answer.context["form"].errors["people"]
    assert [error.split(":")[0] for error in errors] == ["Regel 12", "Regel 13", "Regel 18"]
    assert "Afdeling die niet bestaat" in errors[2]
    assert not Membership.objects.filter(state=MembershipState.INVITED).exists()


def test_a_team_is_found_as_people_write_it(anton, organisation, other_unit, browse):
    organisations.unit_add(act=by(anton), name="Storing Zuid")
    for pasted in ("storing  zuid", "Team Storing Zuid"):
        answer = _paste(browse(anton), f"a@x.example;Ada;{pasted}")
        assert "meer teams" in answer.text
    assert _paste(browse(anton), "a@x.example;Ada;Netbeheer / Storing Zuid").status_code == 200
    assert Membership.objects.get(person__email="a@x.example").unit == other_unit


def test_a_word_in_brackets_is_no_team_and_is_told(anton, other_unit, browse):
    answer = _paste(browse(anton), "Ada (hij/hem) <a@x.example>", "Bo (Gemeente Duin) <b@x.example>", "Cas (Storing Zuid) <c@x.example>", "Dirk de Wit;Storing Zuid;d@x.example")  # fmt: skip
    (told_,) = [str(message) for message in answer.context["messages"]]
    assert "Regel 2: “Gemeente Duin” is geen team van jullie en is weggelaten." in told_
    assert "Regel 1" not in told_
    found = Membership.objects.filter(state=MembershipState.INVITED)
    assert {(one.own_name, one.unit) for one in found} == {
        ("Ada", None), ("Bo", None), ("Cas", other_unit), ("Dirk de Wit", other_unit),
    }  # fmt: skip


def test_people_stand_as_a_dutch_reader_looks_them_up(organisation, unit, anton):
    names = [
        "Zoë Ábel", "Kees de Wit", "anna Ébbing", "FATIMA EB", "Lotte 't Hoen", "Jan van den Berg",
        "Özgür Yıldız", "Bas Ijzer", "Piet d'Ancona",
    ]  # fmt: skip
    for number, name in enumerate(names):
        found = member(organisation, unit, f"P{number} x")
        organisations.person_change(person=found.person, name=name, language="nl")
    organisations.membership_invite(
        act=by(anton), email="wit@x.example", name="WIT, ANNE DE", unit=unit
    )
    organisations.memberships_invite(act=by(anton), people=people.read("zz@x.example"), unit=unit)
    listed = [one.name for one in selectors.people(organisation=organisation)]
    assert [name for name in listed if name not in {"Anton Griffioen"}] == [
        "Zoë Ábel", "Piet d'Ancona", "Jan van den Berg", "Fatima Eb", "anna Ébbing", "Lotte 't Hoen",
        "Bas Ijzer", "Anne de Wit", "Kees de Wit", "Özgür Yıldız", "(name to follow)",
    ]  # fmt: skip
    found = selectors.people(organisation=organisation, search="ozgur yildiz")
    assert [one.name for one in found] == ["Özgür Yıldız"]


ALIKE = [
    ("Visser, Jan", "Jan Visser", "visser jan"), ("Wit, Kees de", "Kees de Wit", "wit kees"),
    ("VISSER, JAN", "Jan Visser", "visser jan"), ("drs. Jan Visser", "Jan Visser", "visser jan"),
    ("JAN VISSER", "Jan Visser", "visser jan"), ("jan visser", "Jan Visser", "visser jan"),
    ("García Lorca, Jan", "Jan García Lorca", "garcia lorca jan"), ("de heer J. Visser", "J. Visser", "visser j"),
    ("’t Hoen, Lotte", "Lotte 't Hoen", "hoen lotte"), ("Jan Visser MSc", "Jan Visser", "visser jan"),
]  # fmt: skip
NO_NAMES = ["jan@x.example", "Jan <jan@x.example>", "jan.visser", "mailto:jan@x.example", "?", "06 12345678"]  # fmt: skip


@pytest.mark.parametrize(("typed", "shown", "key"), ALIKE)
def test_a_name_is_read_alike_by_every_way_in(samira, omar, anton, browse, typed, shown, key):
    browse(samira).post(
        reverse("organisations:profile", args=["deplas"]), {"name": typed, "language": ""}
    )
    corrected = reverse("organisations:membership_correct", args=["deplas", omar.uid])
    browse(anton).post(corrected, {"name": typed, "version": omar.version})
    invited = organisations.membership_invite(
        act=by(anton), email="j@x.example", name=typed, unit=None
    )
    people_ = Person.objects.filter(pk__in=[samira.person_id, omar.person_id, invited.person_id])
    assert {(one.name, one.sort_key) for one in people_} == {(shown, key)}


@pytest.mark.parametrize(("typed", "shown", "key"), ALIKE[:3])
def test_who_begins_is_called_as_everybody_is(db, typed, shown, key):
    sent = {
        "name": "Gemeente Duin", "language": "nl", "administrator_name": typed, "departments": "Werk",
        "administrator_email": "ada@x.example", "administrator_password": "een lange zin als wachtwoord",
    }  # fmt: skip
    assert Client().post(reverse("root:first_run"), sent).status_code == 302
    assert (Person.objects.get().name, Person.objects.get().sort_key) == (shown, key)


@pytest.mark.parametrize("typed", NO_NAMES)
def test_what_is_no_name_is_refused_where_it_is_typed_and_nobody_is_called_so(
    samira, omar, anton, browse, typed
):
    profile = reverse("organisations:profile", args=["deplas"])
    correct = reverse("organisations:membership_correct", args=["deplas", omar.uid])
    answers = [
        browse(samira).post(profile, {"name": typed, "language": ""}),
        browse(anton).post(correct, {"name": typed, "version": omar.version}),
    ]
    for answer in answers:
        assert answer.status_code == 422
        assert answer.context["form"].errors["name"] == ["Schrijf de naam zoals mensen die zeggen."]
    assert {p.name for p in Person.objects.filter(pk__in=[samira.person_id, omar.person_id])} == {
        samira.person.name, omar.person.name,
    }  # fmt: skip


def test_a_name_of_before_stays_while_only_the_language_is_changed(samira, browse):
    for kept in ("j.visser2", "Federico García Lorca"):
        Person.objects.filter(pk=samira.person_id).update(
            name=kept, sort_key="garcia lorca federico"
        )
        sent = {"name": kept, "language": "en"}
        assert (
            browse(samira).post(reverse("organisations:profile", args=["deplas"]), sent).status_code
            == 302
        )
        assert Person.objects.get(pk=samira.person_id).name == kept
    assert Person.objects.get(pk=samira.person_id).sort_key == "garcia lorca federico"


def test_units_services_and_titles_are_sorted_alike(mieke, organisation):
    for name in ("Überlingen", "zorg", "Team 10", "Team 2", "'t Loket", "ÉÉN"):
        organisations.unit_add(act=by(mieke), name=name)
        organisations.process_add(act=by(mieke), name=name)
    order = ["ÉÉN", "'t Loket", "Team 2", "Team 10", "Überlingen", "zorg"]
    top = Unit.objects.filter(parent=None).exclude(name="Facturatie").without_tree_fields()
    assert [one.name for one in top.order_by(*Unit._meta.ordering)] == order
    assert [
        one.name for one in selectors.named(organisations_process(), organisation=organisation)[0]
    ] == order


def organisations_process():
    from backend.organisations.models import Process

    return Process


def test_a_first_run_takes_a_pasted_tree(db):
    typed = {
        "name": "Gemeente\u200b Duin", "language": "nl", "administrator_name": "Ada",
        "departments": "•\tWerk\n\to\tBalie\n\to\t2e lijn\n\t\t▪\t112\n•\tZorg\n\to\tBalie",
        "administrator_email": " mailto:ADA@gemeente.example\u200b",
        "administrator_password": "een lange zin als wachtwoord",
    }  # fmt: skip
    assert Client().post(reverse("root:first_run"), typed).status_code == 302
    units = {(one.name, one.parent and one.parent.name) for one in Unit._base_manager.all()}
    assert units == {
        ("Werk", None), ("Balie", "Werk"), ("2e lijn", "Werk"), ("112", "2e lijn"), ("Zorg", None),
        ("Balie", "Zorg"),
    }  # fmt: skip
    assert Person.objects.get().email == "ada@gemeente.example"
    with scopes_disabled():
        organisation = Organisation.objects.get()
    client = Client()
    client.force_login(Person.objects.get(), backend="django.contrib.auth.backends.ModelBackend")
    shown = client.get(reverse("organisations:unit_list", args=[organisation.slug])).text
    assert all(name in shown for name in ("Balie", "2e lijn", "112", "onderdeel van 2e lijn"))


@pytest.mark.parametrize(
    "between", ["-", "–", "\u2011", "\u200b", " ", "\u00a0", "—", "\u2212", ""]
)
def test_a_mailed_code_is_taken_with_whatever_it_was_copied_with(samira, between):
    client = Client()
    client.post(
        reverse("account_request_login_code"),
        {"email": f"\ufeff{samira.person.email.upper()}\u200b"},
    )
    sent = Delivery.objects.get(message="sign_in_code")
    code = crypto.decrypt(sent.secret)
    assert isinstance(code, str)
    typed = f"\u200b{between.join(code.replace('-', '')).lower()}\u00a0"
    client.post(reverse(CODE), {"code": typed})
    assert client.session.get("_auth_user_id") == str(samira.person.pk)


def _stored(table: str, column: str, pk: int, text: str) -> None:
    """As it stood before there was a rule: past forms, services and the constraint."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {table.split('_')[1]}_text_fit"
        )
        cursor.execute(f"UPDATE {table} SET {column} = %s WHERE id = %s", [text, pk])


def test_mail_is_made_of_a_name_and_a_text_that_were_kept_before_there_was_a_rule(samira, omar):
    _stored("organisations_person", "name", omar.person.pk, "Om\x0bar\u202e Tahiri\ufffe")
    omar.refresh_from_db()
    services.delivery_request(message="invitation", membership=omar)
    delivery = Delivery.objects.get(message="invitation")
    made = message_from_bytes(mail.build(delivery, "<1@deplas.example>"), policy=policy.default)
    assert str(made["To"]) == "Om ar Tahiri <omar@deplas.example>"
    assert "\x0b" not in made.get_body(("html",)).get_content()


def test_a_page_with_such_a_text_is_shown(samira, browse):
    success = told(samira)
    _stored("successes_success", "story", success.pk, "Uit een\x0bdia")
    answer = browse(samira).get(reverse("successes:success_detail", args=["deplas", success.uid]))
    assert answer.status_code == 200
    announce = reverse("successes:announcement_request", args=["deplas", success.uid])
    assert browse(samira).get(announce).status_code == 200


def test_a_domain_with_a_sharp_s_is_mailed_where_it_is(anton):
    found = organisations.membership_invite(
        act=by(anton), email="els@straße.example", name="Els Vis", unit=None
    )
    services.delivery_request(message="invitation", membership=found)
    made = mail.build(Delivery.objects.get(message="invitation"), "<1@deplas.example>")
    assert b"els@xn--strae-oqa.example" in made


STEP = {"kind": "listened", "day": "", "consent": "a_team"}


def _log(client: Client, text: str, **more: object) -> object:
    today = str(Membership.objects.first().organisation.today())
    return client.post(
        reverse("initiatives:step_create", args=["deplas"]),
        {**STEP, "day": today, "text": text, **more},
    )


def test_a_customers_name_is_asked_about_once_and_then_kept(samira, browse):
    client = browse(samira)
    asked = _log(client, "Met mevrouw Jansen gebeld")
    assert asked.status_code == 422
    assert "“Jansen” lijkt een naam." in asked.text
    assert "Toch bewaren?" in asked.text
    tokens = (
        asked.context["form"]["text"].field,
        [part.split('"')[0] for part in asked.text.split('name="heeded" value="')[1:]],
    )
    assert len(tokens[1]) == 1
    assert _log(client, "Met mevrouw Jansen lang gebeld", heeded=tokens[1]).status_code == 302
    step = samira.steps.get()
    assert step.text == "Met mevrouw Jansen lang gebeld"
    assert step.initiative.title == "Met mevrouw … lang gebeld"


def test_another_name_is_asked_about_anew(samira, browse):
    client = browse(samira)
    tokens = [
        p.split('"')[0]
        for p in _log(client, "mevrouw Jansen").text.split('name="heeded" value="')[1:]
    ]
    assert _log(client, "mevrouw Jansen en dhr. Bos", heeded=tokens).status_code == 422


def test_what_stood_there_already_is_nobodys_question(samira, browse):
    initiative = start(samira, expectation="Mevrouw Jansen krijgt antwoord")
    url = reverse("initiatives:initiative_change", args=["deplas", initiative.uid, "expectation"])
    typed = {"version": 1, "expectation": "Mevrouw Jansen krijgt sneller antwoord"}
    assert browse(samira).post(url, typed).status_code == 302


def test_while_writing_the_question_is_asked_and_nothing_is_kept(samira, stranger, browse, caplog):
    url = reverse("pages:hints", args=["deplas"])
    answer = browse(samira).post(url, {"text": "bel 06-12345678"})
    assert "lijkt een telefoonnummer" in answer.text
    assert browse(samira).post(url, {"text": "bel 112"}).text.strip() == ""
    assert browse(stranger).post(url, {"text": "bel 06-12345678"}).status_code == 404
    assert "12345678" not in caplog.text
    assert not samira.steps.exists()


def test_a_stone_without_a_label_names_nobody(samira):
    assert log(samira, text="Mevrouw Jansen gebeld").stone_label == "Gebeld"
