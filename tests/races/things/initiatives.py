"""Of an initiative: its steps, its A-team, its names and the words that it rests on."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from backend.initiatives import services as initiatives
from backend.initiatives.events import InitiativeChanged, StepChanged
from backend.listening import services as listening
from tests.initiatives.factories import log, start
from tests.races.things.base import Cast, Thing, last


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
        self.change = last(StepChanged.KIND)
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
        self.change = last(InitiativeChanged.KIND)
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


class AnInitiativeThatGoesOn(_Initiative):
    """It was finished, and somebody resumed it."""

    def __init__(self, cast: Cast) -> None:
        super().__init__(cast)
        self.finishes()
        self._do(initiatives.initiative_resume, initiative=self.it)

    def is_finished_as_it_was(self) -> Any:
        return self._do(initiatives.initiative_resume_undo, initiative=self.it)

    def is_resumed_once_more(self) -> Any:
        return self._do(initiatives.initiative_resume, "joost", initiative=self.it)

    def gets_a_step(self) -> Any:
        return log(self.c["joost"], self.it, text="Nog een")

    def loses_its_step(self) -> Any:
        return self._do(initiatives.step_remove, step=self.step)


class WordsOfACustomer(_Initiative):
    """Noted, and linked to nothing yet; others were taken back."""

    def __init__(self, cast: Cast) -> None:
        super().__init__(cast)
        self.words, self.gone = (
            self._do(
                listening.words_note, text=text, unit=cast["samira"].unit, consent="organisation"
            )
            for text in ("Snel.", "Traag.")
        )
        self._do(listening.words_withdraw, words=self.gone)

    def are_taken_back(self) -> Any:
        return self._do(listening.words_withdraw, words=self.words)

    def are_put_back(self) -> Any:
        return self._do(listening.words_restore, words=self.gone)

    def are_taken_back_before(self) -> Any:
        return self._do(listening.words_withdraw, words=self.gone)

    def are_kept_in_the_team(self) -> Any:
        return self._do(listening.words_consent_change, words=self.words, consent="a_team")

    def may_be_read_by_all(self) -> Any:
        return self._do(listening.words_consent_change, words=self.words, consent="public")

    def are_linked(self) -> Any:
        return self._do(initiatives.initiative_words_add, initiative=self.it, words=self.words)

    def that_were_taken_back_are_linked(self) -> Any:
        return self._do(initiatives.initiative_words_add, initiative=self.it, words=self.gone)

    def begin_an_initiative(self) -> Any:
        return start(self.c["samira"], words=self.words)
