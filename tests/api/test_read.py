"""The read API: one token, one organisation, nobody's name."""

from __future__ import annotations

from base64 import b64decode
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_scopes import get_scope, scope, scopes_disabled
from drf_spectacular.generators import SchemaGenerator
from openapi_spec_validator import validate

from backend.api import openapi, services
from backend.api.models import Token
from backend.api.throttling import PerToken
from backend.api.v1.steps import StepList
from backend.initiatives import services as initiatives
from backend.initiatives.models import Initiative
from backend.organisations import services as organisations
from backend.organisations.models import Membership, MembershipState
from backend.organisations.roles import Role
from tests import conftest
from tests.acting import by
from tests.at_once import at_once
from tests.initiatives.factories import log, start
from tests.successes.factories import told


@pytest.fixture
def door(anton):
    """An HTTP client with a valid token."""
    token, plain = services.token_issue(act=by(anton), name="Dashboard")
    client = Client(headers={"authorization": f"Bearer {plain}"})
    client.token = token
    return client


PROBLEM = "application/problem+json"
READS = ["initiative_list", "step_list", "success_list", "board_detail"]


@pytest.mark.parametrize("name", READS)
def test_a_token_reads(door, name):
    assert door.get(reverse(f"api:{name}")).status_code == 200


@pytest.mark.parametrize("name", READS)
@pytest.mark.parametrize("header", ["", "Bearer", "Bearer stap_wrong", "Bearer é", "Basic x"])
def test_without_a_valid_token_nothing_is_read(db, name, header):
    answer = Client(headers={"authorization": header}).get(reverse(f"api:{name}"))
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Bearer"


def test_what_is_read_is_of_the_tokens_organisation_alone(door, samira, stranger):
    here, step = start(samira, title="Hier"), log(samira, text="Een stap hier")
    with scope(organisation=stranger.organisation):
        there = start(stranger, title="Elders")
        log(stranger, there, text="Een stap elders")
    detail = lambda initiative: reverse("api:initiative_detail", args=[initiative.uid])  # noqa: E731
    read = door.get(detail(here))
    assert (read.status_code, read.json()["title"]) == (200, "Hier")
    assert door.get(detail(there)).status_code == 404
    titles = {one["title"] for one in door.get(reverse("api:initiative_list")).json()["results"]}
    assert "Hier" in titles and "Elders" not in titles
    steps = door.get(reverse("api:step_list")).json()["results"]
    assert [one["uid"] for one in steps] == [str(step.uid)]
    narrowed = door.get(reverse("api:step_list"), {"initiative": str(there.uid)})
    assert narrowed.json()["results"] == []


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("initiative_list", {"stage": "dreamt"}),
        ("initiative_list", {"changed_since": "gisteren"}),
        ("step_list", {"kind": "danced"}),
        ("step_list", {"initiative": "x"}),
        ("step_list", {"done_before": "31-12-2026"}),
    ],
)
def test_each_wrong_filter_is_refused_at_its_name(door, name, wrong):
    answer = door.get(reverse(f"api:{name}"), wrong)
    assert (answer.status_code, answer["Content-Type"]) == (400, PROBLEM)
    assert answer.json()["errors"].keys() == wrong.keys()


@pytest.mark.parametrize(
    ("name", "given", "found"),
    [
        ("initiative_list", {"stage": "doing"}, 1),
        ("initiative_list", {"stage": "done"}, 0),
        ("step_list", {"kind": "tried"}, 1),
        ("step_list", {"kind": "listened"}, 0),
        ("step_list", {"done_after": "2000-01-01"}, 1),
        ("step_list", {"done_before": "2000-01-01"}, 0),
    ],
)
def test_each_filter_narrows_its_list(door, samira, name, given, found):
    log(samira, kind="tried")
    assert len(door.get(reverse(f"api:{name}"), given).json()["results"]) == found


def test_a_revoked_token_is_over(door, anton):
    services.token_revoke(act=by(anton), token=door.token)
    assert door.get(reverse("api:step_list")).status_code == 401


@pytest.mark.parametrize("name", READS)
def test_the_api_only_reads(door, name):
    assert door.post(reverse(f"api:{name}"), {}).status_code == 405


def test_of_fewer_than_five_people_no_figure_is_read(door, samira, unit, organisation):
    log(samira)
    few = door.get(reverse("api:board_detail")).json()
    assert few["too_few_people"]
    assert few["weeks"] == few["tiles"] == []
    for name in ("Anna", "Bram", "Cees"):
        conftest.member(organisation, unit, name)
    enough = door.get(reverse("api:board_detail")).json()
    assert not enough["too_few_people"]
    assert [week["steps"] for week in enough["weeks"]] == [1]


