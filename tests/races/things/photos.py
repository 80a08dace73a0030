"""Of a photo: where it is shown, what it is said to show, and when it goes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from backend.initiatives import services as initiatives
from backend.initiatives.events import StepChanged
from backend.photos import services as photos
from backend.photos.models import Photo
from backend.successes import services as successes
from tests.initiatives.factories import log, start
from tests.photos.factories import picture
from tests.races.things.base import Cast, Thing, last
from tests.successes.factories import drafted


class APhoto(Thing):
    """One is shown by a step; another by nothing, for two days already."""

    def __init__(self, cast: Cast) -> None:
        super().__init__(cast)
        self.shown, self.unused = (
            self._do(photos.photo_store, file=picture(), alt=alt, drawn=True)
            for alt in ("Een meterkast", "Een balie")
        )
        self.story = drafted(cast["samira"])
        self.step = log(cast["samira"], start(cast["samira"]), photo=self.shown)
        golden = self.story.initiative.steps.latest("done_on")
        for version, photo in enumerate((self.shown, None), start=golden.version):
            golden = self._do(initiatives.step_change, step=golden, version=version, photo=photo)
        self.taken_off = last(StepChanged.KIND)
        Photo.objects.filter(pk=self.unused.pk).update(
            unused_since=timezone.now() - timedelta(days=2)
        )

    def is_described(self) -> Any:
        return self._do(
            photos.photo_describe, photo=self.shown, alt="Een open kast", seen="Een meterkast"
        )

    def is_described_otherwise(self) -> Any:
        return self._do(
            photos.photo_describe, "joost", photo=self.shown, alt="Een kast", seen="Een meterkast"
        )

    def is_taken_off(self) -> Any:
        return self._do(initiatives.step_change, step=self.step, version=1, photo=None)

    def is_replaced(self) -> Any:
        return self._do(initiatives.step_change, step=self.step, version=1, photo=self.unused)

    def is_shown_in_a_story(self) -> Any:
        version = self.story.version
        return self._do(
            successes.success_change, success=self.story, version=version, photo=self.unused
        )

    def is_told_of_anew(self) -> Any:
        """As the form of a story does: the story, and then what its photo shows."""
        with transaction.atomic():
            self._do(
                successes.success_change,
                success=self.story,
                version=self.story.version,
                story="Zo.",
            )
            return self.is_described()

    def is_put_back_on_its_step(self) -> Any:
        return self._do(initiatives.step_change_undo, event=self.taken_off)

    def goes_when_nothing_shows_it(self) -> Any:
        return photos.photos_discard_unused()
