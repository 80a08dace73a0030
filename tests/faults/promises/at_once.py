"""Two people at once: without one of these they leave what one after the other would not."""

from __future__ import annotations

from tests.faults.promises.base import Safeguard

MEET = "tests/races/test_pairs.py::test_two_who_meet"
THING = "tests/races/test_pairs.py::test_a_thing_to_which_two_do_something"
TWICE = "tests/accounts/test_twice.py"

SAFEGUARDS = [
    Safeguard(
        "the structure of an organisation is held by whoever changes it",
        f"{MEET}[two_programmes_start]",
        "backend/organisations/services/holding.py",
        "Organisation.objects.select_for_update(no_key=True).get(",
        "Organisation.objects.get(",
    ),
    Safeguard(
        "what is chosen may not end meanwhile",
        f"{MEET}[an_ambition_goes_and_an_initiative_starts_for_it]",
        "backend/organisations/services/holding.py",
        "WHERE id = %s FOR SHARE",
        "WHERE id = %s",
    ),
    Safeguard(
        "an initiative is held by whoever stops it",
        f"{THING}[AnInitiativeThatGoesOn-stops-stops]",
        "backend/initiatives/services/initiatives.py",
        "Initiative.objects.select_for_update().get(pk=initiative.pk)",
        "Initiative.objects.get(pk=initiative.pk)",
    ),
    Safeguard(
        "a success is held by whoever changes its story",
        f"{THING}[AStory-is_renamed-is_renamed]",
        "backend/successes/services/stories.py",
        'Success.objects.select_for_update(of=("self",)).get(pk=success.pk)',
        "Success.objects.get(pk=success.pk)",
    ),
    Safeguard(
        "of two names given to one person at once each is noted as it was",
        f"{THING}[AColleague-has_another_name-has_another_name]",
        "backend/organisations/services/persons.py",
        "    found = Person.objects.select_for_update().get(pk=person.pk)\n    before, changed",
        "    found = Person.objects.get(pk=person.pk)\n    before, changed",
    ),
    Safeguard(
        "a photo that is chosen is not thrown away at that moment",
        f"{THING}[APhoto-goes_when_nothing_shows_it-is_shown_in_a_story]",
        "backend/photos/services.py",
        'Photo.objects.select_for_update(of=("self",)).filter(pk=photo.pk).first()',
        "Photo.objects.filter(pk=photo.pk).first()",
    ),
    Safeguard(
        "an undo that two press at once is noted once",
        f"{THING}[ItsMail-is_cancelled_no_more-is_cancelled_no_more]",
        "backend/outbox/attending.py",
        "    if opened:\n        _record(act, MailCancelUndone",
        "    if True:\n        _record(act, MailCancelUndone",
    ),
    # ----- one press, sent twice
    Safeguard(
        "a form that is kept and sent later is the form that its page sent",
        "tests/web/test_once.py::test_a_form_without_its_empty_file_is_the_same_one",
        "backend/web/once.py",
        "[one for one in v if one]",
        "list(v)",
    ),
    # ----- on the way in
    Safeguard(
        "two taps on the way in send one code",
        f"{TWICE}::test_two_taps_at_once_ask_for_one_code_and_either_window_takes_it",
        "backend/pages/account_urls.py",
        "_asked(views.request_login_code)",
        "views.request_login_code",
    ),
    Safeguard(
        "the second of two taps is in the session that the first one began",
        f"{TWICE}::test_two_taps_at_once_ask_for_one_code_and_either_window_takes_it",
        "backend/web/once.py",
        "    request.session = type(request.session)(known.session)\n",
        "",
    ),
    Safeguard(
        "a press leads into the session that it began for a minute, and no longer",
        f"{TWICE}::test_a_code_pressed_twice_opens_nothing_later",
        "backend/web/once.py",
        "timezone.now() - sent_at > SAME_SESSION or ",
        "",
    ),
]
