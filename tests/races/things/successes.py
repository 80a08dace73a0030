"""Of a success: its story, its telling, and how it is announced."""

from __future__ import annotations

from typing import Any

from backend.initiatives import services as initiatives
from backend.listening import services as listening
from backend.successes import services as successes
from backend.successes.events import SuccessChanged
from tests.races.things.base import Cast, Thing, last
from tests.successes.factories import announced, drafted, told


class AStory(Thing):
    """A finished initiative whose success is written, not told."""

    def __init__(self, cast: Cast) -> None:
        super().__init__(cast)
        first = drafted(cast["samira"])
        self.it = self._do(successes.success_change, success=first, version=1, title="Een foto")
        self.change = last(SuccessChanged.KIND)
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


class ASuccessTakenBack(Thing):
    """It was told and announced, and then taken back."""

    def __init__(self, cast: Cast) -> None:
        super().__init__(cast)
        self.it = told(cast["samira"])
        announced(cast["samira"], self.it)
        self.it = self._do(successes.success_untell, success=self.it)

    def is_told_as_it_was(self) -> Any:
        return self._do(successes.success_untell_undo, success=self.it)

    def is_told_anew(self) -> Any:
        return self._do(successes.success_tell, "mieke", success=self.it)

    def is_taken_back_once_more(self) -> Any:
        return self._do(successes.success_untell, success=self.it)

    def is_renamed(self) -> Any:
        version = self.it.version
        return self._do(successes.success_change, success=self.it, version=version, title="Anders")

    def goes_on(self) -> Any:
        return self._do(initiatives.initiative_resume, initiative=self.it.initiative)
