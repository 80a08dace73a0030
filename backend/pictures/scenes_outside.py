# ruff: noqa: PLR0917 – coordinates come in order, naming each would hide the drawing
"""Scenes outside: streets, dunes, a map."""

from __future__ import annotations

from math import cos, pi, sin

from backend.pictures.scene_kit import (
    CORAL,
    CORAL_LIGHT,
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
from backend.pictures.scene_people import Looks, arm, looks, person
from backend.pictures.scene_things import cloud, outside
from backend.pictures.svg import num

_BRICKS = ("#c98d78", "#e0c3a0", "#a9c3c4", "#d9a98c", "#b7b29a", "#8fb0b3")
_BRICKS_DUSK = ("#7a4f4c", "#7d6a58", "#35606b", "#6a4a4a", "#4d6259", "#2c5360")


def house(s: Sheet, x: float, base: float, w: float, h: float, number: int) -> None:
    """A row house with a gable, windows and a door."""
    walls = _BRICKS_DUSK if s.dark else _BRICKS
    wall = walls[(number + int(s.chance(20) * 6)) % 6]
    roof = "#6d4b45" if not s.dark else "#21323a"
    lit = "#f3d9a0" if s.dark else "#d9eef1"
    s.rect(x, base - h, w, h, wall)
    if number % 3 == 0:
        s.poly([(x - 8, base - h), (x + w / 2, base - h - w * 0.5), (x + w + 8, base - h)], roof)
        s.circle(x + w / 2, base - h - w * 0.17, w * 0.08, lit)
    elif number % 3 == 1:
        s.poly(
            [
                (x - 6, base - h),
                (x + w * 0.14, base - h - w * 0.3),
                (x + w * 0.86, base - h - w * 0.3),
                (x + w + 6, base - h),
            ],
            roof,
        )
        s.rect(x + w * 0.66, base - h - w * 0.42, w * 0.12, w * 0.2, roof)
    else:
        s.rect(x - 5, base - h - 14, w + 10, 18, roof, 4)
        s.path(
            f"M{num(x + w * 0.25)} {num(base - h - 12)}q{num(w * 0.25)} {num(-w * 0.42)} "
            f"{num(w * 0.5)} 0Z",
            wall,
        )
    for row in range(2):
        for column in range(2):
            wx, wy = x + w * (0.14 + column * 0.42), base - h + h * (0.1 + row * 0.3)
            if row == 1 and column == number % 2:
                continue
            s.rect(wx - 5, wy - 5, w * 0.3 + 10, h * 0.2 + 10, PAPER, 4)
            s.rect(wx, wy, w * 0.3, h * 0.2, lit, 2)
            s.rect(wx + w * 0.135, wy, 5, h * 0.2, PAPER)
    door = (DEEP, CORAL, MOSS)[number % 3]
    dx = x + w * (0.14 + (number % 2) * 0.42)
    s.rect(dx - 6, base - h * 0.44, w * 0.3 + 12, h * 0.44, PAPER, 4)
    s.rect(dx, base - h * 0.41, w * 0.3, h * 0.41, door, 3)
    s.rect(dx + w * 0.06, base - h * 0.38, w * 0.18, h * 0.08, lit, 2)
    s.circle(dx + w * 0.25, base - h * 0.19, 5, "#d9c08f")


def row_of_houses(s: Sheet, base: float) -> None:
    x = -30.0
    for i in range(7):
        w = round(170 + 40 * s.chance(i, 21))
        house(s, x, base, w, 250 + 70 * s.chance(i, 22), i)
        x += w + 2


def tree(s: Sheet, x: float, base: float, size: float) -> None:
    s.rect(x - size * 0.05, base - size * 0.5, size * 0.1, size * 0.5, WOOD_DARK, 6)
    for dx, dy, r, colour in (
        (0, -0.78, 0.32, MOSS),
        (-0.2, -0.58, 0.24, MOSS),
        (0.2, -0.6, 0.25, "#3f8a5a"),
        (0.06, -0.86, 0.18, MOSS_LIGHT),
    ):
        s.circle(x + dx * size, base + dy * size, r * size, colour)


def pipe_repair(s: Sheet) -> None:
    """A street is open; a pipe is being mended, and somebody asks how it goes."""
    outside(s, 430)
    row_of_houses(s, 470)
    s.rect(0, 466, WIDTH, 26, STONE_LIGHT if not s.dark else "#37626d")
    s.rect(0, 490, WIDTH, 320, "#8f8a80" if not s.dark else "#22434c")
    neighbour = looks(s, 2)
    person(s, 850, 640, 370, neighbour, -0.35)
    arm(s, neighbour, [(905, 490), (925, 556), (880, 560)], 46)
    earth, deeper = ("#8a6545", "#6f5038") if not s.dark else ("#6b5039", "#4a382a")
    s.path("M150 590c240-26 640-26 900 0l60 220H90Z", earth)
    s.path("M150 590c240-26 640-26 900 0l10 40c-260-30-664-30-920 0Z", deeper)
    worker = Looks(CORAL_LIGHT, looks(s, 1).skin, INK, "bald")
    x, y = person(s, 430, 790, 460, worker, 0.4)
    s.path(
        f"M{num(x - 66)} {num(y - 14)}C{num(x - 60)} {num(y - 100)} {num(x + 60)} {num(y - 100)} "
        f"{num(x + 66)} {num(y - 14)}Z",
        PAPER,
    )
    s.rect(x - 78, y - 22, 156, 16, STONE_LIGHT, 8)
    s.line("M360 610v130M462 596v130", TINT, 18)
    # The pipe with its new collar.
    s.rect(-20, 716, 1240, 66, WATER)
    s.rect(-20, 726, 1240, 14, "#63b1bf", 7)
    s.rect(580, 700, 130, 98, DEEP, 14)
    for bolt in (600, 690):
        s.circle(bolt, 716, 8, TINT_DEEPER)
        s.circle(bolt, 782, 8, TINT_DEEPER)
    s.line("M560 640l66 72", STONE, 22)
    s.circle(554, 634, 26, STONE)
    s.circle(546, 624, 11, earth)
    arm(s, worker, [(480, 610), (530, 690), (590, 676)], 58)
    # A fence between street and pit.
    for post in (716, 990):
        s.rect(post, 560, 18, 130, STONE)
    s.rect(690, 560, 340, 36, PAPER, 8)
    for i in range(5):
        left = 702 + i * 66
        s.poly([(left, 596), (left + 30, 596), (left + 54, 560), (left + 24, 560)], CORAL)
    s.path("M150 690l40-130h20l40 130Z", CORAL)
    s.poly([(174, 612), (226, 612), (237, 644), (163, 644)], PAPER)
    s.rect(128, 684, 144, 20, CORAL, 8)


def map_pin(s: Sheet) -> None:
    """A map of the neighbourhood, and the one house where something happens."""
    light = s.light
    s.rect(0, 0, WIDTH, HEIGHT, MOSS_TINT if not s.dark else "#2a5c5c")
    blocks = PAPER if not s.dark else "#1d4a55"
    for row in range(5):
        for column in range(6):
            x, y = column * 210 - 20 + row * 14, row * 172 - 20
            if s.chance(row, column, 23) < 0.16:
                s.rect(x, y, 180, 140, MOSS_LIGHT if not s.dark else "#3a7466", 18)
                for i in range(3):
                    s.circle(
                        x + 46 + i * 44,
                        y + 66 + (i % 2) * 26,
                        20,
                        MOSS if not s.dark else "#5d9a80",
                    )
                continue
            s.rect(x, y, 180, 140, blocks, 14)
            for i in range(4):
                w = 34 + 20 * s.chance(row, column, i)
                fill = (SAND, STONE_LIGHT, CORAL_LIGHT, TINT_DEEPER)[(row * 3 + column + i) % 4]
                s.rect(x + 16 + (i % 2) * 84, y + 16 + (i // 2) * 62, w + 12, 46, fill, 6)
    s.line(
        "M-40 620C180 540 300 700 520 600S820 360 1240 430",
        TINT_DEEPER if not s.dark else "#0f3a48",
        104,
    )
    s.line("M-40 620C180 540 300 700 520 600S820 360 1240 430", WATER, 76)
    for x, y in ((120, 604), (420, 640), (720, 462), (960, 408)):
        s.line(f"M{x} {y}q16-14 32 0t32 0", TINT_DEEPER, 6, 0.7)
    s.line("M560 820C600 640 470 500 560 330S820 130 900-20", WHITE, 42)
    s.line("M560 820C600 640 470 500 560 330S820 130 900-20", light.floor_deeper, 5)
    s.rect(500, 574, 110, 66, WOOD, 8, -12)
    s.oval(566, 398, 92, 28, INK, opacity=0.22)
    s.path("M566 396C470 270 420 210 420 146a146 146 0 0 1 292 0c0 64-50 124-146 250Z", CORAL)
    s.circle(566, 150, 78, WHITE)
    s.path("M566 94c56 70 46 104 0 104s-56-34 0-104Z", WATER)
    s.line("M548 160a22 22 0 0 0 14 22", WHITE, 7)
    for x, y, colour in ((196, 300, DEEP), (930, 640, DEEP)):
        s.oval(x, y + 4, 26, 9, INK, opacity=0.2)
        s.path(f"M{x} {y}c-34-44-50-62-50-86a50 50 0 0 1 100 0c0 24-16 42-50 86Z", colour)
        s.circle(x, y - 84, 20, WHITE)


def dunes_tower(s: Sheet) -> None:
    """Dunes with a water tower: where the water comes from."""
    outside(s, 520)
    cloud(s, 210, 150, 150)
    cloud(s, 930, 230, 110)
    tower = "#c98d78" if not s.dark else "#7a4f4c"
    shade = "#b57863" if not s.dark else "#633f3e"
    s.path("M690 560l24-270h132l24 270Z", tower)
    s.path("M790 290h56l24 270h-70Z", shade)
    s.path("M650 290c-14-60-8-120 6-150h248c14 30 20 90 6 150Z", tower)
    s.path("M800 140h104c14 30 20 90 6 150H812Z", shade)
    s.path("M640 146L780 56l140 90Z", DEEP if not s.dark else "#0b2f39")
    s.rect(764, 30, 32, 40, DEEP if not s.dark else "#0b2f39", 6)
    for i in range(5):
        s.rect(676 + i * 46, 186, 22, 52, "#f3d9a0" if s.dark else TINT, 11)
    for i in range(3):
        s.rect(768, 330 + i * 66, 24, 40, "#f3d9a0" if s.dark else TINT, 12)
    s.rect(644, 282, 272, 18, PAPER, 6)
    s.path(
        "M-20 600C140 480 320 470 470 560s260 60 420-30 240-40 340 10v280H-20Z",
        "#dcc391" if not s.dark else "#4f5f52",
    )
    s.path(
        "M-20 690c180-110 340-60 520-30s330-60 460-90 190-10 260 20v230H-20Z",
        "#cbae78" if not s.dark else "#3c5049",
    )
    s.path(
        "M-20 760c150-70 320-30 470-40s270-70 420-60 240 10 350-20v180H-20Z",
        WATER if not s.dark else "#0f4452",
    )
    for x, y in ((120, 760), (420, 756), (760, 730), (1000, 744)):
        s.line(f"M{x} {y}q20-18 40 0t40 0 40 0", TINT_DEEPER, 7, 0.75)
    for i in range(11):
        grass = (40 + i * 112 + 40 * s.chance(i, 24), 640 + 50 * s.chance(i, 25))
        for k in range(5):
            lean = (k - 2) * 13
            s.line(
                f"M{num(grass[0])} {num(grass[1])}q{num(lean * 0.3)} -34 {num(lean)} -54",
                MOSS if k % 2 else MOSS_LIGHT,
                5,
            )
    s.line("M250 800C300 730 480 730 430 660S560 610 640 560", PAPER, 22, 0.75)
    walker, child = looks(s, 1), looks(s, 4)
    _walker(s, 470, 668, 120, walker)
    _walker(s, 424, 674, 84, child)


def _walker(s: Sheet, x: float, base: float, high: float, who: Looks) -> None:
    s.line(
        f"M{num(x - 8)} {num(base - high * 0.4)}L{num(x - 14)} {num(base)}"
        f"M{num(x + 6)} {num(base - high * 0.4)}L{num(x + 16)} {num(base)}",
        INK,
        high * 0.1,
    )
    s.rect(x - high * 0.16, base - high * 0.76, high * 0.32, high * 0.44, who.shirt, high * 0.12)
    s.circle(x, base - high * 0.88, high * 0.13, who.skin)
    s.path(
        f"M{num(x - high * 0.13)} {num(base - high * 0.9)}a{num(high * 0.13)} {num(high * 0.13)} "
        f"0 0 1 {num(high * 0.26)} 0Z",
        who.hair,
    )


def wheel(s: Sheet, x: float, y: float, r: float) -> None:
    s.circle(x, y, r, INK)
    s.circle(x, y, r * 0.52, STONE_LIGHT)
    s.circle(x, y, r * 0.2, STONE)


def van_street(s: Sheet) -> None:
    """The company's van, just in time, before a row of houses."""
    outside(s, 460)
    cloud(s, 250, 120, 110)
    row_of_houses(s, 560)
    tree(s, 1010, 580, 280)
    s.rect(0, 556, WIDTH, 34, STONE_LIGHT if not s.dark else "#37626d")
    s.rect(0, 588, WIDTH, 220, "#7f8a8c" if not s.dark else "#1c3d47")
    for i in range(6):
        s.rect(40 + i * 220, 716, 120, 14, PAPER, 6)
    s.oval(560, 700, 400, 20, INK, opacity=0.25)
    s.path("M200 380a30 30 0 0 1 30-30h440a24 24 0 0 1 24 24v290H200Z", PAPER)
    s.path("M694 400h110c30 0 50 12 66 40l58 96c20 6 30 20 30 44v84H694Z", PAPER)
    s.path("M720 428h78c18 0 32 8 42 26l46 80H720Z", "#b9dde3" if not s.dark else "#f3d9a0")
    s.path("M200 560c110-60 200 40 330-6s250-40 428 4v106H200Z", WATER)
    s.path("M200 610c120-50 220 30 340-6s260-30 418-4v64H200Z", DEEP)
    s.path("M440 396c70 86 60 132 0 132s-70-46 0-132Z", WATER)
    s.line("M412 474a32 32 0 0 0 22 36", WHITE, 9)
    s.rect(692, 372, 6, 292, STONE_LIGHT)
    s.rect(716, 566, 44, 12, STONE, 6)
    s.rect(922, 580, 36, 30, "#fff0c4", 8)
    s.rect(200, 580, 18, 44, CORAL, 6)
    s.rect(184, 656, 790, 22, INK, 10)
    s.line("M250 342h380M300 342v-22M560 342v-22M250 318h420", STONE, 12)
    wheel(s, 340, 676, 62)
    wheel(s, 816, 676, 62)
    who = looks(s, 1, DEEP)
    s.circle(786, 486, 26, who.skin)
    s.path("M760 484a26 26 0 0 1 52 0Z", who.hair)
    s.path("M746 534c0-30 80-30 80 0Z", who.shirt)


def bicycle_visit(s: Sheet) -> None:
    """A colleague comes by bicycle, along the water."""
    outside(s, 470)
    cloud(s, 880, 150, 130)
    s.path(
        "M-20 520c200-60 380-20 600-10s420-50 640-10v110H-20Z",
        MOSS_LIGHT if not s.dark else "#2f5a53",
    )
    for i in range(4):
        tree(s, 90 + i * 330 + 60 * s.chance(i, 26), 540, 170 + 70 * s.chance(i, 27))
    house(s, 960, 560, 190, 210, 3)
    s.rect(0, 556, WIDTH, 74, WATER if not s.dark else "#0f4452")
    for i in range(6):
        s.line(f"M{40 + i * 210} {594 + (i % 2) * 16}q18-14 36 0t36 0", TINT_DEEPER, 6, 0.7)
    s.rect(0, 626, WIDTH, 190, SAND if not s.dark else "#3e4d4c")
    s.rect(0, 626, WIDTH, 18, MOSS if not s.dark else "#2f5a53")
    s.oval(560, 776, 330, 16, INK, opacity=0.2)
    _bicycle(s, 560, 660)
    _rider(s, 560, 660)


def _bicycle(s: Sheet, x: float, y: float) -> None:
    for wx in (x - 170, x + 170):
        s.line(f"M{num(wx)} {num(y - 108 + 8)}a108 108 0 1 0 .1 0", INK, 13)
        for i in range(8):
            a = i * pi / 4 + 0.3
            s.line(
                f"M{num(wx)} {num(y + 8)}L{num(wx + cos(a) * 98)} {num(y + 8 + sin(a) * 98)}",
                STONE,
                2.5,
            )
        s.circle(wx, y + 8, 12, INK)
    s.line(
        f"M{num(x - 170)} {num(y + 8)}L{num(x - 60)} {num(y - 130)}L{num(x + 110)} {num(y - 130)}"
        f"L{num(x - 10)} {num(y + 16)}Z",
        CORAL,
        15,
    )
    s.line(f"M{num(x - 78)} {num(y - 168)}L{num(x - 10)} {num(y + 16)}", CORAL, 15)
    s.line(f"M{num(x + 96)} {num(y - 196)}L{num(x + 170)} {num(y + 8)}", CORAL, 15)
    s.line(f"M{num(x + 96)} {num(y - 196)}q-10-26-52-18", INK, 13)
    s.rect(x - 128, y - 186, 96, 24, INK, 12)
    s.rect(x + 92, y - 190, 92, 74, WOOD, 10)
    s.rect(x + 92, y - 168, 92, 8, WOOD_DARK)
    s.rect(x + 108, y - 226, 50, 60, PAPER, 4, 8)
    s.circle(x - 10, y + 16, 26, INK)


def _rider(s: Sheet, x: float, y: float) -> None:
    """Legs, coat, head and arm."""
    who = looks(s, 2)
    s.limb(
        [(x - 76, y - 190), (x + 34, y - 108), (x - 4, y + 34)],
        DEEP if not s.dark else TINT_DEEPER,
        50,
    )
    s.limb([(x - 22, y + 52), (x + 26, y + 50)], INK, 28)
    s.path(
        f"M{num(x - 128)} {num(y - 176)}C{num(x - 150)} {num(y - 300)} {num(x - 90)} "
        f"{num(y - 400)} {num(x - 20)} {num(y - 396)}C{num(x + 34)} {num(y - 392)} {num(x + 24)} "
        f"{num(y - 290)} {num(x - 22)} {num(y - 176)}Z",
        who.shirt,
    )
    s.limb([(x - 8, y - 390), (x + 4, y - 440)], who.skin, 40)
    s.oval(x + 10, y - 464, 47, 54, who.skin, turn=8)
    s.path(
        f"M{num(x - 40)} {num(y - 440)}C{num(x - 60)} {num(y - 560)} {num(x + 70)} {num(y - 540)} "
        f"{num(x + 56)} {num(y - 480)}C{num(x + 20)} {num(y - 500)} {num(x - 16)} {num(y - 490)} "
        f"{num(x - 40)} {num(y - 440)}Z",
        who.hair,
    )
    s.limb([(x - 14, y - 360), (x + 6, y - 268), (x + 56, y - 214)], who.shirt, 44)
    s.circle(x + 62, y - 210, 21, who.skin)
    s.path(f"M{num(x - 60)} {num(y - 372)}q-70 10-150 58q80 4 154-16Z", CORAL_LIGHT)
