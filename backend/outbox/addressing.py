"""Whom a delivery goes to, at which address, and which addresses are left alone."""

from __future__ import annotations

import hashlib
import hmac
from collections import defaultdict
from collections.abc import Sequence

from django.conf import settings

from backend.organisations.models import Person
from backend.outbox import crypto
from backend.outbox.models import Delivery, Suppression


def address_hash(address: str) -> str:
    """How a suppressed address is kept: keyed, so that it cannot be guessed back."""
    key = settings.ENCRYPTION_KEYS[0].encode()
    return hmac.new(key, address.strip().lower().encode(), hashlib.sha256).hexdigest()


def recipient(delivery: Delivery) -> Person:
    """Who gets it."""
    found: Person = delivery.membership.person if delivery.membership_id else delivery.person
    return found


def address_of(delivery: Delivery) -> str:
    """Where it goes: the recipient's own address, or the one that its secret names as `to`."""
    secret = crypto.decrypt(delivery.secret) if delivery.secret else None
    if isinstance(secret, dict) and "to" in secret:
        return str(secret["to"])
    return str(recipient(delivery).email)


def suppressed(deliveries: Sequence[Delivery]) -> set[int]:
    """Those of these whose address must not be written to any more, in one query."""
    hashes: dict[tuple[int, str, str], set[int]] = defaultdict(set)
    for d in deliveries:
        if d.organisation_id:
            hashes[d.organisation_id, d.channel, address_hash(address_of(d))].add(d.pk)
    found = Suppression.objects.filter(
        organisation__in={key[0] for key in hashes}, address_hash__in=[key[2] for key in hashes]
    ).values_list("organisation_id", "channel", "address_hash")
    return {pk for key in found if key in hashes for pk in hashes[key]}


def recipient_language(delivery: Delivery) -> str:
    """The language of whoever gets it."""
    fallback = delivery.organisation.language if delivery.organisation_id else "nl"
    return str(recipient(delivery).language or fallback)