def test_a_wrong_filter_is_told_by_name(door):
    answer = door.get(reverse("api:step_list"), {"kind": "danced", "done_after": "gisteren"})
    assert (answer.status_code, answer["Content-Type"]) == (400, PROBLEM)
    assert set(answer.json()["errors"]) == {"kind", "done_after"}


def test_page_by_page_every_step_is_read_once_and_no_cursor_tells_an_id(door, samira):
    with connection.cursor() as cursor:
        # Ids that cannot stand in sealed bytes by chance.
        sequence = "pg_get_serial_sequence('initiatives_step', 'id')"
        cursor.execute(f"SELECT setval({sequence}, 7000000000)")
    steps = [log(samira, text=f"Stap {number}") for number in range(5)]
    address, found = f"{reverse('api:step_list')}?page_size=2", []
    while address:
        page = door.get(address).json()
        found += page["results"]
        address = page["next"]
        if address:
            cursor = parse_qs(urlsplit(address).query)["cursor"][0]
            readable = b64decode(cursor + "==", altchars=b"-_").decode("latin-1")
            assert not any(str(step.pk) in readable for step in steps)
    assert [one["uid"] for one in found] == [str(step.uid) for step in reversed(steps)]
    assert door.get(page["previous"]).json()["results"] == found[2:4]


@pytest.mark.parametrize("cursor", ["x", "", "cD1hYmM=", "cD0xNw==", "é", "a" * 5000, "\x00"])
@pytest.mark.parametrize("name", [n for n in READS if n != "board_detail"])
def test_a_cursor_that_we_did_not_make_is_told_by_name(door, samira, name, cursor):
    answer = door.get(reverse(f"api:{name}"), {"cursor": cursor})
    assert (answer.status_code, answer["Content-Type"]) == (400, PROBLEM)
    assert set(answer.json()["errors"]) == {"cursor"}


def test_a_cursor_of_another_list_or_organisation_begins_no_page(door, samira, stranger):
    for _number in range(2):
        log(samira)
    steps = door.get(reverse("api:step_list"), {"page_size": 1}).json()["next"]
    cursor = parse_qs(urlsplit(steps).query)["cursor"][0]
    assert door.get(reverse("api:initiative_list"), {"cursor": cursor}).status_code == 400
    with scope(organisation=stranger.organisation):
        _token, plain = services.token_issue(act=by(stranger), name="Elders")
    elsewhere = Client(headers={"authorization": f"Bearer {plain}"})
    assert elsewhere.get(reverse("api:step_list"), {"cursor": cursor}).status_code == 400


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("get", "/api/v1/nothing/", 404),
        ("get", "/api/nothing", 404),
        ("get", "/api/v1/initiatives/0197f7a0-0000-7000-8000-000000000000/", 404),
        ("post", "/api/v1/steps/", 405),
        ("get", "/api/v1/steps/?initiative=x", 400),
    ],
)
def test_every_refusal_is_a_problem(door, method, address, status):
    answer = getattr(door, method)(address)
    assert (answer.status_code, answer["Content-Type"]) == (status, PROBLEM)
    told = answer.json()
    assert (told["status"], bool(told["title"])) == (status, True)


def test_a_fault_of_ours_is_a_problem_too(door, monkeypatch):
    monkeypatch.setattr(StepList, "get_queryset", lambda view: 1 / 0)
    door.raise_request_exception = False
    answer = door.get(reverse("api:step_list"))
    assert (answer.status_code, answer["Content-Type"]) == (500, PROBLEM)
    assert "ZeroDivision" not in answer.text


def test_a_fault_of_ours_leaves_nobodys_scope_behind_in_its_thread(door, monkeypatch):
    monkeypatch.setattr(StepList, "get_queryset", lambda view: 1 / 0)
    door.raise_request_exception = False
    with scopes_disabled():
        before, zone = get_scope(), timezone.get_current_timezone_name()
        assert door.get(reverse("api:step_list")).status_code == 500
        assert (get_scope(), timezone.get_current_timezone_name()) == (before, zone)


def test_twenty_tokens_of_one_name_at_once_leave_one(transactional_db, request):
    anton = request.getfixturevalue("anton")

    def issue():
        with scope(organisation=anton.organisation):
            return services.token_issue(act=by(anton), name="Dashboard")

    answers = at_once(*[issue] * 20)
    assert sum(isinstance(answer, tuple) for answer in answers) == 1
    assert all(isinstance(answer, tuple | ValidationError) for answer in answers)
    assert Token.objects.filter(revoked_at=None).count() == 1


def test_a_name_is_free_again_once_its_token_was_revoked(door, anton):
    services.token_revoke(act=by(anton), token=door.token)
    services.token_issue(act=by(anton), name="dashboard")
    with pytest.raises(ValidationError):
        services.token_issue(act=by(anton), name="DASHBOARD")


