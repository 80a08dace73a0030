"""What somebody wants to be mailed about, as the page saves it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from backend.messaging import selectors
from backend.messaging.models import SuccessMail

pytestmark = pytest.mark.django_db
PAGE = reverse("messaging:preferences", args=["deplas"])


def test_what_is_chosen_is_kept_for_whoever_chose_it(samira, omar, browse):
    answer = browse(samira).post(PAGE, {"success_mail": SuccessMail.NONE, "help_mail": "on"})
    assert answer.status_code == 302
    mine, other = (selectors.preference_of(membership=one) for one in (samira, omar))
    assert (mine.success_mail, mine.reminders, mine.help_mail) == (SuccessMail.NONE, False, True)
    assert (other.success_mail, other.reminders) == (SuccessMail.AT_ONCE, True)


@pytest.mark.parametrize(
    "typed", [{"reminders": "on"}, {"success_mail": "x"}, {"success_mail": "", "reminders": "on"}]
)
def test_what_is_no_choice_is_told_and_changes_nothing(samira, browse, typed):
    before = selectors.preference_of(membership=samira)
    answer = browse(samira).post(PAGE, typed)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["success_mail"]
    assert selectors.preference_of(membership=samira).reminders == before.reminders
