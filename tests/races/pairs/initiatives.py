"""An initiative, its steps and its A-team."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from backend.initiatives import services as initiatives
from backend.initiatives.models import Initiative, Step
from backend.organisations import services as organisations
from tests.acting import by
from tests.initiatives.factories import log, start
from tests.races.pairs.base import Pair, Work, of
from tests.races.things.base import Cast
from tests.successes.factories import finished


def _planned(cast: Cast, initiative: Initiative) -> Step:
    return log(
        cast["samira"], initiative, planned_on=cast["samira"].organisation.today() + timedelta(1)
    )


def _running(c: Cast) -> tuple[Initiative, Step]:
    initiative = start(c["samira"])
    return initiative, log(c["samira"], initiative)


def _finishes(c: Cast, initiative: Initiative) -> Work:
    return of(c, "samira", initiatives.initiative_finish, initiative=initiative)


def _stops(c: Cast, initiative: Initiative) -> Work:
    return of(c, "samira", initiatives.initiative_stop, initiative=initiative, lesson="Geleerd")


def stop_and_a_step_is_planned(c: Cast) -> Pair:
    initiative, _step = _running(c)
    return _stops(c, initiative), partial(_planned, c, initiative)


def finish_and_a_step_moves_in(c: Cast) -> Pair:
    (initiative, _step), other = _running(c), start(c["samira"], title="Andere")
    step = log(c["samira"], other, text="Verhuist")
    return _finishes(c, initiative), of(
        c, "samira", initiatives.step_change, step=step, version=1, initiative=initiative
    )


def finish_and_its_only_step_goes(c: Cast) -> Pair:
    initiative, step = _running(c)
    return _finishes(c, initiative), of(c, "samira", initiatives.step_remove, step=step)


def resume_undo_and_a_step_is_logged(c: Cast) -> Pair:
    initiative = finished(c["samira"])
    initiatives.initiative_resume(act=by(c["samira"]), initiative=initiative)
    return of(c, "samira", initiatives.initiative_resume_undo, initiative=initiative), partial(
        log, c["samira"], initiative, text="Toch nog een"
    )


def two_steps_change_places(c: Cast) -> Pair:
    (one, first), other = _running(c), start(c["samira"], title="Andere")
    second = log(c["samira"], other, text="Terug")
    return of(c, "samira", initiatives.step_change, step=first, version=1, initiative=other), of(
        c, "samira", initiatives.step_change, step=second, version=1, initiative=one
    )


def the_last_two_leave_the_team(c: Cast) -> Pair:
    initiative = start(c["samira"], members=[c["samira"], c["joost"]])
    return tuple(
        of(c, who, initiatives.team_leave, initiative=initiative, membership=c[who])
        for who in ("samira", "joost")
    )  # type: ignore[return-value]


def one_joins_twice(c: Cast) -> Pair:
    initiative = start(c["samira"])
    return of(c, "joost", initiatives.team_join, initiative=initiative, membership=c["joost"]), of(
        c, "samira", initiatives.team_join, initiative=initiative, membership=c["joost"]
    )


def one_joins_and_leaves_the_organisation(c: Cast) -> Pair:
    initiative = start(c["samira"])
    return of(c, "samira", initiatives.team_join, initiative=initiative, membership=c["omar"]), of(
        c, "anton", organisations.membership_end, membership=c["omar"]
    )
