"""Of one colleague: what they are called, how they want to hear of things, what they have read."""

from __future__ import annotations

from typing import Any

from backend.accounts import services as accounts
from backend.inbox import services as inbox
from backend.messaging import services as messaging
from backend.organisations import services as organisations
from backend.successes import services as successes
from tests.acting import by
from tests.races.things.base import Cast, Thing, changed
from tests.successes.factories import finished


class AColleague(Thing):
    """Joost, in two windows at once, while an administrator changes things too."""

    def __init__(self, cast: Cast) -> None:
        super().__init__(cast)
        self.it = cast["joost"]

    def has_another_name(self) -> Any:
        return organisations.person_change(person=self.it.person, name="Joost Bakker")

    def has_another_language(self) -> Any:
        return organisations.person_change(person=self.it.person, language="en")

    def has_another_address(self) -> Any:
        new = f"joost.bakker@{self.it.organisation.slug}.example"
        return accounts.address_change(person=self.it.person, email=new)

    def has_a_name_put_right(self) -> Any:
        return self._do(
            organisations.membership_correct,
            "anton",
            membership=self.it,
            version=1,
            name="Joost B.",
        )

    def has_another_team(self) -> Any:
        return changed(self.c, "joost", unit=self.c["omar"].unit)

    def leaves(self) -> Any:
        return self._do(organisations.membership_end, "anton", membership=self.it)

    def wants_no_reminders(self) -> Any:
        return messaging.preference_change(act=by(self.it), reminders=False)

    def wants_no_mail_of_successes(self) -> Any:
        return messaging.preference_change(act=by(self.it), success_mail="none")

    def has_read_the_news(self) -> Any:
        return self._do(inbox.news_read, "joost")


class AReminder(Thing):
    """A success that was not told yet, and a page that was opened."""

    def __init__(self, cast: Cast) -> None:
        super().__init__(cast)
        self.it = finished(cast["samira"], members=[cast["samira"], cast["joost"]])
        self._do(successes.success_put_off, "joost", initiative=self.it)

    def is_put_off(self) -> Any:
        return self._do(successes.success_put_off, initiative=self.it)

    def is_put_off_no_more(self) -> Any:
        return self._do(successes.success_put_off_undo, initiative=self.it)

    def waits_again(self) -> Any:
        return self._do(successes.success_put_off_undo, "joost", initiative=self.it)

    def is_answered(self) -> Any:
        return self._do(successes.success_draft, initiative=self.it)

    def is_seen(self) -> Any:
        return inbox.seen(membership=self.c["samira"], page="initiative", subject_id=self.it.pk)
