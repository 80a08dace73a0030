"""Persons: one account and one address each, whatever organisations they are in."""

from __future__ import annotations

from uuid import uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from backend.text import addresses, names, sorting
from backend.writing.columns import Sorted, SortKeyField, fit

LANGUAGES = [("nl", "Nederlands"), ("en", "English")]


def no_name_yet() -> str:
    """What stands for the name of who was invited by an address alone."""
    return gettext("(name to follow)")


class PersonManager(BaseUserManager["Person"]):
    """People are found by their e-mail address, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(email__iexact=username)

    def create_user(self, email: str, name: str, password: str | None = None) -> Person:
        """A person who can sign in; without a password only by code.

        Raises `backend.text.problems.Refused` for what is no address.
        """
        person = Person(email=addresses.address(email), name=name)
        person.set_password(password)
        person.save()
        return person


class Person(Sorted, AbstractBaseUser):
    """Somebody with an account. Global: one person may belong to several organisations.

    The name may be empty: a pasted address tells none, and they are asked on their first visit.
    """

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    email = models.EmailField(_("e-mail address"), max_length=254)
    name = models.CharField(_("name"), max_length=120, blank=True)
    sort_key = SortKeyField(of="name", made=sorting.person_key)
    language = models.CharField(max_length=2, choices=LANGUAGES, blank=True)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = PersonManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="person_email_unique"),
            fit("email", "name", name="person"),
        ]

    def __str__(self) -> str:
        return self.shown_name

    @property
    def first_name(self) -> str:
        """The name to greet by; empty where none is known."""
        return names.greeting(self.name)

    @property
    def shown_name(self) -> str:
        """How this person is called on pages, also while nobody knows."""
        return self.name or no_name_yet()
