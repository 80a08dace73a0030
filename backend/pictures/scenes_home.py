# ruff: noqa: PLR0917 – coordinates come in order, naming each would hide the drawing
"""Scenes at home: where customers meet their water company without leaving the house."""

from __future__ import annotations

from backend.pictures.scene_kit import (
    CORAL,
    CORAL_LIGHT,
    DEEP,
    HEIGHT,
    INK,
    MOSS,
    MOSS_LIGHT,
    PAPER,
    SAND,
    STONE,
    STONE_LIGHT,
    TINT,
    TINT_DEEPER,
    WATER,
    WHITE,
    WIDTH,
    WOOD,
    WOOD_DARK,
    Sheet,
)
from backend.pictures.scene_people import arm, looks, person
from backend.pictures.scene_things import lamp, mug, plant, room, table, window
from backend.pictures.svg import num


def meter_cupboard(s: Sheet) -> None:
    """An open cupboard with the water meter, and a phone that takes its picture."""
    room(s, 690)
    _cupboard(s)
    _water_meter(s)
    _labels(s)
    _meter_photographed(s)


def _cupboard(s: Sheet) -> None:
    s.rect(330, 70, 560, 640, WOOD_DARK, 10)
    s.rect(356, 96, 508, 590, "#3b4a4f" if not s.dark else "#0b2730", 6)
    s.poly([(330, 70), (330, 710), (150, 770), (150, 30)], WOOD)
    s.poly([(306, 104), (306, 676), (178, 718), (178, 80)], "#d6b083")
    s.circle(176, 410, 11, WOOD_DARK)
    s.path("M430 96h360l-60 300H500Z", "#fff2cf", 0.12)


def _water_meter(s: Sheet) -> None:
    """The meter between its pipes."""
    for y, colour in ((640, STONE), (640, STONE_LIGHT)):
        s.line(f"M420 {y}V470H540", colour, 30 if colour == STONE else 12)
        s.line(f"M690 470H800V{y}", colour, 30 if colour == STONE else 12)
    s.rect(506, 446, 40, 48, "#b98b4a", 6)
    s.rect(684, 446, 40, 48, "#b98b4a", 6)
    s.circle(615, 452, 104, DEEP)
    s.circle(615, 452, 88, PAPER)
    s.rect(553, 416, 124, 40, INK, 6)
    for i in range(5):
        s.rect(559 + i * 23.6, 421, 19, 30, TINT if i < 4 else CORAL_LIGHT, 3)
    s.circle(615, 497, 17, TINT_DEEPER)
    s.line("M615 497l9-9", CORAL, 5)
    s.line("M566 486a60 60 0 0 0 14 20M664 486a60 60 0 0 1-14 20", STONE, 4)


def _labels(s: Sheet) -> None:
    s.rect(420, 150, 170, 120, PAPER, 8)
    s.rect(438, 170, 90, 14, WATER, 7)
    for i in range(3):
        s.rect(438, 200 + i * 20, 130 - i * 22, 8, STONE_LIGHT, 4)
    s.rect(650, 160, 150, 96, "#55666b" if not s.dark else "#1c424d", 8)
    for i in range(4):
        s.rect(668 + i * 32, 182, 18, 52, "#7d8c90", 4)


def _meter_photographed(s: Sheet) -> None:
    """A phone in somebody's hand, with the meter in its picture."""
    who = looks(s, 1)
    s.limb([(1230, 900), (1120, 760), (965, 660)], who.shirt, 150)
    s.limb([(1010, 690), (930, 620)], who.skin, 92)
    s.turned(9, 860, 500)
    s.rect(752, 338, 214, 372, INK, 30)
    s.rect(765, 354, 188, 340, TINT_DEEPER, 18)
    s.circle(859, 500, 74, DEEP)
    s.circle(859, 500, 62, PAPER)
    s.rect(817, 476, 84, 28, INK, 4)
    for i in range(5):
        s.rect(821 + i * 16, 480, 13, 20, TINT if i < 4 else CORAL_LIGHT, 2)
    for x, y, dx, dy in (
        (782, 404, 1, 1),
        (936, 404, -1, 1),
        (782, 598, 1, -1),
        (936, 598, -1, -1),
    ):
        s.line(f"M{x + 26 * dx} {y}H{x}V{y + 26 * dy}", WHITE, 7)
    s.circle(859, 654, 22, WHITE)
    s.circle(859, 654, 16, CORAL)
    s.straight()
    s.limb([(962, 566), (934, 582)], who.skin, 40)
    s.limb([(974, 620), (942, 634)], who.skin, 40)


