"""Photos as people bring them: every mode and profile right, whatever cut off or made to break us."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import threading
import zlib
from itertools import product
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from PIL import Image, ImageCms

from backend.photos import places
from backend.photos.places import Busy, read_apart
from backend.photos.reading import LONGEST_SIDE, Pictures, Refused, read

WHITE, TEAL = (255, 255, 255), (0, 128, 128)


def saved(made: Image.Image, kind: str = "PNG", **options) -> bytes:
    kept = io.BytesIO()
    made.save(kept, kind, **options)
    return kept.getvalue()


def shown(content: bytes, where: tuple[float, float] = (0.5, 0.5)) -> tuple[int, ...]:
    """The colour that is kept, somewhere on the picture."""
    with Image.open(io.BytesIO(read(content).large)) as kept:
        assert kept.mode == "RGB"
        assert "icc_profile" not in kept.info
        return kept.getpixel((int(where[0] * (kept.width - 1)), int(where[1] * (kept.height - 1))))


def like(found: tuple[int, ...], wanted: tuple[int, ...], by: int = 6) -> bool:
    return all(abs(a - b) <= by for a, b in zip(found, wanted, strict=True))


def matrix_profile(red, green, blue, gamma: float) -> bytes:
    """A profile of an RGB space by its primaries (x, y) at D65, adapted to D50 by Bradford."""

    def xyz(x, y):
        return [x / y, 1.0, (1 - x - y) / y]

    def solve(m, v):
        rows = [[*row, value] for row, value in zip(m, v, strict=True)]
        for i in range(3):
            rows[i] = [cell / rows[i][i] for cell in rows[i]]
            for k in range(3):
                if k != i:
                    rows[k] = [a - rows[k][i] * b for a, b in zip(rows[k], rows[i], strict=True)]
        return [row[3] for row in rows]

    def times(m, v):
        return [sum(a * b for a, b in zip(row, v, strict=True)) for row in m]

    columns = [xyz(*red), xyz(*green), xyz(*blue)]
    amounts = solve([list(row) for row in zip(*columns, strict=True)], xyz(0.3127, 0.3290))
    bradford = [[1.0479298, 0.0229468, -0.0501922], [0.0296278, 0.9904344, -0.0170738],
                [-0.0092430, 0.0150552, 0.7518742]]  # fmt: skip
    adapted = [times(bradford, [part * amount for part in column])
               for column, amount in zip(columns, amounts, strict=True)]  # fmt: skip

    def fixed(value):
        return struct.pack(">i", round(value * 65536))

    def xyz_tag(value):
        return b"XYZ \0\0\0\0" + b"".join(map(fixed, value))

    curve = b"curv\0\0\0\0" + struct.pack(">IH", 1, round(gamma * 256)) + b"\0\0"
    text = b"desc\0\0\0\0" + struct.pack(">I", 2) + b"x\0" + b"\0" * 78
    tags = {b"desc": text, b"wtpt": xyz_tag([0.9642, 1.0, 0.8249]), b"rXYZ": xyz_tag(adapted[0]),
            b"gXYZ": xyz_tag(adapted[1]), b"bXYZ": xyz_tag(adapted[2]), b"rTRC": curve,
            b"gTRC": curve, b"bTRC": curve, b"cprt": b"text\0\0\0\0x\0\0\0"}  # fmt: skip
    table, body, at = b"", b"", 128 + 4 + 12 * len(tags)
    for name, content in tags.items():
        padded = content + b"\0" * (-len(content) % 4)
        table += name + struct.pack(">II", at + len(body), len(padded))
        body += padded
    head = struct.pack(
        ">I4sI4s4s4s", at + len(body), b"lcms", 0x02400000, b"mntr", b"RGB ", b"XYZ "
    )
    head += struct.pack(">6H", 2026, 1, 1, 0, 0, 0) + b"acsp" + b"\0" * 28
    head += b"".join(map(fixed, [0.9642, 1.0, 0.8249]))
    return head.ljust(128, b"\0") + struct.pack(">I", len(tags)) + table + body


DISPLAY_P3 = matrix_profile((0.680, 0.320), (0.265, 0.690), (0.150, 0.060), 2.2)
ADOBE_RGB = matrix_profile((0.64, 0.33), (0.21, 0.71), (0.15, 0.06), 2.19921875)


@pytest.mark.parametrize(
    ("profile", "own", "srgb"),
    [  # by the primaries of each space, at D65 (CSS Color 4, 10.2 and 10.5)
        (DISPLAY_P3, (234, 51, 35), (255, 0, 0)),
        (DISPLAY_P3, (128, 128, 128), (128, 128, 128)),
        (ADOBE_RGB, (219, 0, 0), (255, 0, 0)),
        (ADOBE_RGB, (144, 255, 60), (0, 255, 0)),
        (None, (200, 100, 50), (200, 100, 50)),
    ],
)
@pytest.mark.parametrize(
    ("kind", "mode"),
    [("JPEG", "RGB"), *product(["PNG", "WEBP", "TIFF"], ["RGB", "RGBA"])],
)
def test_a_colour_is_the_one_that_its_profile_names(profile, own, srgb, kind, mode):
    options = {"quality": 100} if kind in {"JPEG", "WEBP"} else {}
    options |= {"icc_profile": profile} if profile else {}
    content = saved(Image.new("RGB", (64, 64), own).convert(mode), kind, **options)
    assert like(shown(content), srgb, 14)


def test_a_profile_that_says_nothing_or_belongs_to_another_space_is_read_past():
    grey = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    for profile in (b"no profile", grey):
        content = saved(Image.new("RGB", (40, 40), TEAL), icc_profile=profile)
        assert like(shown(content), TEAL)


def test_ink_on_paper_becomes_light():
    made = Image.new("CMYK", (40, 40), (255, 0, 0, 0))
    assert like(shown(saved(made, "JPEG", quality=100)), (0, 255, 255), 30)
    assert like(shown(saved(made, "TIFF")), (0, 255, 255), 30)
    assert like(shown(saved(Image.new("CMYK", (40, 40), (0, 0, 0, 0)), "JPEG")), WHITE)


def test_lab_is_converted():
    lab = ImageCms.createProfile("LAB")
    made = ImageCms.profileToProfile(
        Image.new("RGB", (40, 40), TEAL), ImageCms.createProfile("sRGB"), lab, outputMode="LAB"
    )
    assert like(shown(saved(made, "TIFF")), TEAL, 20)


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
@pytest.mark.parametrize(("value", "grey"), [(0, 0), (16_384, 64), (32_768, 128), (65_535, 255)])
def test_sixteen_bits_of_grey_keep_their_shade(kind, value, grey):
    made = Image.frombytes("I;16", (40, 40), struct.pack("<H", value) * 1600)
    assert like(shown(saved(made, kind)), (grey,) * 3)


def test_sixteen_bits_of_grey_keep_their_shade_where_one_of_them_is_seen_through():
    row = struct.pack("<H", 16_384) * 20 + struct.pack("<H", 16_385) * 20
    content = saved(Image.frombytes("I;16", (40, 40), row * 40))
    at = content.index(b"IDAT") - 4
    content = content[:at] + _chunk(b"tRNS", struct.pack(">H", 16_384)) + content[at:]
    assert like(shown(content, (0.1, 0.5)), WHITE)
    assert like(shown(content, (0.9, 0.5)), (64,) * 3)


@pytest.mark.parametrize(("mode", "value", "grey"), [
    ("I", 32_768, 128), ("F", 0.5, 128), ("F", 200.0, 200), ("I", 100, 100),
])  # fmt: skip
def test_numbers_without_an_end_are_read_by_the_brightest(mode, value, grey):
    made = Image.new(mode, (40, 40), value)
    top = {0.5: 1.0, 32_768: 65_535}.get(value, 255)
    made.putpixel((0, 0), top)
    assert like(shown(saved(made, "TIFF")), (grey,) * 3)


def test_what_is_seen_through_stands_on_white():
    for mode, clear in (("RGBA", (0, 0, 0, 0)), ("LA", (0, 0))):
        assert like(shown(saved(Image.new(mode, (40, 40), clear))), WHITE)
        assert like(shown(saved(Image.new(mode, (40, 40), clear), "WEBP")), WHITE)
    assert like(shown(saved(Image.new("LA", (40, 40), (0, 128)))), (127,) * 3)
    palette = Image.new("P", (40, 40), 0)
    palette.putpalette([0, 0, 0, 0, 128, 128])
    palette.paste(1, (20, 0, 40, 40))
    for kind in ("PNG", "GIF"):
        content = saved(palette, kind, transparency=0)
        assert like(shown(content, (0.1, 0.5)), WHITE)
        assert like(shown(content, (0.9, 0.5)), TEAL)
    several = saved(palette, "PNG", transparency=b"\x80\xff")
    assert like(shown(several, (0.1, 0.5)), (127,) * 3)
    keyed = Image.new("RGB", (40, 40), (1, 2, 3))
    assert like(shown(saved(keyed, "PNG", transparency=(1, 2, 3))), WHITE)
    grey = Image.new("L", (40, 40), 7)
    assert like(shown(saved(grey, "PNG", transparency=7)), WHITE)


@pytest.mark.parametrize("value", [0, 1])
def test_one_bit_is_black_or_white(value):
    for kind in ("PNG", "TIFF", "BMP"):
        assert like(shown(saved(Image.new("1", (40, 40), value), kind)), (value * 255,) * 3)


@pytest.mark.parametrize("turn", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_a_photo_stands_upright_however_the_camera_was_held(turn, kind):
    upright = Image.new("RGB", (1800, 900), TEAL)
    upright.paste("red", (0, 0, 600, 300))
    back = {2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180,
            4: Image.Transpose.FLIP_TOP_BOTTOM, 5: Image.Transpose.TRANSPOSE,
            6: Image.Transpose.ROTATE_90, 7: Image.Transpose.TRANSVERSE,
            8: Image.Transpose.ROTATE_270}  # fmt: skip
    held = upright.transpose(back[turn]) if turn in back else upright
    exif = Image.Exif()
    exif[0x0112] = turn
    made = read(saved(held, kind, exif=exif))
    assert (made.width, made.height) == (1600, 800)
    with Image.open(io.BytesIO(made.large)) as kept:
        assert not kept.getexif()
        assert like(kept.getpixel((60, 60)), (255, 0, 0), 40)
        assert like(kept.getpixel((1500, 700)), TEAL, 12)


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG", "AVIF"])
def test_of_what_moves_the_first_picture_is_kept(kind):
    second = Image.new("RGB", (40, 40), "red")
    content = saved(Image.new("RGB", (40, 40), TEAL), kind, save_all=True, append_images=[second])
    assert like(shown(content), TEAL, 12)


def lively(size=(640, 480)) -> Image.Image:
    return Image.effect_noise(size, 60).convert("RGB")


@pytest.mark.parametrize("progressive", [False, True])
@pytest.mark.parametrize("cut", [1, 2, 3, 20, 2000])
def test_a_jpeg_whose_end_is_missing_is_taken_as_far_as_it_goes(progressive, cut):
    whole = saved(lively(), "JPEG", progressive=progressive)
    made = read(whole[:-cut])
    assert made.width == 640
    assert made.height > 400
    plain = saved(Image.new("RGB", (900, 600), TEAL), "JPEG", progressive=progressive)
    assert like(shown(plain[: -min(cut, 20)]), TEAL, 9)


def test_what_is_more_missing_than_there_is_no_photo():
    for content in (saved(lively(), "JPEG"), saved(lively(), "PNG")):
        with pytest.raises(Refused, match="unreadable"):
            read(content[: len(content) // 3])


@pytest.mark.parametrize(
    "size", [(1, 24_000_000), (24_000_000, 1), (LONGEST_SIDE + 1, 1), (12_001, 10_000)]
)
def test_too_long_a_side_and_too_many_pixels_are_refused_before_they_are_read(size):
    with pytest.raises(Refused, match="pixels"):
        read(narrow(*size))


def narrow(width: int, height: int) -> bytes:
    """A head that says so, and few bytes."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return (struct.pack(">I", len(content)) + name + content
                + struct.pack(">I", zlib.crc32(name + content)))  # fmt: skip

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", b"x") + chunk(b"IEND", b"")


