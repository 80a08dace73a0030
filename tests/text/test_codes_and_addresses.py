"""Codes and addresses are read as people copy them, and go out as mail servers know them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from backend.text import addresses, codes, people
from backend.text.problems import Problem, Refused
from backend.writing.fields import AddressField

DASHES = [chr(n) for n in range(0x110000) if unicodedata.category(chr(n)) == "Pd"]
BETWEEN = [
    "",
    " ",
    "\u00a0",
    "\u200b",
    "\ufeff",
    "\u2060",
    "\u2212",
    "\t",
    "\u00ad",
    "\u202c",
    *DASHES,
]


@given(
    first=st.sampled_from(BETWEEN), second=st.sampled_from(BETWEEN), third=st.sampled_from(BETWEEN)
)
def test_a_code_is_the_same_with_any_dash_space_or_sign_that_nobody_sees(first, second, third):
    assert codes.code(f"{first}K7QX{second}{third}94RM{third}") == "K7QX94RM"


@pytest.mark.parametrize(
    "typed", ["１２３４５６", "١٢٣٤٥٦", "“123-456”.", "123\u2011456", "1 2 3–4 5 6"]
)
def test_digits_of_any_width_or_script_are_digits(typed):
    assert codes.code(typed) == "123456"


@pytest.mark.parametrize(
    "typed",
    ["code: K7QX-94RM", "Code K7QX-94RM", "Je code is K7QX-94RM.", "Uw inlogcode: K7QX 94RM", "Code:\u00a0K7QX–94RM",
     "Your sign-in code: K7QX-94RM"],
)  # fmt: skip
def test_the_word_that_says_that_it_is_a_code_is_no_part_of_it(typed):
    assert codes.code(typed) == "K7QX94RM"


@pytest.mark.parametrize("typed", ["CODE-7Q4X", "code 7q4x", "CODE7Q4X"])
def test_a_code_may_have_that_word_in_it(typed):
    assert codes.code(typed).upper() == "CODE7Q4X"


def test_a_secret_keeps_its_signs_and_every_dash_is_one():
    assert codes.secret("\u200b Open–sesam!\u00a0") == "Open-sesam!"


@pytest.mark.parametrize(
    "copied",
    [
        "els@duin.example", " ELS@Duin.Example\u200b", "\ufeffels@duin.example", "mailto:els@duin.example",
        "MAILTO: els@duin.example?subject=Dag", "<els@duin.example>", "'els@duin.example'",
        "“els@duin.example”;", "els\u200b@duin\u00ad.example.", "els＠duin.example", "\u202eels@duin.example",
        "‘els@duin.example’", "els@duin\u2060.example", "(els@duin.example),",
    ],
)  # fmt: skip
def test_what_copying_adds_to_an_address_is_left_out(copied):
    assert addresses.address(copied) == "els@duin.example"


@pytest.mark.parametrize("dash", ["-", *"‐‑‒–—−﹣－˗"])
def test_a_dash_of_any_kind_in_an_address_is_a_hyphen(dash):
    """On paper and in a word processor a hyphen becomes another sign, which nobody can tell apart."""
    assert addresses.address(f"anne{dash}marie@duin{dash}zicht.example") == (
        "anne-marie@duin-zicht.example"
    )
    assert addresses.in_ascii(f"k@duin{dash}zicht.example") == "k@duin-zicht.example"


def test_a_dash_around_an_address_is_a_bullet_and_no_part_of_it():
    assert addresses.address("– els@duin.example —") == "els@duin.example"


@pytest.mark.parametrize("apostrophe", ["'", *"’‘ʼ´′＇"])
def test_an_apostrophe_of_any_kind_in_an_address_is_the_one_of_mail_servers(apostrophe):
    assert addresses.address(f"‘o{apostrophe}brien@duin.example’") == "o'brien@duin.example"


def test_the_long_vowel_of_a_japanese_domain_is_a_letter():
    assert addresses.address("k@スーパー.example") == "k@スーパー.example"


@pytest.mark.parametrize("sign", ["\ufffc", "\u2800", "\u200b", "\u00ad", "\u3164", "\u2060"])
@pytest.mark.parametrize(
    "address", ["{}els@duin.example", "els@du{}in.example", "e{}ls@duin.example{}"]
)
def test_what_looks_like_nothing_is_no_part_of_an_address_wherever_it_is_typed(sign, address):
    """The field on a page and a list that is pasted read the same."""
    typed = address.replace("{}", sign)
    assert addresses.address(typed) == "els@duin.example"
    assert AddressField().clean(typed) == "els@duin.example"
    assert [one.email for one in people.read(typed).found] == ["els@duin.example"]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("anne‑marie@duin.example", "anne-marie@duin.example"),
        ("k@duin−zicht.example", "k@duin-zicht.example"),
        ("o’brien@duin.example", "o'brien@duin.example"),
        ("– anne@duin.example", "anne@duin.example"),
    ],
)
def test_a_field_and_a_pasted_list_read_an_address_alike(typed, kept):
    assert AddressField().clean(typed) == kept
    for line in (typed, f"Anne Bos <{typed}>", f"Anne Bos; {typed}", f"Anne Bos\t{typed}"):
        assert [one.email for one in people.read(line).found] == [kept]


@pytest.mark.parametrize(
    ("kept", "sent"),
    [
        ("els@straße.example", "els@xn--strae-oqa.example"),
        ("els@FAẞ.example", "els@xn--fa-hia.example"),
        ("els@bücher.example", "els@xn--bcher-kva.example"),
        ("els@xn--strae-oqa.example", "els@xn--strae-oqa.example"),
        ("o'brien@duin.example", "o'brien@duin.example"),
        ("a+b@duin.example", "a+b@duin.example"),
    ],
)
def test_a_domain_goes_out_by_the_rules_of_2008(kept, sent):
    assert addresses.in_ascii(kept) == sent


def test_one_address_is_kept_one_way_however_its_domain_was_written():
    assert addresses.address("els@xn--strae-oqa.example") == addresses.address("els@STRAßE.example")


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("samira", Problem.NO_ADDRESS), ("", Problem.NO_ADDRESS), ("p@@duin.example", Problem.ADDRESS),
        ("p @duin.example", Problem.ADDRESS), ("@duin.example", Problem.ADDRESS), ("p@duin", Problem.ADDRESS),
        ("jörg@duin.example", Problem.LOCAL_PART), ("mıke@duin.example", Problem.LOCAL_PART),
        ("p@duin..example", Problem.DOMAIN), ("p@-duin.example", Problem.DOMAIN), ("p@du_in.example", Problem.DOMAIN),
        ("a" * 65 + "@duin.example", Problem.TOO_LONG), (".p@duin.example", Problem.ADDRESS),
        ("p@[10.0.0.1]", Problem.DOMAIN), ("p@10.0.0.1", Problem.ADDRESS), ('"p p"@duin.example', Problem.ADDRESS),
        ("p@" + ".".join(["b" * 60] * 5) + ".example", Problem.DOMAIN),
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused_by_name(typed, problem):
    with pytest.raises(Refused) as refused:
        addresses.address(typed)
    assert refused.value.problem == problem


def _some(*pieces: str) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(pieces), max_size=2).map("".join)


AROUND = _some(*" <>()‘’“–.;\u200b", "mailto:", "?subject=x")
NEARLY = st.builds(
    "{}els{}o@duin{}.example{}".format,
    AROUND,
    _some("1", "é", *"’-–+._\u00ad"),
    _some("straße", "スーパー", "1", *"-–.\u200b"),
    AROUND,
)


@given(NEARLY | st.text(max_size=40))
@example("‘ ‘els@duin.example")
def test_whatever_is_typed_is_an_address_for_the_wire_or_refused(text):
    try:
        kept = addresses.address(text)
    except Refused as refused:
        kept = None
        assert refused.problem
    assert kept is None or (addresses.address(kept) == kept and addresses.in_ascii(kept).isascii())