def letter_doormat(s: Sheet) -> None:
    """A letter that has just fallen through the door."""
    light = s.light
    s.rect(0, 0, WIDTH, HEIGHT, light.wall)
    s.rect(0, 560, WIDTH, 240, light.floor)
    for i in range(6):
        s.poly(
            [(i * 260 - 160, 800), (i * 260 - 20, 800), (200 + i * 170, 560), (110 + i * 170, 560)],
            light.floor_deeper,
            0.35,
        )
    s.rect(300, -20, 460, 582, WOOD_DARK, 4)
    s.rect(324, -20, 412, 580, DEEP if not s.dark else "#0a3440")
    s.rect(368, 30, 324, 210, "#bfe0e6" if not s.dark else "#f3d3a3", 12)
    s.path("M368 190c80-50 130 10 324-40v78a12 12 0 0 1-12 12H380a12 12 0 0 1-12-12Z", MOSS_LIGHT)
    s.circle(616, 90, 30, "#fff8e2")
    s.rect(522, 30, 16, 210, DEEP if not s.dark else "#0a3440")
    s.rect(440, 330, 180, 46, "#c9a45d", 10)
    s.rect(458, 344, 144, 16, "#7b5f2c", 6)
    s.circle(694, 352, 15, "#c9a45d")
    s.rect(324, 470, 412, 60, WATER, 0)
    # Coats and an umbrella beside the door.
    s.rect(840, 150, 250, 16, WOOD_DARK, 8)
    for i, colour in enumerate((CORAL, MOSS, TINT_DEEPER)):
        x = 876 + i * 84
        s.circle(x, 172, 9, WOOD_DARK)
        s.path(
            f"M{x - 14} 178C{x - 54} 214 {x - 56} 300 {x - 48} {400 + i * 18}"
            f"H{x + 48}C{x + 56} 300 {x + 54} 214 {x + 14} 178Z",
            colour,
        )
        s.line(f"M{x} 186V{392 + i * 18}", INK, 3, 0.25)
    plant(s, 176, 590, 250)
    # The mat with its letter.
    s.poly([(290, 600), (770, 600), (900, 770), (190, 770)], "#8a6f52" if not s.dark else "#5c4938")
    s.poly([(312, 614), (750, 614), (862, 752), (232, 752)], "#a3866a" if not s.dark else "#735d49")
    s.turned(-11, 560, 660)
    s.poly([(430, 596), (690, 596), (722, 726), (402, 726)], INK, 0.18)
    s.poly([(424, 584), (684, 584), (716, 714), (396, 714)], PAPER)
    s.line("M424 584L556 662L684 584", STONE_LIGHT, 7)
    s.line("M396 714L520 640M716 714L592 640", STONE_LIGHT, 6)
    s.circle(556, 668, 22, CORAL)
    s.straight()