def test_many_may_ask_for_the_description_at_once_and_it_is_made_once(db, monkeypatch):
    """Two that are made at one moment get in each other's way: the first ones of a process broke."""
    made, real = [], SchemaGenerator.get_schema

    def counted(generator, **given):
        made.append(generator)
        return real(generator, **given)

    monkeypatch.setattr(SchemaGenerator, "get_schema", counted)
    openapi._described.cache_clear()
    url = reverse("api:openapi")
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _n: Client().get(url).status_code, range(40)))
    assert answers == [200] * 40
    assert len(made) == 1


def test_the_description_is_valid_openapi(db):
    answer = Client().get(reverse("api:openapi"))
    assert answer.status_code == 200
    described = answer.json()
    validate(described)
    assert "/api/v1/steps/" in described["paths"]


def test_a_token_is_shown_once_and_kept_as_a_fingerprint(anton, browse):
    client = browse(anton)
    page = client.post(reverse("tokens:token_issue", args=["deplas"]), {"name": "Intranet"})
    plain = page.context["plain"]
    assert plain in page.text
    assert plain not in client.get(reverse("tokens:token_list", args=["deplas"])).text


def test_only_an_administrator_hands_out_tokens(mieke, browse):
    url = reverse("tokens:token_issue", args=["deplas"])
    assert browse(mieke).post(url, {"name": "X"}).status_code == 403


def test_an_address_that_is_not_there_is_told_in_json(door):
    answer = door.get("/api/v1/nothing/")
    assert (answer.status_code, answer["Content-Type"]) == (404, PROBLEM)
    assert "detail" in answer.json()


def test_the_description_says_how_the_api_refuses(client):
    paths = client.get(reverse("api:openapi")).json()["paths"]
    assert {"200", "401", "404", "429"} == set(
        paths["/api/v1/initiatives/{uid}/"]["get"]["responses"]
    )
    assert {"200", "400", "401", "429"} == set(paths["/api/v1/steps/"]["get"]["responses"])


def test_a_check_in_is_no_change_that_the_api_tells_of(door, samira):
    initiative = start(samira)
    long_ago = timezone.now() - timedelta(days=60)
    Initiative.objects.update(touched_at=long_ago, changed_at=long_ago)
    initiatives.check_in(act=by(samira), initiative=initiative, answer="going_well")
    since = {"changed_since": (timezone.localdate() - timedelta(days=3)).isoformat()}
    address = reverse("api:initiative_list")
    assert door.get(address, since).json()["results"] == []
    log(samira, initiative)
    assert len(door.get(address, since).json()["results"]) == 1


def test_a_success_stands_under_the_team_that_it_counts_with(door, samira):
    told(samira)
    # Fewer than five people work in every team of the cast.
    assert door.get(reverse("api:success_list")).json()["results"][0]["unit"] is None


def test_no_uid_tells_when_it_was_made(samira):
    assert {log(samira).uid.version, start(samira).uid.version} == {4}


def test_a_token_of_who_no_longer_takes_part_is_over(door, anton):
    Membership.objects.filter(pk=anton.pk).update(state=MembershipState.LEFT)
    assert door.get(reverse("api:step_list")).status_code == 401


def test_a_token_that_asks_too_often_is_told_when_again(door, monkeypatch):
    monkeypatch.setattr(PerToken, "rate", "2/min")
    answers = [door.get(reverse("api:step_list")) for _ask in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert int(answers[-1]["Retry-After"]) > 0


def test_a_token_reads_as_long_as_who_made_it_is_an_administrator(
    door, anton, organisation, browse
):
    other = conftest.member(organisation, None, "Bea Tweede", Role.ADMINISTRATOR)

    def roles(*chosen: str) -> None:
        version = Membership.objects.get(pk=anton.pk).version
        organisations.membership_change(
            act=by(other), membership=anton, version=version, unit=None, roles=chosen
        )

    roles(Role.PROGRAMME_MANAGER)
    for name in READS:
        assert door.get(reverse(f"api:{name}")).status_code == 401
    told = browse(other).get(reverse("tokens:token_list", args=["deplas"])).text
    assert "Werkt nu niet" in told
    roles(Role.ADMINISTRATOR)
    assert door.get(reverse("api:step_list")).status_code == 200
    organisations.membership_end(act=by(other), membership=anton)
    assert door.get(reverse("api:step_list")).status_code == 401


def test_a_token_that_is_revoked_on_its_page_opens_nothing_more(door, anton, browse):
    page = reverse("tokens:token_revoke", args=["deplas", door.token.uid])
    assert browse(anton).post(page).status_code == 302
    assert not Token.objects.filter(revoked_at=None).exists()
    assert door.get(reverse("api:step_list")).status_code == 401
