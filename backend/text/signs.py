"""Signs that nobody sees or that no message can carry, by kind (Unicode 15).

`Default_Ignorable_Code_Point` and `Bidi_Control` are Unicode's own properties
(DerivedCoreProperties.txt, PropList.txt); Python's library does not know them.
"""

from __future__ import annotations

import re
import unicodedata

# C0 and C1 but tab, line feed and carriage return; the halves of pairs; what Unicode never assigns.
_CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
_NEVER = "\ufdd0-\ufdef" + "".join(
    f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(17)
)
UNFIT = f"[{_CONTROLS}\ud800-\udfff{_NEVER}]"
# The same without the halves of pairs, which a database in UTF-8 cannot hold anyway, nor NUL.
UNFIT_STORED = f"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f{_NEVER}]"
# A line that ends in the way of a slide, a form feed, a mainframe, or Unicode.
LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
JOINERS = "\u200c\u200d"
_TAG = "\U000e0000-\U000e007f"
VARIATIONS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
# Signs without any shape, but for joiners, variations and directions, which have their uses.
SHAPELESS = (
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0"
    "\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0080-\U000e00ff\U000e01f0-\U000e0fff"
)
# Signs with a shape of nothing: the empty braille pattern, a note head, what a pasted picture leaves.
_BLANK = "\u2800\U0001d159\ufffc"
_INVISIBLE = re.compile(f"[{SHAPELESS}{_TAG}{JOINERS}{VARIATIONS}{BIDI}{_BLANK}]")
_NOTHING = re.compile(f"[\\s{SHAPELESS}{_TAG}{JOINERS}{VARIATIONS}{BIDI}{_BLANK}]|{UNFIT}")
_EDGE = re.compile(f"^[\\s{SHAPELESS}{_BLANK}]+|[\\s{SHAPELESS}{_BLANK}]+\\Z")
_UNFIT = re.compile(UNFIT)
_SHAPELESS = re.compile(f"[{SHAPELESS}]")
_BIDI = re.compile(f"[{BIDI}]")
# A flag of a region is a black flag with tags behind it; elsewhere tags only hide a message.
_TAGS = re.compile("(\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f)|[\U000e0000-\U000e007f]")


def without_unfit(text: str) -> str:
    """Without control signs (tab, line feed and carriage return stay), halves and non-signs."""
    return _UNFIT.sub("", text)


def without_invisible(text: str) -> str:
    """Without any sign of which nothing is seen: for addresses and codes, in which none has a use."""
    return _INVISIBLE.sub("", text)


def without_shapeless(text: str) -> str:
    """Without signs that have no shape, but tags and those that join letters or emoji or vary them."""
    return _SHAPELESS.sub("", text)


def without_bidi(text: str) -> str:
    """Without signs that steer the direction of reading."""
    return _BIDI.sub("", text)


def without_hidden_tags(text: str) -> str:
    """Without tag signs but those of a flag."""
    return _TAGS.sub(lambda found: found[1] or "", text)


def is_blank(text: str) -> bool:
    """Whether nothing of it would be seen."""
    return not _NOTHING.sub("", text)


def trimmed(text: str) -> str:
    """Without blanks and signs without a shape at both ends."""
    return _EDGE.sub("", text)


def composed(text: str) -> str:
    """In Unicode's composed form (NFC): é is one sign, however it was typed."""
    return unicodedata.normalize("NFC", text)