def tap_glass(s: Sheet) -> None:
    """A glass fills under a kitchen tap."""
    room(s, 640)
    window(s, 120, 110, 330, 330)
    plant(s, 210, 478, 170)
    for i in range(2):
        s.rect(760 + i * 190, 60, 172, 190, PAPER if not s.dark else "#2a6473", 10)
        s.circle(780 + i * 190 + (130 if i == 0 else 0), 214, 8, STONE)
    # Counter and sink.
    s.rect(0, 560, WIDTH, 46, "#d8c3a1" if not s.dark else "#b98d63")
    s.rect(0, 606, WIDTH, 194, DEEP if not s.dark else "#0a323d")
    for x in (60, 360, 900):
        s.rect(x, 640, 250, 170, WATER if not s.dark else "#13505f", 10)
        s.rect(x + 95, 664, 60, 12, TINT_DEEPER, 6)
    s.rect(470, 552, 380, 20, STONE_LIGHT, 10)
    # The tap.
    s.line("M760 556V300a92 92 0 0 0-184 0v34", STONE, 50)
    s.line("M752 556V300a84 84 0 0 0-168 0v30", "#eef0ef", 14)
    s.rect(716, 530, 88, 30, STONE, 10)
    s.line("M780 420h66", STONE, 26)
    s.circle(852, 420, 20, CORAL_LIGHT)
    s.rect(546, 326, 60, 24, STONE, 6)
    # Water and glass.
    s.rect(565, 350, 22, 150, "#8fd0dc", 10)
    s.line("M571 360v120", WHITE, 4, 0.8)
    s.path("M500 390h152l-16 150a16 16 0 0 1-16 14h-88a16 16 0 0 1-16-14Z", "#ffffff", 0.5)
    s.path(
        "M510 470c24-14 46 10 70-2s40-4 62 2l-8 66a12 12 0 0 1-12 11h-92a12 12 0 0 1-12-11Z",
        "#6fbfce",
    )
    s.line("M512 404l12 122", WHITE, 7, 0.9)
    for x, y, r in ((548, 516, 7), (596, 500, 5), (614, 524, 8), (566, 490, 4)):
        s.circle(x, y, r, WHITE, 0.75)
    # Lemons, for company.
    s.oval(960, 528, 120, 34, PAPER)
    s.oval(960, 520, 104, 24, TINT_DEEPER)
    for x, y, colour in ((918, 498, "#e8cf6a"), (996, 496, "#dcc05c"), (956, 474, "#efda84")):
        s.oval(x, y, 42, 33, colour, turn=-14)


def kitchen_table(s: Sheet) -> None:
    """Two people talk at the kitchen table; a letter lies between them."""
    room(s, 640)
    window(s, 80, 90, 300, 300)
    lamp(s, 640, 190)
    plant(s, 1080, 560, 230)
    s.rect(1000, 556, 170, 20, WOOD_DARK, 8)
    left, right = looks(s, 0), looks(s, 1)
    person(s, 345, 640, 470, left, 0.35)
    person(s, 905, 640, 440, right, -0.35)
    table(s, 590)
    arm(s, left, [(300, 480), (350, 585), (478, 566)], 62)
    arm(s, right, [(960, 490), (900, 585), (772, 568)], 60)
    s.poly([(548, 572), (720, 572), (752, 596), (522, 596)], PAPER)
    for i in range(3):
        s.line(f"M{566 - i * 6} {578 + i * 5}h{120 + i * 6}", STONE, 3)
    mug(s, 420, 592, PAPER, 0.9)
    mug(s, 846, 592, TINT_DEEPER, 0.9)


def moving_boxes(s: Sheet) -> None:
    """A new house full of boxes; a key in a hand."""
    room(s, 620)
    window(s, 690, 80, 380, 320)
    s.rect(100, 140, 150, 190, PAPER, 6, -4)
    s.rect(118, 158, 114, 152, TINT_DEEPER, 4, -4)
    s.path("M116 292c30-50 60-8 118-62v72Z", MOSS_LIGHT)
    _box(s, 90, 470, 270, 220, 0)
    _box(s, 130, 300, 190, 172, 1)
    _box(s, 400, 520, 300, 240, 2)
    _box(s, 860, 500, 280, 230, 3)
    plant(s, 1000, 504, 260)
    # A lamp stands in its own box.
    s.line("M560 520V300", WOOD_DARK, 12)
    s.path("M486 316L520 196H600L634 316Z", CORAL_LIGHT)
    s.oval(560, 316, 74, 10, "#fff0cc")
    s.rect(390, 512, 320, 30, "#b98d5c", 4)
    # The drop on each box says whose house is new.
    who = looks(s, 2)
    s.limb([(640, 880), (742, 740), (768, 640)], who.shirt, 96)
    s.limb([(764, 648), (776, 590)], who.skin, 62)
    s.circle(779, 560, 42, who.skin)
    s.line("M778 540c0-40-20-56-20-84", STONE, 8)
    s.circle(756, 428, 34, "#c9a45d")
    s.circle(756, 428, 15, s.light.wall)
    s.line("M756 462v92M756 520h24M756 544h18", "#c9a45d", 13)
    s.limb([(748, 562), (778, 548)], who.skin, 30)


