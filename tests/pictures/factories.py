"""Crossings to draw, with the words of a Dutch reader."""

from __future__ import annotations

from datetime import date, timedelta

from backend.pictures.crossing import (
    Bank,
    CrossingData,
    CrossingTexts,
    CrossingWeek,
    Plural,
    SuccessStone,
)

MONTHS = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
]

TEXTS = CrossingTexts(
    title="De oversteek",
    months=tuple(MONTHS),
    months_short=tuple(m[:3] if m != "maart" else "mrt" for m in MONTHS),
    quiet=tuple(
        f"{season}: open water"
        for season in ["winter"] * 2 + ["lente"] * 3 + ["zomer"] * 3 + ["herfst"] * 3 + ["winter"]
    ),
    thousands=".",
    day="{day} {month}",
    day_year="{day} {month} {year}",
    steps=Plural("{count} stap", "{count} stappen"),
    successes=Plural("{count} succes", "{count} successen"),
    listened="geluisterd",
    tried="geprobeerd",
    changed="veranderd",
    golden="gevierd",
    week="week van {day}",
    weeks="weken vanaf {day}",
    week_empty="{week}: open water",
    week_steps="{week}: {parts}",
    stone="{kind}, {week}",
    success="{title}. Gevierd, {week}",
    gathered="{successes} in {period}",
    and_more="{title} and {count} more",
    today="vandaag",
    empty="Hier komt de eerste steen",
    empty_again="Hier komt de volgende steen",
    scale="1 steen = {count} stappen",
    before="Hiervoor: {steps} sinds {month}",
    sentence="Sinds {start}: {steps} gezet, {successes} gevierd.",
    sentence_none="Nog geen stap gezet.",
    quarter="{first} tot en met {last} {year}",
    quarter_one="{first} {year}",
    so_far=Plural("{quarter}: {count} stap tot hier", "{quarter}: {count} stappen tot hier"),
    caption_first="Het begon in {month}: {steps}.",
    caption_quiet="{quarter}: open water, geen stap.",
    caption_more="{quarter}: {steps}, meer dan het kwartaal ervoor.",
    caption_less="{quarter}: {steps}, minder dan het kwartaal ervoor.",
    caption_same="{quarter}: {steps}.",
    caption_success=" Gevierd: ‘{title}’.",
    caption_successes=" {successes} gevierd, waaronder ‘{title}’.",
)

START = date(2026, 3, 30)
TODAY = date(2026, 11, 23)
TITLES = (
    "Eerste meterstand via foto",
    "Brief in gewone taal",
    "Zelf terugbelmoment kiezen",
    "Verhuizen in één keer",
    "Storing? Wij bellen u",
    "Rekening uitgelegd in beeld",
)


def week(
    number: int, listened: int, tried: int, changed: int, *titles: str, golden: int = 0
) -> CrossingWeek:
    """The programme's `number`-th week, with a golden step for every title."""
    return CrossingWeek(
        monday=START + timedelta(weeks=number),
        listened=listened,
        tried=tried,
        changed=changed,
        golden=max(golden, len(titles)),
        successes=tuple(SuccessStone(title, f"/successes/{i}/") for i, title in enumerate(titles)),
    )


def crossing_data(
    *weeks: CrossingWeek, today: date = TODAY, end: date = date(2027, 3, 31), start: date = START
) -> CrossingData:
    return CrossingData(
        weeks=weeks,
        start=start,
        today=today,
        end=end,
        near=Bank("Maart", "“Ik werd drie keer doorverbonden voor één vraag.”"),
        far=Bank("Onze visie", "Juist omdat u niet weg kunt, zorgen wij extra goed voor u."),
    )
