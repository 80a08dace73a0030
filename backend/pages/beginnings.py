"""What whoever sets up an organisation does first: asked until it is done, in this order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from backend.initiatives.models import Programme
from backend.organisations.models import Membership, Organisation, Process
from backend.organisations.permissions import may


@dataclass(frozen=True)
class Beginning:
    """One thing to do first, why, and where."""

    title: str
    why: str
    url: str


def beginnings(*, membership: Membership) -> Sequence[Beginning]:
    """What is still to be done first; nothing for who may not do it. One query."""
    if not may(membership, "membership_invite"):
        return ()
    here = OuterRef("pk")
    others = Membership.objects.filter(organisation=here).exclude(pk=membership.pk)
    found = Organisation.objects.values_list(
        Exists(others),
        Exists(Programme.objects.filter(organisation=here)),
        Exists(Process.objects.filter(organisation=here)),
    ).get(pk=membership.organisation_id)
    slug = membership.organisation.slug
    texts = (
        (
            _("Invite your first colleagues"),
            _("Start with three people who enjoy talking to customers."),
            "organisations:membership_invite",
        ),
        (
            _("Write down where you want to go"),
            _("One sentence that a customer would understand: the far bank of the crossing."),
            "programme:programme_change",
        ),
        (
            _("Say what customers come to you for"),
            _("Then the board shows which of your services become better."),
            "organisations:customers",
        ),
    )
    return [
        Beginning(title, why, reverse(name, args=[slug]))
        for is_done, (title, why, name) in zip(found, texts, strict=True)
        if not is_done
    ]
