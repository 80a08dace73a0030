"""Reading a photo as strangers make them, in a process of its own: no Django, nothing of ours.

`python -I reading.py` takes a file on its input and answers a line of JSON, and the pictures after it.
What a file does to whoever opens it (memory, time, a crash) it does to that process only.
"""

from __future__ import annotations

import io
import json
import os
import sys
import warnings
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PIL import (
    AvifImagePlugin,
    BmpImagePlugin,
    GifImagePlugin,
    Image,
    ImageChops,
    ImageCms,
    ImageFile,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

# Only these readers, and no other of Pillow's, ever see a file. An MPO begins as a JPEG.
_READERS = (
    JpegImagePlugin, MpoImagePlugin, PngImagePlugin, WebPImagePlugin, GifImagePlugin,
    AvifImagePlugin, TiffImagePlugin, BmpImagePlugin,
)  # fmt: skip
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF", "TIFF", "BMP")
# Today's largest phones make 200 megapixels and save 50; a scan of a sheet has 35.
MOST_PIXELS = 120_000_000
LONGEST_SIDE = 16_384
LARGE, SMALL = (1600, 82), (320, 54)  # side and quality
MEMORY_BYTES = 2_400_000_000
# A JPEG is read smaller at once; of the others one this large may take 2 GB: one at a time.
ALONE_PIXELS = 40_000_000
CPU_SECONDS = 60
# Words beside a picture, and a screen's profile, unpacked: the reader's own end of 1 MB is too near.
PngImagePlugin.MAX_TEXT_CHUNK = 16 * 1024 * 1024
_PNG = b"\x89PNG\r\n\x1a\n"
_BESIDE = {b"tEXt", b"zTXt", b"iTXt", b"tIME", b"pHYs", b"bKGD", b"hIST"}
# Of a file that was cut off so much of the height must be there.
_ENOUGH = 0.5
_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_SPACES = {"RGB": "RGB", "GRAY": "L", "CMYK": "CMYK", "Lab": "LAB"}


class Refused(Exception):
    """No photo that we take: `pixels`, `heic` or `unreadable`."""


@dataclass(frozen=True)
class Pictures:
    """A photo as it is kept: two WebPs, and the size of the large one."""

    large: bytes
    small: bytes
    width: int
    height: int


def read(content: bytes, alone: Callable[[], None] = lambda: None) -> Pictures:
    """Upright, in sRGB, on white, at most 1600 pixels a side, without EXIF. Raises `Refused`.

    `alone` is called before one that takes much memory is read.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        Image.MAX_IMAGE_PIXELS = None  # what is too much we say ourselves
        try:
            bare = _bare(_without_broken_words(content), alone)
        except Refused:
            raise
        except MemoryError as full:
            raise Refused("pixels") from full
        except Exception as broken:  # Pillow's readers raise anything on files made to break them
            raise Refused("heic" if _is_heic(content) else "unreadable") from broken
    large, small = _webp(bare, *LARGE), _webp(bare, *SMALL)
    return Pictures(large, small, *bare.size)


def _is_heic(content: bytes) -> bool:
    return content[4:8] == b"ftyp" and content[8:12] in {
        b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1",
    }  # fmt: skip


def _without_broken_words(content: bytes) -> bytes:
    """A PNG without those of its words whose checksum is wrong: browsers show it all the same."""
    if not content.startswith(_PNG):
        return content
    kept, at = [_PNG], len(_PNG)
    while at + 12 <= len(content):
        end = at + 12 + int.from_bytes(content[at : at + 4])
        said = int.from_bytes(content[end - 4 : end])
        if content[at + 4 : at + 8] not in _BESIDE or zlib.crc32(content[at + 4 : end - 4]) == said:
            kept.append(content[at:end])
        at = end
    return b"".join([*kept, content[at:]])


def _bare(content: bytes, alone: Callable[[], None]) -> Image.Image:
    """Pixels only: whatever else the file told (place, camera, maker) is left behind."""
    found = _opened(content, alone)
    small = _in_srgb(_smaller(found), found.info.get("icc_profile"))
    turn = _TURNS.get(found.getexif().get(_ORIENTATION, 1))
    upright = small.transpose(turn) if turn is not None else small
    upright.thumbnail((LARGE[0], LARGE[0]), Image.Resampling.LANCZOS)
    bare = Image.new("RGB", upright.size)
    bare.paste(upright)
    return bare


def _opened(content: bytes, alone: Callable[[], None]) -> Image.Image:
    """The first picture, loaded; a large JPEG is already read smaller."""
    found = _headed(content)
    if found.width * found.height > ALONE_PIXELS:
        alone()
    try:
        found.load()
    except (OSError, SyntaxError):
        if found.format not in {"JPEG", "MPO", "PNG"}:
            raise
        return _cut_off(content)
    return found


def _headed(content: bytes) -> ImageFile.ImageFile:
    found = Image.open(io.BytesIO(content), formats=FORMATS)
    if max(found.size) > LONGEST_SIDE or found.width * found.height > MOST_PIXELS:
        raise Refused("pixels")
    found.draft(found.mode, (LARGE[0] * 2, LARGE[0] * 2))
    return found


def _cut_off(content: bytes) -> Image.Image:
    """What is there of a file whose end is missing. Raises `Refused` where that is too little."""
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        found = _headed(content)
        found.load()
        if found.info.get("progressive") and content.count(b"\xff\xda") > 1:
            # It comes in layers, each of the whole picture: told that it ends, they are shown.
            found = _headed(_whole_layers(content) + b"\xff\xd9")
            found.load()
            return found
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = False
    rows = _rows_there(found)
    if rows < found.height * _ENOUGH:
        raise Refused("unreadable")
    exif, info, kept = found.getexif(), found.info, found.crop((0, 0, found.width, rows))
    kept.info = {**info, "exif": exif.tobytes()}
    return kept


def _whole_layers(content: bytes) -> bytes:
    """Without a table or the head of a layer at the end that is itself cut off."""
    while True:
        table, layer = content.rfind(b"\xff\xc4"), content.rfind(b"\xff\xda")
        if table < layer and len(content) - layer > 16:
            return content
        content = content[: max(table, layer, 0)]


def _rows_there(found: Image.Image) -> int:
    """How far a file that was cut off goes: below it the readers leave grey (JPEG) or nothing (PNG)."""
    fills = (0,) if found.format == "PNG" else (127, 128)
    last = found.getpixel((found.width - 1, found.height - 1))
    values = last if isinstance(last, tuple) else (last,)
    if len(set(values)) != 1 or values[0] not in fills:
        return found.height
    blank = Image.new(found.mode, found.size, last)
    if found.mode == "P":
        blank.putpalette(found.getpalette() or [])
    differs = ImageChops.difference(found, blank).getbbox(alpha_only=False)
    return differs[3] if differs else 0


def _smaller(found: Image.Image) -> Image.Image:
    """Some 1600 to 3200 pixels, in colours as they are; strip by strip, so that it takes no second copy."""
    wanted = max(1, min(max(found.size) // LARGE[0], 64))
    size = (-(-found.width // wanted), -(-found.height // wanted))
    rows = wanted * max(1, 2_000_000 // (found.width * wanted))
    made: Image.Image | None = None
    for top in range(0, found.height, rows):
        box = (0, top, found.width, min(found.height, top + rows))
        strip = _plain(found.crop(box), found)
        strip = strip.reduce(wanted) if wanted > 1 else strip
        if made is None:
            made = Image.new(strip.mode, size)
        made.paste(strip, (0, top // wanted))
    assert made is not None
    return made


def _plain(strip: Image.Image, whole: Image.Image) -> Image.Image:
    """In one of L, RGB, RGBA, CMYK and LAB, with eight bits each."""
    mode = strip.mode
    if mode.startswith("I;16"):
        return _eight_bits(strip, whole.info.get("transparency"))
    if mode in {"LA", "La", "PA", "RGBa", "RGBA"} or "transparency" in whole.info:
        strip.info = dict(whole.info)
        return strip.convert("RGBA")
    if mode in {"L", "RGB", "CMYK", "LAB"}:
        return strip
    if mode == "1":
        return strip.convert("L")
    if mode in {"I", "F"}:
        _low, high = whole.getextrema()
        most = _white(float(high))  # type: ignore[arg-type]
        return strip.convert("F").point(lambda value: value * (255 / most)).convert("L")
    return strip.convert("RGB")


def _eight_bits(strip: Image.Image, clear: Any) -> Image.Image:
    """Of a grey of sixteen bits; `clear` is the one shade that is seen through, if any."""
    grey = strip.convert("I").point(lambda value: value * (255 / 65_535)).convert("L")
    if not isinstance(clear, int):
        return grey
    whole = strip.tobytes()
    low, high = (Image.frombytes("L", strip.size, whole[at::2]) for at in (0, 1))
    grey.putalpha(
        ImageChops.lighter(
            low.point([255 * (value != clear & 255) for value in range(256)]),
            high.point([255 * (value != clear >> 8) for value in range(256)]),
        )
    )
    return grey.convert("RGBA")


def _white(brightest: float) -> float:
    """What a file in numbers without a fixed end means by white."""
    return next((end for end in (1.0, 255.0, 65_535.0) if brightest <= end), brightest)


def _in_srgb(made: Image.Image, profile: bytes | None) -> Image.Image:
    """As a browser shows it: colours by their profile, what is seen through on white."""
    ground = Image.new("RGB", made.size, "white")
    if made.mode == "RGBA":
        ground.paste(_converted(made.convert("RGB"), profile), mask=made.getchannel("A"))
    else:
        ground.paste(_converted(made, profile))
    return ground


def _converted(made: Image.Image, profile: bytes | None) -> Image.Image:
    srgb = ImageCms.createProfile("sRGB")
    try:
        if profile:
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            space = _SPACES.get(own.profile.xcolor_space.strip(), "")
            if space == "L" and made.mode == "RGB":
                made = made.convert("L")
            if space == made.mode:
                return _by(made, own, srgb)
        if made.mode == "LAB":
            return _by(made, ImageCms.createProfile("LAB"), srgb)
    except (ImageCms.PyCMSError, OSError):
        pass  # a profile that says nothing
    return made.convert("RGB")


def _by(made: Image.Image, own: Any, srgb: Any) -> Image.Image:
    flags = ImageCms.Flags.BLACKPOINTCOMPENSATION
    intent = ImageCms.Intent.RELATIVE_COLORIMETRIC
    result = ImageCms.profileToProfile(
        made, own, srgb, renderingIntent=intent, outputMode="RGB", flags=flags
    )
    assert result is not None
    return result


def _webp(bare: Image.Image, side: int, quality: int) -> bytes:
    kept, resized = io.BytesIO(), bare.copy()
    resized.thumbnail((side, side), Image.Resampling.LANCZOS)
    resized.save(kept, "WEBP", quality=quality, method=4)
    return kept.getvalue()


def _within_limits() -> None:
    """Pages go first, and no file takes more memory or time than this."""
    os.nice(5)
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, ValueError, OSError):
        return  # a system without


def _alone() -> None:
    """Wait until no other process reads a large one; the lock goes with this process."""
    import fcntl

    fcntl.flock(os.open(sys.argv[1], os.O_CREAT | os.O_RDWR), fcntl.LOCK_EX)


def main() -> None:
    """One photo; the argument is the file that large ones lock."""
    _within_limits()
    try:
        made = read(sys.stdin.buffer.read(), _alone)
    except Refused as why:
        sys.stdout.buffer.write(json.dumps({"refused": str(why)}).encode() + b"\n")
        return
    told = {"size": [made.width, made.height], "large": len(made.large)}
    sys.stdout.buffer.write(json.dumps(told).encode() + b"\n" + made.large + made.small)


if __name__ == "__main__":
    main()
