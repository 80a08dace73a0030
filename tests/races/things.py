"""What several people may have in hand at once, each with everything that is done to it.

A thing is made anew for each try; its public methods are what somebody does, and any two of them (or
one of them twice) are one try.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import combinations_with_replacement
from typing import Any

from backend.events.kinds import Kind
from backend.events.models import Event
from backend.initiatives import services as initiatives
from backend.listening import services as listening
from backend.organisations import services as organisations
from backend.organisations.models import Membership, MembershipState
from backend.organisations.roles import Role
from backend.successes import services as successes
from tests.initiatives.factories import log, start
from tests.successes.factories import announced, drafted, told

Cast = dict[str, Membership]


def _last(kind: Kind) -> Event:
    return Event.objects.filter(kind=kind).latest("id")


class Thing:
    """What is done to it, by name; the cast does it."""

    def __init__(self, cast: Cast) -> None:
        self.c = cast

    @classmethod
    def deeds(cls) -> list[str]:
        known = {*vars(Thing)}
        return [name for name in dir(cls) if not name.startswith("_") and name not in known]

    @classmethod
    def pairs(cls) -> list[tuple[str, str]]:
        return list(combinations_with_replacement(cls.deeds(), 2))

    def _do(self, service: Any, who: str = "samira", **given: Any) -> Any:
        return service(actor=self.c[who], **given)


class _Initiative(Thing):
    """It runs, with a step; Samira and Joost are its A-team."""

    def __init__(self, cast: Cast) -> None:
        super().__init__(cast)
        self.it = start(cast["samira"], members=[cast["samira"], cast["joost"]], title="Eerst")
        self.step = log(cast["samira"], self.it, words_text="Fijn.", consent="organisation")

    def finishes(self) -> Any:
        return self._do(initiatives.initiative_finish, initiative=self.it)

    def stops(self) -> Any:
        return self._do(initiatives.initiative_stop, initiative=self.it, lesson="Geleerd")


class AnInitiativeWithSteps(_Initiative):
    def __init__(self, cast: Cast) -> None:
        super().__init__(cast)
        samira = cast["samira"]
        self.other = start(samira, title="Andere")
        self.step = self._do(initiatives.step_change, step=self.step, version=1, text="Gevraagd")
        self.change = _last(Kind.STEP_CHANGED)
        self.planned = log(samira, self.it, planned_on=samira.organisation.today() + timedelta(1))
        self.gone = log(samira, self.it, text="Weg")
        self._do(initiatives.step_remove, step=self.gone)

    def gets_a_step(self) -> Any:
        return log(self.c["joost"], self.it, text="Nog een")

    def has_its_plan_done(self) -> Any:
        return self._do(initiatives.step_do, step=self.planned)

    def has_a_step_changed(self) -> Any:
        return self._do(initiatives.step_change, step=self.step, version=2, text="Anders")

    def has_a_step_moved(self) -> Any:
        return self._do(initiatives.step_change, step=self.step, version=2, initiative=self.other)

    def has_a_change_put_back(self) -> Any:
        return self._do(initiatives.step_change_undo, event=self.change)

    def loses_a_step(self) -> Any:
        return self._do(initiatives.step_remove, step=self.step)

    def has_a_step_back(self) -> Any:
        return self._do(initiatives.step_restore, step=self.gone)


class AnATeam(_Initiative):
    """Samira is stuck."""

    def __init__(self, cast: Cast) -> None:
        super().__init__(cast)
        self.stuck = self._do(
            initiatives.check_in, initiative=self.it, answer="stuck", sentence="Vast"
        )

    def is_asked_after(self) -> Any:
        return self._do(initiatives.check_in, "joost", initiative=self.it, answer="going_well")

    def is_stuck_no_more(self) -> Any:
        return self._do(initiatives.check_in_undo, check_in=self.stuck)

    def is_helped(self) -> Any:
        return self._do(initiatives.help_offer, "joost", check_in=self.stuck)

    def is_helped_no_more(self) -> Any:
        return self._do(initiatives.help_withdraw, "joost", check_in=self.stuck)

    def is_joined(self) -> Any:
        return self._do(initiatives.team_join, initiative=self.it, membership=self.c["omar"])

    def is_left(self) -> Any:
        return self._do(
            initiatives.team_leave, "joost", initiative=self.it, membership=self.c["joost"]
        )

    def is_left_by_who_began(self) -> Any:
        return self._do(initiatives.team_leave, initiative=self.it, membership=self.c["samira"])


class WhatIsWrittenOfAnInitiative(_Initiative):
    """Its name, and words of customers that it rests on."""

    def __init__(self, cast: Cast) -> None:
        super().__init__(cast)
        self.it = self._do(
            initiatives.initiative_change, initiative=self.it, version=1, title="Meterstand"
        )
        self.change = _last(Kind.INITIATIVE_CHANGED)
        self.words = self._do(
            listening.words_note, text="Snel.", unit=cast["samira"].unit, consent="organisation"
        )
        self.linked = self._do(
            listening.words_note, text="Fijn.", unit=cast["samira"].unit, consent="organisation"
        )
        self._do(initiatives.initiative_words_add, initiative=self.it, words=self.linked)

    def is_renamed(self) -> Any:
        return self._do(
            initiatives.initiative_change, initiative=self.it, version=2, title="Anders"
        )

    def gets_its_old_name(self) -> Any:
        return self._do(initiatives.initiative_change_undo, event=self.change)

    def gets_words(self) -> Any:
        return self._do(initiatives.initiative_words_add, initiative=self.it, words=self.words)

    def loses_words(self) -> Any:
        return self._do(initiatives.initiative_words_remove, initiative=self.it, words=self.linked)

    def has_words_taken_back(self) -> Any:
        return self._do(listening.words_withdraw, words=self.words)

    def has_words_of_a_step_taken_back(self) -> Any:
        return self._do(listening.words_withdraw, words=self.step.words)

    def loses_a_step(self) -> Any:
        return self._do(initiatives.step_remove, step=self.step)


class AStory(Thing):
    """A finished initiative whose success is written, not told."""

    def __init__(self, cast: Cast) -> None:
        super().__init__(cast)
        first = drafted(cast["samira"])
        self.it = self._do(successes.success_change, success=first, version=1, title="Een foto")
        self.change = _last(Kind.SUCCESS_CHANGED)
        self.initiative = self.it.initiative
        self.golden = self.initiative.steps.order_by("done_on").last()
        self.words = self.it.words

    def is_told(self) -> Any:
        return self._do(successes.success_tell, success=self.it)

    def is_written_anew(self) -> Any:
        return self._do(
            successes.success_save, initiative=self.initiative, version=2, story="Zo ging het."
        )

    def is_renamed(self) -> Any:
        return self._do(successes.success_change, success=self.it, version=2, title="Anders")

    def gets_its_old_name(self) -> Any:
        return self._do(successes.success_change_undo, event=self.change)

    def loses_its_words(self) -> Any:
        return self._do(successes.success_change, success=self.it, version=2, words=None)

    def has_its_words_taken_back(self) -> Any:
        return self._do(listening.words_withdraw, words=self.words)

    def has_words_kept_in_the_team(self) -> Any:
        return self._do(listening.words_consent_change, words=self.words, consent="a_team")

    def goes_on(self) -> Any:
        return self._do(initiatives.initiative_resume, initiative=self.initiative)

    def loses_its_last_step(self) -> Any:
        return self._do(initiatives.step_remove, step=self.golden)

    def has_its_last_step_changed(self) -> Any:
        return self._do(initiatives.step_change, step=self.golden, version=1, text="Anders")


class ASuccess(Thing):
    """A told success; a colleague has clapped."""

    def __init__(self, cast: Cast) -> None:
        super().__init__(cast)
        self.it = told(cast["samira"])
        self._do(successes.applaud, "petra", success=self.it)
        self.golden = self.it.initiative.steps.order_by("done_on").last()

    def is_untold(self) -> Any:
        return self._do(successes.success_untell, success=self.it)

    def is_announced(self) -> Any:
        return announced(self.c["samira"], self.it)

    def is_applauded(self) -> Any:
        return self._do(successes.applaud, "omar", success=self.it, sentence="Knap!")

    def is_applauded_no_more(self) -> Any:
        return self._do(successes.applause_withdraw, "petra", success=self.it)

    def is_renamed(self) -> Any:
        return self._do(
            successes.success_change, success=self.it, version=self.it.version, title="Anders"
        )

    def goes_on(self) -> Any:
        return self._do(initiatives.initiative_resume, initiative=self.it.initiative)

    def loses_its_golden_step(self) -> Any:
        return self._do(initiatives.step_remove, step=self.golden)

    def has_its_words_taken_back(self) -> Any:
        return self._do(listening.words_withdraw, words=self.it.words)


class AnAnnouncement(Thing):
    """A success that is on its way."""

    def __init__(self, cast: Cast) -> None:
        super().__init__(cast)
        self.it = announced(cast["samira"])

    def is_called_back(self) -> Any:
        return self._do(successes.announcement_call_back, announcement=self.it)

    def is_announced_again(self) -> Any:
        return announced(self.c["samira"], self.it.success)

    def is_untold(self) -> Any:
        return self._do(successes.success_untell, success=self.it.success)


def _changed(cast: Cast, who: str, **changes: Any) -> Any:
    member = cast[who]
    asked = {"unit": member.unit, "roles": member.roles, "version": 1, **changes}
    return organisations.membership_change(actor=cast["anton"], membership=member, **asked)


class ATree(Thing):
    """A department without people, with one team; somebody left it."""

    def __init__(self, cast: Cast) -> None:
        super().__init__(cast)
        self.it = cast["mieke"].organisation
        self.one = self._do(organisations.unit_add, "mieke", name="Leeg")
        self.team = self._do(organisations.unit_add, "mieke", name="Ploeg", parent=self.one)
        self.ended = self._do(organisations.unit_add, "mieke", name="Voorbij", parent=self.one)
        self._do(organisations.unit_end, "mieke", unit=self.ended)
        left = {"state": MembershipState.LEFT, "unit": self.team}
        Membership.objects.filter(pk=cast["omar"].pk).update(**left)

    def loses_a_department(self) -> Any:
        return self._do(organisations.unit_end, "mieke", unit=self.one)

    def loses_a_team(self) -> Any:
        return self._do(organisations.unit_end, "mieke", unit=self.team)

    def has_a_team_back(self) -> Any:
        return self._do(organisations.unit_return, "mieke", unit=self.ended)

    def has_a_team_moved_up(self) -> Any:
        return self._do(
            organisations.unit_change, "mieke", unit=self.team, name="Ploeg", parent=None
        )

    def has_a_department_moved_down(self) -> Any:
        return self._do(
            organisations.unit_change, "mieke", unit=self.one, name="Leeg", parent=self.team
        )

    def gets_a_team(self) -> Any:
        return self._do(organisations.unit_add, "mieke", name="Nieuw", parent=self.team)

    def has_somebody_moved(self) -> Any:
        return _changed(self.c, "joost", unit=self.team)

    def has_somebody_back(self) -> Any:
        return self._do(organisations.membership_return, "anton", membership=self.c["omar"])

    def invites(self) -> Any:
        return self._do(
            organisations.membership_invite, "mieke",
            email=f"nina@{self.it.slug}.example", name="Nina", unit=self.team,
        )  # fmt: skip

    def starts_in_a_team(self) -> Any:
        return start(self.c["samira"], unit=self.team)


class ItsPeople(Thing):
    """Two administrators, and somebody who is invited."""

    def __init__(self, cast: Cast) -> None:
        super().__init__(cast)
        self.invited = self._do(
            organisations.membership_invite, "mieke",
            email=f"lotte@{cast['mieke'].organisation.slug}.example", name="Lotte",
            unit=cast["samira"].unit,
        )  # fmt: skip
        Membership.objects.filter(pk=cast["petra"].pk).update(roles=[Role.ADMINISTRATOR])
        self.petra = Membership.objects.get(pk=cast["petra"].pk)

    def has_a_role_given(self) -> Any:
        return _changed(self.c, "joost", roles=[Role.LEADERSHIP])

    def has_an_administrator_less(self) -> Any:
        return _changed(self.c, "anton", roles=[Role.STAFF])

    def loses_an_administrator(self) -> Any:
        return self._do(organisations.membership_end, "anton", membership=self.petra)

    def loses_the_other_administrator(self) -> Any:
        return self._do(organisations.membership_end, "petra", membership=self.c["anton"])

    def has_an_invitation_accepted(self) -> Any:
        return organisations.membership_accept(membership=self.invited)

    def has_an_invitation_ended(self) -> Any:
        return self._do(organisations.membership_end, "anton", membership=self.invited)

    def has_a_name_put_right(self) -> Any:
        return self._do(
            organisations.membership_correct, "anton",
            membership=self.invited, version=1, name="Lotte Vos",
        )  # fmt: skip

    def loses_who_got_a_role(self) -> Any:
        return self._do(organisations.membership_end, "anton", membership=self.c["joost"])


class ItsLists(Thing):
    def __init__(self, cast: Cast) -> None:
        super().__init__(cast)
        self.service = self._do(organisations.process_add, "mieke", name="Verhuizen")
        self.ended = self._do(organisations.process_add, "mieke", name="Voorbij")
        self._do(organisations.process_end, "mieke", process=self.ended)

    def is_chosen_from(self) -> Any:
        return start(self.c["samira"], process=self.service)

    def loses_a_service(self) -> Any:
        return self._do(organisations.process_end, "mieke", process=self.service)

    def has_a_service_renamed(self) -> Any:
        return self._do(
            organisations.process_change, "mieke", process=self.service, name="Parkeren"
        )

    def gets_a_service(self) -> Any:
        return self._do(organisations.process_add, "mieke", name="Parkeren")

    def has_a_service_back(self) -> Any:
        return self._do(organisations.process_return, "mieke", process=self.ended)


THINGS: list[type[Thing]] = [
    *(AnInitiativeWithSteps, AnATeam, WhatIsWrittenOfAnInitiative),
    *(AStory, ASuccess, AnAnnouncement, ATree, ItsPeople, ItsLists),
]
PAIRS = [(thing, *pair) for thing in THINGS for pair in thing.pairs()]
