"""Changing one's own address: proven first by a code that is mailed to the new one."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from django.db import transaction

from backend.notifications import services as notifications
from backend.organisations import services as organisations
from backend.organisations.models import Person
from backend.writing.texts import address


@transaction.atomic
def address_ask(*, person: Person, email: str) -> str:
    """Mail a code to an address that somebody says is theirs; returns that code.

    One that another account has gets none, and whoever asks can't tell: the same work is done.
    Raises `ValidationError` at `email`.
    """
    email, code = address("email", email), str(get_adapter().generate_login_code())
    taken = Person.objects.filter(email__iexact=email).exclude(pk=person.pk).exists()
    notifications.delivery_ask(
        message="address_code",
        person=None if taken else person,
        secret={"to": email, "code": code},
    )
    return code


@transaction.atomic
def address_change(*, person: Person, email: str) -> None:
    """The proven address is theirs from now on, and the earlier one is told.

    Raises `ValidationError` where another account was faster.
    """
    before = organisations.person_readdress(person=person, email=email)
    # The library's own list, where an earlier address would go on letting in.
    EmailAddress.objects.filter(user_id=person.pk).delete()
    secret: Any = {"to": before}
    notifications.delivery_request(message="address_notice", person=person, secret=secret)
