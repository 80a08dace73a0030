"""Words that stand before, behind or beside a name in lists and mail programmes, and are none."""

from __future__ import annotations

# What somebody is called by, before the name.
TITLES = frozenset(
    [
        "dr", "drs", "ir", "ing", "mr", "mw", "mevr", "mevrouw", "mej", "dhr", "dhr/mw", "prof",
        "ds", "bc", "mrs", "ms", "miss", "mister", "mme", "herr", "frau",
    ]
)  # fmt: skip
# What somebody has learned, behind it.
DEGREES = frozenset(
    [
        "msc", "bsc", "ma", "ba", "mba", "llm", "llb", "phd", "md", "ra", "rc", "rm", "mpa",
        "emba", "mphil", "med", "bed", "beng", "bba", "bict", "rn", "aa", "rb", "pmp", "re", "cia",
        "cisa", "cism", "cissp", "mcm", "mhrm",
    ]
)  # fmt: skip
# What is written behind a name, and is none: how to speak of somebody, whether they are in.
REMARKS = frozenset(
    [
        "hij", "hem", "zijn", "zij", "ze", "haar", "hen", "hun", "die", "diens", "dit", "he",
        "him", "his", "she", "her", "hers", "they", "them", "their", "theirs", "el", "ella",
        "il", "elle", "afwezig", "afwezigheid", "aanwezig", "absent", "away", "out", "office",
        "extern", "externe", "externen", "external", "guest", "gast", "inhuur", "ingehuurd",
        "inhuurkracht", "zzp", "contractor", "detachering", "gedetacheerd", "stagiair",
        "stagiaire", "trainee", "vakantie", "verlof", "met", "op", "ouderschapsverlof",
        "zwangerschapsverlof", "ziek", "uit", "dienst", "werk", "work", "thuis", "home", "prive",
        "private", "zakelijk", "business", "vervanger", "vervangend", "waarnemend", "wnd",
        "interim", "ad", "tijdelijk", "nieuw", "parttime",
    ]
)  # fmt: skip
# Since or until when somebody is away; by itself it is no remark, as people are called May and Mei.
MOMENTS = frozenset(
    [
        "t", "m", "tm", "tot", "en", "vanaf", "sinds", "van", "until", "from", "since", "januari",
        "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober",
        "november", "december", "january", "february", "march", "may", "june", "july", "august",
        "october", "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "monday", "tuesday",
        "wednesday", "thursday", "friday",
    ]
)  # fmt: skip
# Of the remarks, what people are called: it says how to speak of nobody when it stands there with a capital.
ALSO_CALLED = frozenset(
    [
        "Ad", "Elle", "Ella",
    ]
)  # fmt: skip
# A mailbox of several people: its short words are no names.
SHARED = frozenset(
    [
        "servicedesk", "helpdesk", "balie", "loket", "team", "afdeling", "postbus",
        "secretariaat", "receptie", "info", "infobalie", "klantenservice", "meldkamer", "bureau",
        "functioneel", "applicatiebeheer", "beheer", "projectgroep", "werkgroep", "stuurgroep",
        "department", "unit", "desk", "service", "mailbox", "postvak", "klantcontactcentrum",
        "frontoffice", "backoffice", "klantcontact", "contactcentrum", "contactcenter", "kcc",
        "meldpunt", "burgerzaken", "vergaderzaal", "redactie", "griffie",
    ]
)  # fmt: skip
# Whom somebody works for: what is called so is no person.
BODIES = frozenset(
    [
        "gemeente", "provincie", "waterschap", "hoogheemraadschap", "ministerie",
        "veiligheidsregio", "omgevingsdienst", "rijkswaterstaat", "dienst", "stichting",
        "cluster", "domein", "sector", "directie", "organisatie", "bv", "nv", "municipality",
        "city", "province",
    ]
)  # fmt: skip
# What somebody is for their work: behind initials, no first name.
POSTS = frozenset(
    [
        "directeur", "manager", "teamleider", "afdelingshoofd", "adviseur", "beleidsadviseur",
        "beleidsmedewerker", "medewerker", "secretaris", "secretaresse", "voorzitter",
        "wethouder", "burgemeester", "griffier", "coordinator", "projectleider",
        "projectmanager", "jurist", "architect", "consultant", "director", "advisor",
        "assistent", "controller",
    ]
)  # fmt: skip
