"""Words beside which a title, a role or a number says nothing of anybody."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# What stands with a capital behind a title and is no name: it begins a sentence, or is an office.
NO_NAME = _words(
    """
    aan achter als bij daar dan dat de deze die dit door een en er had heb hebben heeft het
    hier hij hoe ik in is kan komt kon kwam maar maken met mijn moet mocht na naar niet nog
    nu of om omdat ons onze ook op over samen sinds te tijdens toch toen tot uit van vandaag
    vanuit veel verder via volgens voor vraagt vroeg wat we wel wie wij wil wilde ze zegt
    zei zij zijn zonder zou zo daarna daarom dus eerst gisteren morgen intussen later
    misschien soms straks vervolgens
    a about after an and at because but by for from had has have he her his how i if it my
    not of on or our said says she so than that the their then there they this to was we
    were what when where which who why with you your
    balie loket receptie wethouder burgemeester directeur manager raad college president
    voorzitter minister
    """
)
# What is said to somebody behind their title: a name may hold these words, and begins with none.
SAID = _words(
    """
    ja jawel nee neen dank dankjewel dankuwel bedankt hallo hoi goedemorgen goedemiddag
    goedenavond goedendag sorry oké ok prima klopt inderdaad natuurlijk helaas graag
    alstublieft u uw jij je jullie kunt kunnen mag wilt weet hebt bent waarom wanneer welke
    hoeveel geen alles yes no thanks thank hello hi please okay sure could would is
    """
)
# What stands with a capital behind a role and is a thing.
THINGS = _words(
    """
    gemeente afdeling team dienst wijk centrum service desk centre center hart zorg contact
    reis waarde journey experience first central centraal kant tevredenheid vriendelijk
    panel raad platform portaal portal maandag dinsdag woensdag donderdag vrijdag zaterdag
    zondag januari februari maart april mei juni juli augustus september oktober november
    december whatsapp digid teams facebook google excel
    ondersteuning tevredenheids tevredenheidsonderzoek onderzoek mening peiling beleving
    beeld profiel relatie relaties gericht gerichtheid signaal signalen vraag vragen dossier
    volgsysteem straat avond advies adviesraad contactcentrum klacht
    support care effort satisfaction success insight insights feedback survey services
    science council safety engagement involvement facing side
    outcome outcomes record records parking association story stories
    """
)
# Two small letters behind four digits that are no postcode: a unit, a word.
UNITS = _words(
    """
    jr km kg st en in is of op te mb kb gb kw we er ze om al zo ik ml cl dl mg gr cm mm dm
    hl ha kv hz ms ct de je nu na uw af at as an by if or
    """
)
# Two capitals behind a year that are no postcode.
SHORT = _words("ai it hr eu nl be us uk un pc tv vr ar pr qr")
# Behind these, four digits are a year.
MOMENTS = _words(
    """
    in sinds vanaf tot tot/met t/m eind begin medio half per jaar jaren najaar voorjaar
    zomer winter herfst lente kwartaal halfjaar van voor na uit om over en of tussen januari
    februari maart april mei juni juli augustus september oktober november december since
    until from by before after during year summer spring autumn early late mid january
    february march may june july october
    """
)
# What is called after its maker, MS.
PRODUCTS = frozenset(
    [
        "teams", "word", "excel", "office", "outlook", "access", "forms", "project", "visio", "power",
        "powerpoint", "dynamics", "sharepoint", "azure", "planner", "lists", "onenote", "windows",
        "edge", "sql", "copilot", "exchange", "intune", "viva", "loop", "authenticator", "bookings",
    ]
)  # fmt: skip
