"""Two or three words under a stone, proposed from the sentence of its step. Pure."""

from __future__ import annotations

import re

from backend.text import personal, personal_names

LABEL_LIMIT = 24
_WORDS = 3
_LINK = re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE)
_GAP = "…"  # where something was left out
_WORD = re.compile(rf"\w[\w'’.-]*\w|\w|{_GAP}")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Said around what was done; without them the words still tell it.
_LEFT_OUT = _words(
    # Dutch, then English.
    "de het een ik wij we jij je jullie u hij zij ze er dit dat deze die zich mij me mijn ons onze "
    "jouw hun haar zijn heb hebt heeft hebben had hadden ben bent is was waren word wordt worden "
    "werd werden zal zullen zou zouden kan kunnen kon konden moet moeten mag mogen gaan ging gingen "
    "ook nog al even eens eerst toen nu dan daarna vandaag gisteren vanmorgen samen zelf graag weer "
    "heel erg zo wel maar erbij ermee ervan erover eraan "
    "a an the i we you he she they it its this that these those me us my our your his her their "
    "have has had am are is was were be been being will would can could should must may might do "
    "did does also just again then now today yesterday together still already very so but "
    "i'm i've we're we've"
)
# They tie words together: in between they stay, at either end they hang loose.
_TIES = _words(
    "aan bij in naar met van voor over op om te tot uit door als en zonder onder tussen tegen per "
    "sinds na tijdens naast achter boven beneden volgens rond langs binnen buiten behalve dankzij "
    "to at into with from of for about on by as and without under between against per since after "
    "during beside next behind above below inside outside around along"
)
# Without these words the others would tell the opposite: they stay, or nothing is proposed.
_NOT = _words(
    "niet geen nooit niemand niets nergens noch zonder "
    "not no never nobody nothing none nowhere nor cannot without"
)
# Here another thought begins.
_CLAUSES = _words(
    "dat wat waar waarom hoe wie welke omdat terwijl toen "
    "what where why how who which because while when if whether or"
)
# A sentence goes on behind them: what they do has not been said yet.
_GOES_ON = re.compile(
    r"^(?:krijgt|krijgen|geeft|geven|vindt|vinden|staat|staan|ligt|liggen|zit|zitten|doet|doen|komt|komen|gebruikt|"
    r"wil|willen|weet|weten|zegt|zeggen|belt|bellen|leest|lezen|gets|get|gives|give|finds|stands|lies|does|"
    r"comes|uses|wants|knows|says|calls|reads)$",
    re.IGNORECASE,
)
# After a bare first word in the singular, these say that the word is somebody's name ("Joost vroeg").
_DID = re.compile(
    r"^(?:\w{2,}[dt]e|heeft|had|ging|sprak|schreef|vroeg|keek|hielp|liep|zag|gaf|kwam|nam|deed|las|zat|"
    r"\w{3,}ed|has|went|spoke|wrote|sat|took|gave|came|saw|did|read|met|made|heard)$",
    re.IGNORECASE,
)


def label_from(text: str) -> str:
    """The first two or three words that tell what was done, at most 24 signs; perhaps empty.

    No word is cut. Nobody is named: what looks like somebody's data is left out, and so is every
    word with a capital that does not begin a sentence.
    """
    words: list[str] = []
    telling = _telling(personal.without(_LINK.sub(f" {_GAP} ", text), f" {_GAP} "))
    for word in telling:
        if len(" ".join([*words, word])) > LABEL_LIMIT:
            if words:
                break
            continue
        words.append(word)
        if len(words) == _WORDS:
            break
    while len(words) > 1 and (words[-1].casefold() in _TIES - _NOT or _GOES_ON.match(words[-1])):
        words.pop()
    if words and words[0].casefold() in _TIES - _NOT:
        words = []
    if any(map(_denies, telling)) and not any(map(_denies, words)):
        words = []
    label = " ".join(words)
    return label[:1].upper() + label[1:]


def _denies(word: str) -> bool:
    small = word.casefold().replace("’", "'")
    return small in _NOT or small.endswith("n't")


def _telling(text: str) -> list[str]:
    """The words of the first sentence that say something, in order."""
    sentence = re.split(r"(?<=[.!?…])\s+(?=[A-ZÀ-Þ])|(?<=\w)[:;]\s", text.strip(), maxsplit=1)[0]
    words = [match[0].strip(".") for match in _WORD.finditer(sentence)]
    if len(words) > 1 and _is_somebody(*words[:2]):
        words = words[1:]
    found: list[str] = []
    for place, (word, following) in enumerate(zip(words, [*words[1:], ""], strict=False)):
        small = word.casefold().replace("’", "'")
        if small in _CLAUSES and found:
            break
        is_out = word == _GAP or (word[:1].isupper() and place > 0)
        if personal_names.is_title(word):
            is_out |= following == _GAP or following[:1].isupper()
        if is_out and found and found[-1].casefold() in _TIES - _NOT:
            found.pop()
        if small in _LEFT_OUT or is_out or (small in _TIES - _NOT and not found):
            continue
        found.append(word if place or not word[1:].islower() else word.lower())
    return found


def _is_somebody(first: str, second: str) -> bool:
    """Whether a sentence begins with a name: "Joost en ik …", "Fatima vroeg …"."""
    if not first[:1].isupper() or first.casefold() in _LEFT_OUT | _TIES:
        return False
    joined = second.casefold() in {"en", "and"}
    return joined or (not first.endswith(("en", "s")) and bool(_DID.match(second)))
