"""What a small step could be in somebody's own kind of work, told by what their team is called.

For who sees the product for the first time: three examples, one of each kind of step, in words that
are used where they work. Nothing is kept of it, and where no name tells, the examples are anybody's.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from backend.text import sorting


class Work(NamedTuple):
    """A kind of work: the words that tell it, and an example of each kind of step.

    A word that begins with `=` must stand by itself; any other may be a part (Dutch joins words).
    """

    words: str
    listened: Any
    tried: Any
    changed: Any


class Example(NamedTuple):
    """One step as it could be: its kind, and what somebody might write."""

    kind: str
    text: Any


def examples(places: Iterable[str]) -> list[Example]:
    """Three steps for who works there. `places` are names, the nearest first: team, department."""
    found = next((work for name in places if (work := _told_by(name))), ANYBODYS)
    return [Example(kind, getattr(found, kind)) for kind in ("listened", "tried", "changed")]


def _told_by(name: str) -> Work | None:
    plain = sorting.folded(name)
    return next((work for work in KINDS if any(_holds(plain, w) for w in _split(work))), None)


def _split(work: Work) -> list[str]:
    return [word.strip() for word in work.words.split(",")]


def _holds(plain: str, word: str) -> bool:
    whole = word.removeprefix("=")
    return f" {whole} " in f" {plain} " if word.startswith("=") else word in plain


ANYBODYS = Work(
    "",
    _("Called a customer who had asked us something, and asked: what was hard about it?"),
    _("Read our most-sent letter aloud to somebody who had never seen it."),
    _("Took out the sentence that everybody calls about."),
)

KINDS = (
    Work(
        "vergunning, omgevingsloket, =permit, =permits, licens",
        _("Called somebody who applied for a dormer, and asked which question they got stuck on."),
        _("Filled in the application together with a neighbour, on their phone."),
        _("The confirmation now says in one sentence when they will hear from us."),
    ),
    Work(
        "klantcontact, klantenservice, publiek, burgerzaken, telefonie, balie, webcare, =kcc, =kcs,"
        " receptie, loket, servicepunt, front office, frontoffice, customer contact,"
        " customer service, contact centre, =desk, reception",
        _("Listened in for an hour, and noted which question came up most."),
        _("Asked three people at the desk to say what they had come for, before I said anything."),
        _("We now call back at the time that the caller chooses."),
    ),
    Work(
        "jeugd, gezin, =wmo, zorg, wijkteam, welzijn, gezondheid, =ggd, =youth, =family, =families,"
        " =care, =health, wellbeing",
        _("Asked a parent to tell their story, without opening the form."),
        _("Made the plan at the kitchen table, in their own words."),
        _("A family now has one person to call, with a name and a number."),
    ),
    Work(
        "inkomen, uitkering, bijstand, participatie, schuld, =werk, werkplein, =sociaal, sociale,"
        " =income, benefit, =debt, =debts, =social, employment",
        _("Sat beside somebody while they filled in the application, and said nothing."),
        _("Called before the letter went out. It turned out not to be needed."),
        _("We no longer ask for papers that we already have."),
    ),
    Work(
        "belasting, heffing, invordering, incasso, factur, inning, =tax, =taxes, =woz, billing,"
        " invoic, financi, debiteur, meterstand, =finance",
        _("Asked somebody to explain their bill to me. We got stuck at the second line."),
        _("Called ten people before sending the reminder. Seven paid at once."),
        _("The bill now begins with what to pay, and by when."),
    ),
    Work(
        "openbare ruimte, groen, riool, riolering, =wegen, afval, reiniging, buitendienst, stadsbeheer,"
        " wijkbeheer, wijkonderhoud, begraaf, public space, =parks, =waste, =roads, =streets",
        _("Walked round the block with somebody who had reported a loose paving stone."),
        _("Sent a photo of the repair to whoever had reported it."),
        _(
            "Before we start digging, the street now gets a card with the first name of the foreman."
        ),
    ),
    Work(
        "storing, netbeheer, leiding, =water, drinkwater, watersysteem, waterkwaliteit, zuivering,"
        " energie, aansluiting, =outages, =network, =mains, =supply",
        _("Called a customer after the repair: what would you have liked to know sooner?"),
        _("Texted one street, an hour ahead, that the water would be off."),
        _("The mechanic now calls a quarter of an hour before arriving."),
    ),
    Work(
        "toezicht, handhaving, inspecti, milieu, =boa, veiligheid, omgevingsdienst, enforcement,"
        " inspection, =environment, =safety",
        _("Asked a business owner after the inspection what they had taken from it."),
        _("Talked the report through on the spot, before writing it down."),
        _("Our letter now says first what is right, and then what has to change."),
    ),
    Work(
        "verkeer, mobiliteit, vervoer, parkeer, bereikbaarheid, =traffic, =mobility, =parking,"
        " =transport",
        _("Stood at the crossing at half past eight, and asked three parents what they saw."),
        _("Put out the diversion signs together with somebody who cycles there every day."),
        _("A parking permit for a carer is now arranged in one call."),
    ),
    Work(
        "wonen, woning, =bouw, =bouwen, ruimtelijk, stedenbouw, gebiedsontwikkeling, =omgeving,"
        " huisvesting, =housing, spatial, town planning, =building",
        _("Had coffee with a neighbour of the building site, and mostly listened."),
        _("Drew the plan in the street with chalk, and asked who walked past what they thought."),
        _("The invitation to the residents’ evening now says what is still open to change."),
    ),
    Work(
        "digita, portaal, =ict, =it, informati, website, webteam, =data, applicat, automatisering,"
        " =portal, software, technology",
        _("Sat beside somebody who was signing in for the first time."),
        _("Showed the new page to five people at the bus stop."),
        _("One field fewer in the form: nobody missed it."),
    ),
    Work(
        "juridi, bezwa, klacht, griffie, bestuur, kabinet, =raad, rechts, =legal, =council,"
        " objections, complaints",
        _("Called somebody who objected, and asked what they really wanted to achieve."),
        _("Let a resident read the decision, and tell me what it said."),
        _("We now call everybody who objects within a week."),
    ),
    Work(
        "ondernem, econom, bedrijven, subsidi, inkoop, aanbested, toerisme, =business, =grants,"
        " procurement, relatie, partners",
        _("Visited a shop, and asked how often they had had to call us this year."),
        _("Read the terms of the grant aloud with somebody who wants to apply."),
        _("Whoever applies now hears the same day who handles it."),
    ),
    Work(
        "onderwijs, leerplicht, leerling, cultuur, =sport, bibliotheek, =museum, =school, =scholen,"
        " evenement, education, =culture, library, =events",
        _("Asked three pupils what the letter to their parents was about."),
        _("Planned the event together with two people who live beside the field."),
        _("A club now arranges everything with us in one conversation."),
    ),
    Work(
        "communicati, personeel, =hr, =hrm, =p o, facilitair, bedrijfsvoering, administratie,"
        " secretariaat, archief, communication, human resources, =facilities",
        _("Asked a colleague at the desk which of our texts they always have to explain."),
        _("Had a resident choose between two headlines."),
        _("The intranet now opens with what a customer said this week."),
    ),
)
