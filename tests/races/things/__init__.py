"""What several people may have in hand at once, each with everything that is done to it.

Any two of the things that are done to it (or one of them twice) are one try.
"""

from __future__ import annotations

from tests.races.things import initiatives, mail, organisations, persons, photos, successes
from tests.races.things.base import Thing

THINGS: list[type[Thing]] = [
    initiatives.AnInitiativeWithSteps,
    initiatives.AnATeam,
    initiatives.WhatIsWrittenOfAnInitiative,
    initiatives.AnInitiativeThatGoesOn,
    initiatives.WordsOfACustomer,
    successes.AStory,
    successes.ASuccess,
    successes.ASuccessTakenBack,
    successes.AnAnnouncement,
    organisations.ATree,
    organisations.ItsPeople,
    organisations.ItsLists,
    organisations.ItsGroups,
    organisations.ItsSettings,
    persons.AColleague,
    persons.AReminder,
    mail.ItsMail,
    mail.MailOnHold,
    photos.APhoto,
]
PAIRS = [(thing, *pair) for thing in THINGS for pair in thing.pairs()]
