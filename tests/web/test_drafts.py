"""Text that was sent and not taken: kept through signing in, for whose form it was, and nobody else."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from backend.initiatives.models import Step
from backend.listening.models import Words
from backend.web import drafts
from tests.initiatives.factories import start

HOME = "/o/deplas/"
WORDS = "/o/deplas/listening/new/"
TEXT = "‘Ik werd drie keer doorverbonden’ <b>"
BACKEND = "django.contrib.auth.backends.ModelBackend"


def owner(client: Client, path: str = WORDS) -> str:
    """Whose form the page says it is, as it stands in its hidden field."""
    found = re.search(r'name="typed_by" value="([^"]+)"', client.get(path).text)
    return found[1] if found else ""


def end(client: Client) -> None:
    """The session ends, as by time."""
    client.session.flush()


def sign_in(client: Client, membership) -> None:
    """Signing in within the same browser, whatever the session carries."""
    from django.contrib.auth import login
    from django.http import HttpRequest

    request = HttpRequest()
    request.session = client.session
    login(request, membership.person, backend=BACKEND)
    request.session.save()
    client.cookies["sessionid"] = request.session.session_key


def sent_after_the_end(client: Client, path: str, page: str = "", **fields: str):
    token = owner(client, page or path)
    end(client)
    headers = {"referer": f"http://testserver{page or path}"}
    return client.post(path, {**fields, "typed_by": token}, headers=headers)


def test_text_sent_after_the_session_ended_stands_in_its_field_once_one_signed_in(samira, browse):
    client = browse(samira)
    answer = sent_after_the_end(client, WORDS, text=TEXT)
    assert answer["Location"] == f"/accounts/login/?next={WORDS}"
    way_in = client.get(answer["Location"])
    assert way_in.status_code == 200
    assert "Je was uitgelogd. Wat je typte is bewaard" in way_in.text
    sign_in(client, samira)
    page = client.get(WORDS).text
    assert "Ik werd drie keer doorverbonden" in page
    assert "Wat je typte staat er nog" in page
    assert Words.objects.count() == 0


def test_who_sent_nothing_typed_is_not_told_that_it_is_kept(samira, browse):
    client = browse(samira)
    client.logout()
    answer = client.post("/o/deplas/news/read/", headers={"HX-Request": "true"})
    assert "Je was uitgelogd" not in client.get("/accounts/login/").text
    assert answer.status_code == 204


def test_it_is_never_shown_to_another_who_signs_in(samira, omar, browse):
    client = browse(samira)
    sent_after_the_end(client, WORDS, text=TEXT)
    sign_in(client, omar)
    assert "doorverbonden" not in client.get(WORDS).text
    assert drafts._SESSION not in client.session


def test_nothing_of_it_can_be_read_in_the_session(samira, browse):
    client = browse(samira)
    sent_after_the_end(client, WORDS, text=TEXT)
    assert drafts._SESSION in client.session
    assert "doorverbonden" not in str(dict(client.session))


def test_a_step_lands_on_the_page_it_was_typed_on(samira, browse):
    client = browse(samira)
    answer = sent_after_the_end(client, "/o/deplas/steps/", HOME, text=TEXT, kind="tried")
    assert answer["Location"] == f"/accounts/login/?next={HOME}"
    sign_in(client, samira)
    page = client.get(HOME).text
    assert "Ik werd drie keer doorverbonden" in page
    assert re.search(r'value="tried"[^>]* checked', page)


def test_without_a_page_that_the_browser_names_it_lands_on_the_one_that_holds_the_form(
    samira, browse
):
    client = browse(samira)
    token = owner(client)
    end(client)
    answer = client.post("/o/deplas/steps/", {"text": TEXT, "typed_by": token})
    assert answer["Location"] == "/accounts/login/?next=/o/deplas/steps/new/"


@pytest.mark.parametrize("referer", ["http://elsewhere.example/o/deplas/", "http://testserver/x/"])
def test_a_page_elsewhere_is_no_page_to_land_on(samira, browse, referer):
    client = browse(samira)
    token = owner(client)
    end(client)
    sent = {"text": TEXT, "typed_by": token}
    answer = client.post("/o/deplas/steps/", sent, headers={"referer": referer})
    assert answer["Location"] == "/accounts/login/?next=/o/deplas/steps/new/"


def test_what_nobody_signed_for_is_not_kept(samira, browse):
    for token in ("", "x:y:z", str(samira.person.uid)):
        client = browse(None)
        client.post(WORDS, {"text": TEXT, "typed_by": token})
        assert drafts._SESSION not in client.session


def test_secrets_and_files_are_not_kept_and_far_too_much_is_not_either(samira, browse, settings):
    client = browse(samira)
    sent_after_the_end(client, WORDS, text=TEXT, password="geheim", setup_code="1234")
    sign_in(client, samira)
    assert {name for name, _v in drafts._all(_request(client))[0].fields} == {"text"}
    other = browse(samira)
    sent_after_the_end(other, WORDS, text="x" * (drafts.KEEP_CHARACTERS + 1))
    assert drafts._SESSION not in other.session


def test_no_more_than_a_few_forms_wait_and_none_longer_than_a_day(samira, browse, monkeypatch):
    client = browse(samira)
    token = owner(client)
    end(client)
    for n in range(5):
        client.post(f"/o/deplas/initiatives/{n}/", {"text": TEXT, "typed_by": token})
    client.post(WORDS, {"text": TEXT, "typed_by": token})
    assert len(drafts._all(_request(client))) == drafts.KEEP_FORMS
    sign_in(client, samira)
    later = timezone.now() + timedelta(seconds=drafts.KEEP_SECONDS + 1)
    monkeypatch.setattr(drafts.timezone, "now", lambda: later)
    assert "doorverbonden" not in client.get(WORDS).text


def test_once_the_server_has_it_nothing_waits(samira, browse):
    client = browse(samira)
    sent_after_the_end(client, WORDS, text=TEXT)
    sign_in(client, samira)
    values = {"text": TEXT, "heard_on": "2026-01-05", "consent": "a_team"}
    answer = client.post(WORDS, values)
    assert answer.status_code == 302, answer.text
    assert answer["Typed"] == "taken"
    assert drafts._SESSION not in client.session


def test_it_can_be_thrown_away(samira, browse):
    client = browse(samira)
    sent_after_the_end(client, WORDS, text=TEXT)
    sign_in(client, samira)
    assert client.post(f"{WORDS}?discard-draft")["Location"].startswith(WORDS)
    assert "doorverbonden" not in client.get(WORDS).text


def test_a_page_that_was_open_while_one_signed_in_anew_keeps_its_text(samira):
    strict = Client(enforce_csrf_checks=True, headers={"accept-language": "nl"})
    strict.force_login(samira.person, backend=BACKEND)
    token = owner(strict)
    answer = strict.post(WORDS, {"text": TEXT, "typed_by": token, "csrfmiddlewaretoken": "x" * 64})
    assert (answer.status_code, answer["Location"]) == (302, WORDS)
    assert "doorverbonden" in strict.get(WORDS).text
    forged = strict.post(WORDS, {"text": "Van elders"})
    assert forged.status_code == 403


def test_a_refusal_as_a_whole_page_leads_back_to_the_text(samira, mieke, browse):
    client = browse(mieke)
    gone = start(samira)
    url = f"/o/deplas/initiatives/{gone.uid}/stop/"
    token = owner(client, url)
    mieke.roles = ["staff"]
    mieke.save()
    answer = client.post(url, {"lesson": TEXT, "typed_by": token})
    assert answer.status_code == 403
    assert "Wat je typte is voor je bewaard" in answer.text
    mieke.roles = ["programme_manager"]
    mieke.save()
    assert "doorverbonden" in client.get(url).text


def test_the_pages_own_script_is_told_where_to_go_and_keeps_the_text_itself(samira, browse):
    client = browse(samira)
    token = owner(client)
    end(client)
    headers = {"sent-by": "kept"}
    answer = client.post(WORDS, {"text": TEXT, "typed_by": token}, headers=headers)
    assert (answer.status_code, answer["Typed"]) == (204, "kept")
    assert answer["Go-To"] == f"/accounts/login/?next={WORDS}"
    assert drafts._SESSION not in client.session


def test_htmx_is_led_to_the_page_that_holds_the_form(samira, browse):
    client = browse(samira)
    end(client)
    headers = {"hx-request": "true", "hx-current-url": f"http://testserver{HOME}"}
    answer = client.post("/o/deplas/steps/", {"text": TEXT}, headers=headers)
    assert answer["HX-Redirect"] == f"/accounts/login/?next={HOME}"
    assert Step.objects.count() == 0


@pytest.mark.parametrize("by", [{"hx-request": "true"}, {"sent-by": "kept"}])
def test_of_somebody_who_is_signed_out_no_file_is_taken_in_by_a_script_either(samira, browse, by):
    client = browse(samira)
    end(client)
    photo = SimpleUploadedFile("foto.png", b"x" * 5000)
    answer = client.post("/o/deplas/steps/", {"text": TEXT, "key": "x", "photo": photo}, headers=by)
    assert not answer.wsgi_request.FILES
    assert "Wat je typte is bewaard" in client.get("/accounts/login/").text


def _request(client: Client):
    from django.http import HttpRequest

    request = HttpRequest()
    request.session = client.session
    return request
