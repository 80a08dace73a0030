"""Rows of one organisation cannot point to rows of another, whatever writes them."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection
from django_scopes import scopes_disabled

from backend.organisations.models import Membership, Unit


@pytest.mark.django_db(transaction=True)
def test_a_membership_cannot_be_moved_into_another_organisations_unit_even_by_sql(
    samira: Membership, stranger: Membership
) -> None:
    with scopes_disabled():
        foreign = Unit.objects.get(organisation=stranger.organisation)
    with pytest.raises(IntegrityError, match="membership_unit_tenant"), connection.cursor() as c:
        c.execute(
            "UPDATE organisations_membership SET unit_id = %s WHERE id = %s",
            [foreign.pk, samira.pk],
        )
