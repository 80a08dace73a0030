"""Whom mail comes from: an address, or a name and an address, as an administrator writes it."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.utils import parseaddr

import pytest

from backend.config.values import mail_from_wrong
from tests.outbox.factories import NOTE, content, note, owe
from worker.channels.email import mail

WRITTEN = [
    ("stap@deplas.example", "", "stap@deplas.example"),
    ("De Plas <stap@deplas.example>", "De Plas", "stap@deplas.example"),
    ('"Plas, De" <stap@deplas.example>', "Plas, De", "stap@deplas.example"),
    ("Gemeente Súdwest-Fryslân <stap@deplas.example>", "Gemeente Súdwest-Fryslân", "stap@deplas.example"),
    ("  <stap@deplas.example> ", "", "stap@deplas.example"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "name", "address"), WRITTEN)
def test_a_name_and_an_address_are_told_apart(samira, settings, written, name, address):
    settings.MAIL_FROM = written
    assert mail_from_wrong(written) == ""
    note()
    sent = mail.build(owe(samira), "<1@deplas>")
    found = message_from_bytes(sent, policy=policy.default)["From"]
    assert parseaddr(str(found)) == (name or "Stapsteen", address)
    assert mail.envelope_sender() == address


def test_an_organisations_own_name_stands_before_the_address_alone(samira, settings):
    settings.MAIL_FROM = "De Plas <stap@deplas.example>"
    note(build=lambda delivery, language: content(sender="Samira, via Waterbedrijf"))
    sent = mail.build(owe(samira, message=NOTE), "<1@deplas>")
    found = str(message_from_bytes(sent, policy=policy.default)["From"])
    assert found.count("<") == 1
    assert parseaddr(found) == ("Samira, via Waterbedrijf", "stap@deplas.example")