def _box(s: Sheet, x: float, y: float, w: float, h: float, number: int) -> None:
    s.rect(x, y, w, h, WOOD, 4)
    s.rect(x + w * 0.72, y, w * 0.28, h, "#b98d5c", 4)
    s.rect(x, y, w, h * 0.16, "#d9b482", 4)
    s.rect(x + w * 0.42, y, w * 0.13, h * 0.34, SAND, 2)
    cx, cy, r = x + w * 0.24, y + h * 0.68, h * 0.12
    if number % 2:
        s.rect(x + w * 0.12, y + h * 0.52, w * 0.3, h * 0.3, PAPER, 4)
        s.rect(x + w * 0.17, y + h * 0.6, w * 0.2, h * 0.04, STONE, 3)
        s.rect(x + w * 0.17, y + h * 0.69, w * 0.14, h * 0.04, STONE, 3)
    else:
        s.path(
            f"M{num(cx)} {num(cy - r * 1.5)}C{num(cx + r * 1.5)} {num(cy)} {num(cx + r)} "
            f"{num(cy + r)} {num(cx)} {num(cy + r)}S{num(cx - r * 1.5)} {num(cy)} {num(cx)} "
            f"{num(cy - r * 1.5)}Z",
            WATER,
        )


def invoice(s: Sheet) -> None:
    """A bill that explains itself: large drops, short lines, a hand that points."""
    light = s.light
    s.rect(0, 0, WIDTH, HEIGHT, WOOD if not s.dark else "#7c5a3c")
    for i in range(5):
        s.rect(0, 150 * i + 60 + s.chance(i, 8) * 40, WIDTH, 5, WOOD_DARK, 2)
    s.shape(
        [(-60, 260), (300, -60), (700, -90), (560, 260), (120, 620), (-90, 560)], light.glow, 0.18
    )
    s.turned(-5, 560, 400)
    s.rect(330, 62, 480, 706, WOOD_DARK, 12)
    s.rect(316, 46, 480, 706, PAPER, 12)
    s.rect(356, 92, 200, 30, DEEP, 8)
    s.rect(356, 138, 290, 14, STONE_LIGHT, 7)
    s.circle(730, 116, 34, TINT)
    s.path("M730 92c26 32 22 46 0 46s-26-14 0-46Z", WATER)
    s.rect(356, 190, 400, 220, TINT, 14)
    for i, high in enumerate((70, 104, 88, 130, 112, 150)):
        s.rect(384 + i * 61, 386 - high, 38, high, WATER if i < 5 else DEEP, 8)
    s.line("M376 388H736", DEEP, 4)
    for i, wide in enumerate((150, 190, 120)):
        y = 446 + i * 62
        s.circle(380, y + 12, 20, (MOSS_LIGHT, CORAL_LIGHT, TINT_DEEPER)[i])
        s.rect(416, y, wide, 11, STONE, 5)
        s.rect(416, y + 20, wide * 0.7, 9, STONE_LIGHT, 4)
        s.rect(690, y + 2, 62, 20, DEEP, 6)
    s.rect(356, 648, 400, 62, TINT_DEEPER, 14)
    s.rect(386, 668, 140, 20, DEEP, 6)
    s.rect(650, 664, 80, 28, WATER, 8)
    s.straight()
    # Reading glasses, tea, and a hand that points.
    s.circle(180, 560, 66, "#dff0f2", 0.7)
    s.circle(146, 700, 66, "#dff0f2", 0.7)
    s.line(
        "M180 494a66 66 0 1 0 .1 0M146 634a66 66 0 1 0 .1 0M166 624l-6 12M234 524l70-60", INK, 11
    )
    s.circle(1010, 190, 128, PAPER)
    s.circle(1010, 190, 96, "#b4773f")
    s.circle(1010, 190, 96, WHITE, 0.12)
    s.line("M1134 190q60 6 54 46t-70 28", PAPER, 26)
    who = looks(s, 2)
    s.limb([(1260, 830), (1110, 690), (985, 610)], who.shirt, 150)
    s.limb([(1000, 618), (905, 560)], who.skin, 96)
    s.limb([(900, 548), (800, 500)], who.skin, 38)
    s.limb([(915, 588), (862, 596), (838, 574)], who.skin, 36)
