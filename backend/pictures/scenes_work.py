"""Scenes at work: desks, laboratory, classroom, and two hands."""

from __future__ import annotations

from backend.pictures.scene_kit import (
    CORAL,
    CORAL_LIGHT,
    CORAL_TINT,
    DEEP,
    HEIGHT,
    INK,
    MOSS,
    MOSS_LIGHT,
    MOSS_TINT,
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
from backend.pictures.scene_people import Looks, arm, child, looks, person
from backend.pictures.scene_things import lamp, mug, plant, room, window
from backend.pictures.svg import num


def customer_desk(s: Sheet) -> None:
    """A desk where somebody is helped, both on the same side of the paper."""
    room(s, 650)
    for i in range(3):
        s.rect(120 + i * 120, 90 + (i % 2) * 26, 92, 120, PAPER if not s.dark else "#2d6876", 8)
        s.line(f"M{140 + i * 120} {170 + (i % 2) * 26}q13-16 26 0t26 0", TINT_DEEPER, 8)
    lamp(s, 640, 150, 0.8)
    lamp(s, 930, 130, 0.66)
    plant(s, 1096, 660, 300)
    employee, customer = looks(s, 1, WATER), looks(s, 3)
    person(s, 440, 690, 500, employee, 0.3)
    person(s, 770, 690, 480, customer, -0.3)
    s.rect(150, 590, 840, 54, WOOD, 16)
    s.rect(180, 640, 780, 170, DEEP if not s.dark else "#0a323d", 10)
    s.line("M250 730q26-30 52 0t52 0 52 0", TINT_DEEPER, 12)
    s.circle(820, 722, 30, WATER)
    s.oval(740, 738, 40, 24, TINT_DEEPER)
    s.poly([(520, 570), (690, 570), (716, 598), (500, 598)], PAPER)
    s.line("M540 578h110M534 588h90", STONE, 4)
    arm(s, employee, [(400, 520), (430, 582), (520, 576)], 60)
    arm(s, customer, [(815, 525), (790, 584), (690, 580)], 58)
    mug(s, 260, 592, CORAL_LIGHT, 0.8)
    s.rect(868, 556, 74, 36, CORAL, 18)
    s.oval(905, 556, 46, 10, CORAL_LIGHT)


def phone_call(s: Sheet) -> None:
    """Somebody listens with a headset; what is said goes as a wave over the wall."""
    room(s, 650)
    for i, (colour, y, wide) in enumerate(
        ((TINT_DEEPER, 230, 16), (MOSS_LIGHT, 300, 10), (CORAL_LIGHT, 170, 10))
    ):
        shade = colour if not s.dark else ("#3c7683", "#4b7b6b", "#8a5f62")[i]
        s.line(
            f"M-40 {y}c120-120 200 120 340 0s220-130 340-10 220 120 340 0 180-100 300-20",
            shade,
            wide,
            0.9,
        )
    plant(s, 150, 600, 260)
    who = looks(s, 2)
    x, head = person(s, 610, 700, 590, who, 0.12)
    s.line(
        f"M{num(x - 80)} {num(head)}C{num(x - 86)} {num(head - 130)} {num(x + 86)} {num(head - 130)} "
        f"{num(x + 80)} {num(head)}",
        INK,
        15,
    )
    s.rect(x - 102, head - 26, 36, 70, DEEP, 16)
    s.rect(x + 66, head - 26, 36, 70, DEEP, 16)
    s.line(
        f"M{num(x - 84)} {num(head + 40)}C{num(x - 80)} {num(head + 84)} {num(x - 50)} {num(head + 82)} "
        f"{num(x - 28)} {num(head + 76)}",
        INK,
        9,
    )
    s.circle(x - 26, head + 76, 11, INK)
    s.rect(60, 610, 1080, 44, WOOD, 16)
    s.rect(90, 650, 1020, 160, WOOD_DARK, 6)
    # A notebook with the customer's words, and tea.
    s.poly([(430, 586), (700, 586), (744, 622), (396, 622)], PAPER)
    s.line("M566 588l2 32", STONE_LIGHT, 5)
    s.line("M446 598h90M436 609h80M596 598h70M600 609h90", WATER, 4)
    arm(s, who, [(480, 490), (430, 590), (520, 600)], 74)
    arm(s, who, [(742, 490), (800, 596), (706, 598)], 74)
    s.line("M716 600l34-70", CORAL, 10)
    mug(s, 930, 616, CORAL_LIGHT, 1.1)
    s.rect(226, 560, 120, 54, DEEP, 12)
    s.rect(244, 540, 84, 30, DEEP, 14)
    s.line("M250 534c-30-4-40 20-40 34M322 534c30-4 40 20 40 34", INK, 16)
    s.line("M238 532h96", INK, 20)


def screen(s: Sheet) -> None:
    """A website that became simple: one question, one button."""
    room(s, 640)
    _shelves(s)
    window(s, 90, 100, 210, 270)
    s.rect(0, 610, WIDTH, 40, WOOD)
    s.rect(0, 646, WIDTH, 160, WOOD_DARK)
    _website(s)
    _typing(s)
    mug(s, 1030, 622, CORAL_LIGHT, 1.0)


def _shelves(s: Sheet) -> None:
    s.rect(880, 96, 220, 16, WOOD_DARK, 8)
    for i, (colour, high) in enumerate(((CORAL, 90), (TINT_DEEPER, 110), (MOSS, 84), (SAND, 102))):
        s.rect(900 + i * 42, 96 - high, 32, high, colour, 4)
    s.rect(880, 250, 220, 16, WOOD_DARK, 8)
    plant(s, 940, 252, 120)
    s.rect(1020, 186, 50, 64, CORAL_LIGHT, 10)


def _website(s: Sheet) -> None:
    """A screen on its foot, and the page on it."""
    s.path("M560 620l20-90h80l20 90Z", STONE)
    s.rect(520, 602, 200, 18, STONE, 9)
    s.rect(330, 116, 580, 424, INK, 24)
    s.rect(350, 136, 540, 384, PAPER, 12)
    s.path("M350 148a12 12 0 0 1 12-12h516a12 12 0 0 1 12 12v46H350Z", DEEP)
    for i, colour in enumerate((CORAL_LIGHT, TINT_DEEPER, MOSS_LIGHT)):
        s.circle(382 + i * 28, 165, 9, colour)
    s.rect(400, 232, 250, 28, INK, 8)
    s.rect(400, 276, 190, 16, STONE_LIGHT, 8)
    s.rect(400, 318, 300, 62, WHITE, 12)
    s.line(
        "M412 318h276a12 12 0 0 1 12 12v38a12 12 0 0 1-12 12H412a12 12 0 0 1-12-12v-38"
        "a12 12 0 0 1 12-12Z",
        WATER,
        5,
    )
    s.rect(424, 342, 120, 14, TINT_DEEPER, 7)
    s.rect(400, 410, 180, 62, WATER, 31)
    s.line("M456 442l18 18 40-40", WHITE, 10)
    s.circle(786, 330, 74, TINT)
    s.path("M786 272c52 66 44 104 0 104s-52-38 0-104Z", WATER)
    s.line("M764 340a26 26 0 0 0 20 24", WHITE, 7)
    s.path(
        "M350 508c90-40 180 20 300-10s160-14 240 4v6a12 12 0 0 1-12 12H362a12 12 0 0 1-12-12Z",
        TINT_DEEPER,
    )


def _typing(s: Sheet) -> None:
    """Two hands, one at the keyboard and one at the mouse."""
    who = looks(s, 0)
    s.rect(400, 622, 330, 24, STONE_LIGHT, 10)
    for i in range(9):
        s.rect(416 + i * 34, 627, 24, 12, WHITE, 4)
    s.limb([(250, 850), (330, 720), (452, 648)], who.shirt, 100)
    s.limb([(440, 656), (486, 634)], who.skin, 62)
    s.limb([(930, 860), (880, 730), (800, 662)], who.shirt, 100)
    s.limb([(812, 668), (786, 642)], who.skin, 62)
    s.oval(780, 632, 40, 24, INK, turn=-20)


def lab(s: Sheet) -> None:
    """A laboratory: clear water is looked at with care."""
    room(s, 660)
    for row in range(2):
        y = 190 + row * 150
        s.rect(90, y, 420, 16, STONE if not s.dark else "#3c7683", 6)
        for i in range(6):
            colour = (TINT_DEEPER, MOSS_LIGHT, CORAL_LIGHT, WATER, SAND, TINT)[(i * 5 + row) % 6]
            high = 56 + 30 * s.chance(row, i, 9)
            s.rect(112 + i * 66, y - high, 42, high, colour, 8)
            s.rect(120 + i * 66, y - high - 14, 26, 18, INK if i % 2 else DEEP, 4)
    who = Looks(WHITE, *_of(looks(s, 1)))
    x, head = person(s, 750, 690, 560, who, -0.32)
    s.line("M690 470l44 70 50-60", TINT_DEEPER, 8)
    for dx in (-34, 34):
        s.circle(x + dx, head - 4, 27, TINT, 0.55)
        s.line(f"M{num(x + dx)} {num(head - 31)}a27 27 0 1 0 .1 0", INK, 6)
    s.rect(0, 620, WIDTH, 44, "#eef2f1" if not s.dark else "#c8d7d8")
    s.rect(0, 660, WIDTH, 150, DEEP if not s.dark else "#0a323d")
    s.rect(60, 690, 330, 120, WATER, 10)
    s.rect(430, 690, 330, 120, WATER, 10)
    s.rect(800, 690, 330, 120, WATER, 10)
    arm(s, who, [(640, 520), (560, 560), (500, 470)], 66)
    s.path("M452 300h74v100l58 150a26 26 0 0 1-24 36H418a26 26 0 0 1-24-36l58-150Z", WHITE, 0.55)
    s.path("M434 446c40-20 70 16 110-2l40 106a26 26 0 0 1-24 36H418a26 26 0 0 1-24-36Z", "#79c4d2")
    s.rect(440, 288, 98, 18, STONE_LIGHT, 8)
    for bx, by, r in ((470, 520, 12), (520, 550, 9), (446, 560, 7), (505, 494, 7)):
        s.circle(bx, by, r, WHITE, 0.7)
    s.limb([(516, 452), (500, 440)], who.skin, 44)
    for i, colour in enumerate(("#79c4d2", MOSS_LIGHT, CORAL_LIGHT)):
        tube = 190 + i * 60
        s.rect(tube, 480, 34, 134, WHITE, 16)
        s.rect(tube + 4, 530 + i * 12, 26, 80 - i * 12, colour, 12)
    s.rect(160, 540, 216, 20, WOOD, 6)
    s.rect(160, 606, 216, 20, WOOD_DARK, 6)
    _microscope(s, 990, 622)


def _of(who: Looks) -> tuple[str, str, str]:
    return who.skin, who.hair, who.style


def _microscope(s: Sheet, x: float, base: float) -> None:
    s.rect(x - 100, base - 34, 210, 34, INK, 14)
    s.line(f"M{num(x + 70)} {num(base - 30)}c70-80 40-200-50-230", INK, 34)
    s.rect(x - 84, base - 120, 120, 16, STONE, 6)
    s.turned(-24, x - 20, base - 220)
    s.rect(x - 50, base - 340, 56, 190, DEEP, 14)
    s.rect(x - 42, base - 366, 40, 44, STONE, 8)
    s.rect(x - 38, base - 152, 32, 40, STONE, 6)
    s.straight()


def calendar(s: Sheet) -> None:
    """A wall calendar with one day chosen by the customer."""
    room(s, 690)
    s.rect(322, 84, 560, 580, s.light.line, 24)
    s.rect(308, 66, 560, 580, PAPER, 24)
    s.path("M308 90a24 24 0 0 1 24-24h512a24 24 0 0 1 24 24v96H308Z", WATER)
    for x in (420, 588, 756):
        s.rect(x - 11, 34, 22, 74, STONE, 11)
    s.rect(356, 122, 220, 30, WHITE, 10)
    chosen = 9 + int(s.chance(12) * 5)
    for i in range(20):
        column, row = i % 5, i // 5
        x, y = 352 + column * 98, 216 + row * 104
        fill = TINT if (i + row) % 3 else MOSS_TINT
        s.rect(x, y, 80, 84, CORAL_TINT if i == chosen else fill, 14)
        if i == chosen:
            s.line(f"M{x + 20} {y + 44}l16 17 28-36", CORAL, 12)
            s.line(f"M{x + 34} {y - 10}c-66 6-64 112 6 106s74-104-2-106", CORAL, 7)
        elif s.chance(i, 13) > 0.62:
            s.line(f"M{x + 20} {y + 50}q10-12 20 0t20 0", TINT_DEEPER, 7)
    who = looks(s, 2)
    s.limb([(1260, 860), (1130, 690), (1000, 590)], who.shirt, 140)
    s.limb([(1010, 600), (930, 530)], who.skin, 90)
    s.limb([(920, 520), (862, 470)], who.skin, 36)
    s.line("M905 545L812 420", DEEP, 24)
    s.line("M820 430L800 404", CORAL, 18)
    s.limb([(944, 556), (894, 560), (872, 530)], who.skin, 38)
    plant(s, 160, 740, 330)
    s.rect(60, 736, 220, 18, WOOD_DARK, 8)


def hands(s: Sheet) -> None:
    """Two hands meet over water, in front of a large pale sun."""
    light = s.light
    s.rect(0, 0, WIDTH, HEIGHT, light.sky)
    s.circle(600, 360, 320, light.glow, 0.5)
    s.circle(600, 360, 236, light.glow, 0.85)
    s.path("M0 560c160-70 300 30 470-10s260-60 420-10 210 20 310-10v270H0Z", light.far)
    s.path(
        "M0 650c150-40 260 40 420 10s270-50 430 0 230 20 350-16v156H0Z",
        WATER if not s.dark else "#0f4452",
    )
    for x, y in ((110, 720), (420, 744), (720, 716), (960, 752)):
        s.line(f"M{x} {y}q22-20 44 0t44 0 44 0", TINT_DEEPER, 7, 0.7)
    left, right = looks(s, 0), looks(s, 2)
    s.limb([(-60, 640), (160, 520), (300, 452)], left.shirt, 168)
    s.limb([(1260, 620), (1040, 512), (900, 448)], right.shirt, 168)
    s.limb([(262, 470), (330, 438)], WHITE, 150)
    s.limb([(938, 466), (870, 434)], WHITE, 150)
    s.limb([(318, 442), (470, 400)], left.skin, 112)
    s.limb([(882, 438), (720, 396)], right.skin, 112)
    # Fingers of the right hand under, of the left hand over.
    for i in range(4):
        s.limb(
            [(720, 366 + i * 25), (640, 372 + i * 28), (562 + i * 8, 390 + i * 26)], right.skin, 36
        )
    s.limb([(470, 400), (600, 392)], left.skin, 104)
    for i in range(4):
        s.limb(
            [(590, 362 + i * 26), (672, 374 + i * 24), (716 - i * 9, 398 + i * 20)], left.skin, 36
        )
    s.limb([(500, 372), (560, 316), (612, 318)], left.skin, 40)
    s.limb([(712, 372), (660, 322), (618, 336)], right.skin, 40)
    for i in range(3):
        s.line(f"M{600 + i * 4} {376 + i * 26}q44 6 84 12", INK, 3, 0.16)


def school_class(s: Sheet) -> None:
    """Children learn where their water comes from."""
    room(s, 640)
    s.rect(230, 60, 740, 370, WOOD, 12)
    s.rect(250, 80, 700, 330, "#1f5a50" if not s.dark else "#123f3a", 4)
    chalk = "#e8f1ea"
    s.line("M290 350c60-70 110-70 160 0", chalk, 6)
    s.line("M420 350c70-100 130-100 190 0", chalk, 6)
    s.line("M280 374h630", chalk, 5)
    s.line("M660 374V230h70v144M642 230h106l-20-44h-66Z", chalk, 6)
    s.line("M330 150q26-26 52 0 30-14 44 14 22 2 18 22H322q-18-14 8-36Z", chalk, 6)
    for x, y in ((346, 216), (386, 226), (424, 214)):
        s.line(f"M{x} {y}l-8 26", "#8fd0dc", 6)
    s.line("M730 340h80v34M860 374v-60l44-34 44 34", chalk, 6)
    s.circle(880, 140, 34, chalk, 0.25)
    s.line("M880 106a34 34 0 1 0 .1 0", chalk, 5)
    teacher = looks(s, 1)
    person(s, 1060, 810, 620, teacher, -0.3)
    arm(s, teacher, [(985, 560), (920, 490), (872, 390)], 62)
    plant(s, 120, 660, 270)
    # Three children from behind, one hand up.
    for i, (x, high) in enumerate(((250, 330), (520, 350), (790, 320))):
        pupil = child(s, i + 2)
        if i == 1:
            arm(s, pupil, [(590, 690), (640, 590), (634, 490)], 50)
        _child_from_behind(s, x, 800, high, pupil)
    s.rect(0, 770, WIDTH, 40, WOOD_DARK)


def _child_from_behind(s: Sheet, x: float, base: float, high: float, who: Looks) -> None:
    r = high * 0.2
    y = base - high * 0.74
    s.path(
        f"M{num(x - high * 0.36)} {num(base)}C{num(x - high * 0.38)} {num(base - high * 0.4)} "
        f"{num(x - high * 0.24)} {num(base - high * 0.52)} {num(x)} {num(base - high * 0.52)}"
        f"S{num(x + high * 0.38)} {num(base - high * 0.4)} {num(x + high * 0.36)} {num(base)}Z",
        who.shirt,
    )
    s.rect(x - r * 0.4, y + r * 0.4, r * 0.8, r * 0.8, who.skin, r * 0.3)
    s.circle(x - r * 0.98, y + r * 0.1, r * 0.2, who.skin)
    s.circle(x + r * 0.98, y + r * 0.1, r * 0.2, who.skin)
    s.circle(x, y, r, who.hair)
    if who.style in {"bun", "scarf"}:
        s.circle(x - r * 0.9, y - r * 0.7, r * 0.42, who.hair)
        s.circle(x + r * 0.9, y - r * 0.7, r * 0.42, who.hair)
    elif who.style == "bob":
        s.rect(x - r * 1.05, y - r * 0.1, r * 2.1, r * 1.15, who.hair, r * 0.4)
    elif who.style == "curly":
        for i in range(6):
            s.circle(x - r + i * r * 0.4, y - r * (0.5 + 0.3 * (i % 2)), r * 0.42, who.hair)
