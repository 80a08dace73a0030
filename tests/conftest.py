"""The cast: one water company with a handful of people, and a stranger from elsewhere.

A test that names `organisation` (or anybody of the cast) runs inside its scope.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django_scopes import scope, scopes_disabled
from pytest_django import DjangoDbBlocker

from backend.organisations.models import Membership, Organisation, Person, Unit
from backend.organisations.roles import Role

Join = Callable[..., Membership]


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    cache.clear()


@pytest.fixture(autouse=True)
def _quick_passwords(settings) -> None:
    """A hash that is slow on purpose would be most of the time of a test that signs in."""
    quick = "django.contrib.auth.hashers.MD5PasswordHasher"
    settings.PASSWORD_HASHERS = [quick, *settings.PASSWORD_HASHERS]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A process that a test killed may still have a session, which would hold the database."""
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def _organisation(slug: str, name: str) -> Organisation:
    return Organisation.objects.create(slug=slug, name=name, language="nl")


@pytest.fixture
def organisation(db: None) -> Iterator[Organisation]:
    """Waterbedrijf De Plas; the test runs in its scope."""
    found = _organisation("deplas", "Waterbedrijf De Plas")
    with scope(organisation=found):
        yield found


@pytest.fixture
def department(organisation: Organisation) -> Unit:
    return Unit.objects.create(organisation=organisation, name="Facturatie")


@pytest.fixture
def unit(organisation: Organisation, department: Unit) -> Unit:
    """The team that most of the cast works in."""
    return Unit.objects.create(organisation=organisation, parent=department, name="Meterstanden")


@pytest.fixture
def other_unit(organisation: Organisation) -> Unit:
    parent = Unit.objects.create(organisation=organisation, name="Netbeheer")
    return Unit.objects.create(organisation=organisation, parent=parent, name="Storing Zuid")


def member(organisation: Organisation, unit: Unit | None, name: str, *roles: Role) -> Membership:
    """Somebody with an account, active in an organisation."""
    first = name.split(" ", maxsplit=1)[0].lower()
    person = Person.objects.create_user(f"{first}@{organisation.slug}.example", name, None)
    person.language = "nl"
    person.save()
    return Membership.objects.create(
        organisation=organisation, person=person, unit=unit, roles=[*roles] or [Role.STAFF]
    )


@pytest.fixture
def samira(organisation: Organisation, unit: Unit) -> Membership:
    """Ambassador in Meterstanden."""
    return member(organisation, unit, "Samira Haddou", Role.AMBASSADOR)


@pytest.fixture
def joost(organisation: Organisation, other_unit: Unit) -> Membership:
    """Ambassador in another team."""
    return member(organisation, other_unit, "Joost Wever", Role.AMBASSADOR)


@pytest.fixture
def omar(organisation: Organisation, unit: Unit) -> Membership:
    """Colleague of Samira without any role."""
    return member(organisation, unit, "Omar Tahiri")


@pytest.fixture
def petra(organisation: Organisation, department: Unit) -> Membership:
    """Leadership."""
    return member(organisation, department, "Petra Vlam", Role.LEADERSHIP)


@pytest.fixture
def mieke(organisation: Organisation, department: Unit) -> Membership:
    """Programme manager."""
    return member(organisation, department, "Mieke Bos", Role.PROGRAMME_MANAGER)


@pytest.fixture
def anton(organisation: Organisation, department: Unit) -> Membership:
    """Administrator."""
    return member(organisation, department, "Anton Griffioen", Role.ADMINISTRATOR)


@pytest.fixture
def stranger(db: None) -> Membership:
    """An administrator and programme manager of another organisation."""
    with scopes_disabled():
        other = _organisation("verweg", "Gemeente Verweg")
        unit = Unit.objects.create(organisation=other, name="Burgerzaken")
        return member(
            other, unit, "Vera Vreemd", Role.ADMINISTRATOR, Role.PROGRAMME_MANAGER, Role.AMBASSADOR
        )


@pytest.fixture
def browse() -> Callable[[Membership | None], Client]:
    """`browse(samira)` is a browser in which Samira is signed in; `browse(None)` nobody."""

    def signed_in(membership: Membership | None) -> Client:
        client = Client(headers={"accept-language": "nl"})
        if membership is not None:
            client.force_login(
                membership.person, backend="django.contrib.auth.backends.ModelBackend"
            )
        return client

    return signed_in