@pytest.mark.parametrize("brand", [b"heic", b"heix", b"mif1"])
def test_a_heic_photo_is_named(brand):
    with pytest.raises(Refused, match="heic"):
        read(b"\0\0\0\x18ftyp" + brand + b"\0" * 40)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_as_many_pixels_as_we_promise_are_taken_within_the_memory_that_one_may_use(kind):
    longest = 16_383 if kind == "WEBP" else LONGEST_SIDE  # its own limit
    size = (longest, 120_000_000 // longest)
    options = {"compress_level": 1} if kind == "PNG" else {}
    options = {"quality": 30, "method": 0} if kind == "WEBP" else options
    content = saved(Image.new("RGB", size, TEAL), kind, **options)
    made = read_apart(ContentFile(content))
    assert made.width == 1600
    with Image.open(io.BytesIO(made.large)) as kept:
        assert like(kept.getpixel((800, 300)), TEAL, 8)


def test_a_file_that_ends_the_process_that_reads_it_is_refused_and_ends_nothing_else(
    monkeypatch, tmp_path
):
    program = tmp_path / "reading.py"
    program.write_text("import os; os.kill(os.getpid(), 9)")
    monkeypatch.setattr(places, "_PROGRAM", program)
    with pytest.raises(Refused):
        read_apart(ContentFile(b"x"))


def test_the_process_that_reads_knows_no_secrets(monkeypatch, tmp_path):
    program = tmp_path / "reading.py"
    told = tmp_path / "told"
    program.write_text(f"import os; open({str(told)!r}, 'w').write(repr(dict(os.environ)))")
    monkeypatch.setattr(places, "_PROGRAM", program)
    with pytest.raises(Refused):
        read_apart(ContentFile(b"x"))
    assert "DATABASE_URL" not in told.read_text()
    assert "SECRET" not in told.read_text()


def test_where_all_places_are_taken_one_is_told_at_once(monkeypatch, tmp_path):
    program = tmp_path / "reading.py"
    program.write_text("import sys, time; sys.stdin.read(); time.sleep(30)")
    monkeypatch.setattr(places, "_PROGRAM", program)
    monkeypatch.setattr(places, "_READ_SECONDS", 3.0)
    monkeypatch.setattr(places, "WAIT_SECONDS", 1.0)
    answers: list[object] = []

    def ask() -> None:
        try:
            answers.append(read_apart(ContentFile(b"x")))
        except (Busy, Refused) as error:
            answers.append(type(error))

    threads = [threading.Thread(target=ask) for _ in range(9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers[:5] == [Busy] * 5  # at once: more than four neither read nor wait
    assert answers.count(Refused) == places.PLACES
    monkeypatch.undo()
    assert isinstance(read_apart(ContentFile(saved(lively((40, 40))))), Pictures)


def test_reading_needs_nothing_of_ours() -> None:
    program = Path(places._PROGRAM)
    content = saved(lively((40, 40)))
    done = subprocess.run(
        [sys.executable, "-I", str(program)], input=content, capture_output=True, check=True
    )
    assert done.stdout.startswith(b'{"size": [40, 40]')


def _chunk(kind: bytes, content: bytes, by: int = 0) -> bytes:
    """One of a PNG's; `by` makes its checksum wrong."""
    sum_ = zlib.crc32(kind + content) ^ by
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", sum_)


@pytest.mark.parametrize(
    "beside",
    [
        _chunk(b"tEXt", b"Comment\0x", by=1),
        _chunk(b"tIME", b"\0" * 7, by=1),
        _chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"x" * 2_000_000)),
        _chunk(b"iTXt", b"XML\0\1\0\0\0" + zlib.compress(b"x" * 2_000_000)),
    ],
    ids=["a wrong checksum", "a wrong time", "many words", "many more"],
)
def test_words_beside_a_picture_do_not_keep_it_from_being_shown(beside):
    plain = saved(Image.new("RGB", (40, 40), TEAL))
    at = plain.index(b"IDAT") - 4
    assert like(shown(plain[:at] + beside + plain[at:]), TEAL)
