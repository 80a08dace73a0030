"""`/metrics`: for who has the token, and without a person in it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from backend.jobs import services as jobs
from backend.outbox import dispatch, failures, figures, pauses
from backend.outbox.models import Delivery, FailedWork
from backend.outbox.states import State
from tests.initiatives.factories import log

TOKEN = "een-lang-token-voor-prometheus"


def scraped(browse) -> dict[str, list]:
    answer = browse(None).get("/metrics", headers={"authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/plain")
    families = text_string_to_metric_families(answer.content.decode())
    return {family.name: family.samples for family in families}


def value(found, name: str, **labels: str) -> float:
    (sample,) = [s for s in found[f"stapsteen_{name}"] if labels.items() <= s.labels.items()]
    return sample.value


@pytest.mark.parametrize("given", [
    "", "Bearer", "Bearer ", "Bearer fout", f"Basic {TOKEN}", TOKEN, f"Bearer {TOKEN}x", "Bearer \xff",
])  # fmt: skip
def test_who_has_not_the_token_reads_nothing(db, browse, settings, given):
    settings.METRICS_TOKEN = TOKEN
    answer = browse(None).get("/metrics", headers={"authorization": given})
    assert answer.status_code == 401
    assert b"stapsteen_" not in answer.content


def test_without_a_token_set_there_is_no_such_page(db, browse, settings):
    settings.METRICS_TOKEN = ""
    assert browse(None).get("/metrics", headers={"authorization": "Bearer "}).status_code == 404


def test_an_administrator_who_is_signed_in_needs_it_too(anton, browse, settings):
    settings.METRICS_TOKEN = TOKEN
    assert browse(anton).get("/metrics").status_code == 401


@pytest.mark.django_db(transaction=True)
def test_what_waits_and_what_failed_is_counted(samira, omar, browse, settings):
    settings.METRICS_TOKEN = TOKEN
    now = timezone.now()
    base = {"organisation": samira.organisation, "membership": omar, "message": "help_asked"}
    for n, (state, code, error) in enumerate([
        (State.PENDING, "", ""), (State.PENDING, "", ""), (State.BOUNCED, "550 5.1.1", "omar@x.example"),
        (State.DEAD, "", "TemplateError"), (State.RETRY, "451", "Omar Tahiri is er niet"),
    ]):  # fmt: skip
        Delivery.objects.create(
            **base, dedupe_key=f"k{n}", state=state, priority=10, last_code=code, last_error=error,
            not_before=now - timedelta(seconds=100),
        )  # fmt: skip
    pauses.pause(channel="email", domain=pauses.EVERYWHERE, reply=pauses.Reply("connect", "421"))
    log(samira)
    work = {"what": FailedWork.What.values[0], "organisation_id": samira.organisation.pk}
    for n in range(failures.MOST_TRIES):
        failures.note(**work, subject_id=1, error=ValueError("Omar"))
        failures.note(**work, subject_id=2 + n, error=ValueError("Omar"))
    jobs.heartbeat(process="dispatcher", tick_seconds=0.25)
    browse(samira).get("/o/deplas/")

    found = scraped(browse)
    assert value(found, "queue_depth", queue="bulk") == 3
    assert value(found, "queue_depth", queue="transactional") == 0
    assert 100 <= value(found, "queue_oldest_due_seconds", queue="bulk") < 200
    assert value(found, "deliveries", organisation="deplas", state="pending") == 2
    assert value(found, "delivery_failures", state="bounced", reason="550 5.1.1") == 1
    assert value(found, "delivery_failures", state="dead", reason="TemplateError") == 1
    assert value(found, "delivery_failures", state="retry", reason="451") == 1
    assert value(found, "way_out_paused", channel="email") == 1
    what = work["what"]
    assert value(found, "work_failed", what=what, state="dead") == 1
    assert value(found, "work_failed", what=what, state="again") == failures.MOST_TRIES
    assert value(found, "events_waiting") > 0
    assert value(found, "tick_seconds", process="dispatcher") == 0.25
    assert value(found, "alive", part="dispatcher") == 1
    assert value(found, "alive", part="beat") == 0
    requests = [s for s in found["stapsteen_requests"] if s.labels.get("view") == "pages:my_steps"]
    assert sum(s.value for s in requests if s.name.endswith("_total")) >= 1
    dispatch.events_dispatch()
    assert figures.lag().waiting == 0


@pytest.mark.django_db(transaction=True)
def test_nobodys_name_address_or_words_are_in_it(samira, browse, settings):
    settings.METRICS_TOKEN = TOKEN
    log(samira, text="Met mevrouw Jansen gebeld")
    browse(samira).get("/o/deplas/people/?q=Tahiri")
    answer = browse(None).get("/metrics", headers={"authorization": f"Bearer {TOKEN}"})
    said = answer.content.decode()
    for word in ("Samira", "Haddou", "@", "Jansen", "Tahiri", TOKEN):
        assert word not in said


@pytest.mark.parametrize(("code", "error", "told"), [
    ("550", "anything", "550"), ("550 5.1.1", "", "550 5.1.1"), ("", "421 4.7.0 try later, ada", "421 4.7.0"),
    ("", "TimeoutError", "TimeoutError"), ("", "ada@x.example does not exist", "other"), ("", "", "other"),
    ("550 Ada Visser", "", "550"), ("ada", "Ada Visser", "other"),
])  # fmt: skip
def test_a_reason_is_a_code_or_the_kind_of_an_error(code, error, told):
    assert figures.reason(code, error) == told
