"""Whose an address is: what is mailed where, and what a code opens."""

from __future__ import annotations

from tests.faults.promises.base import Safeguard

SAFEGUARDS = [
    Safeguard(
        "a code for a new address goes to that address",
        "tests/accounts/test_change_address.py"
        "::test_the_code_goes_to_the_new_address_and_the_word_of_it_to_the_earlier_one",
        "backend/outbox/addressing.py",
        'if isinstance(secret, dict) and "to" in secret:',
        'if isinstance(secret, dict) and "to" in secret and "code" not in secret:',
    ),
    Safeguard(
        "who had the earlier address is told there that it changed",
        "tests/accounts/test_change_address.py"
        "::test_the_code_goes_to_the_new_address_and_the_word_of_it_to_the_earlier_one",
        "backend/outbox/addressing.py",
        'if isinstance(secret, dict) and "to" in secret:',
        'if isinstance(secret, dict) and "to" in secret and "code" in secret:',
    ),
    Safeguard(
        "an invitation whose address was put right is not sent from before",
        "tests/organisations/test_membership_correct.py"
        "::test_what_is_owed_to_the_wrong_address_is_not_sent_any_more",
        "backend/accounts/invitations.py",
        "return not renewed or datetime.fromisoformat(moment) >= membership.invited_at",
        "return True",
    ),
    Safeguard(
        "a code that was asked for at an earlier address opens nothing",
        "tests/accounts/test_change_address.py::test_from_then_on_only_the_new_address_lets_in",
        "backend/pages/sign_in.py",
        "if person is None or asked.lower() == person.email.lower():",
        "if True:",
    ),
]
