"""Lists of people as mail programmes, sheets and notes leave them on the clipboard."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.text import people, sorting
from backend.text.problems import Problem

TEAMS = {"storing zuid", "bos", "extern", "112"}


def is_team(text: str) -> bool:
    return sorting.folded(text) in TEAMS


def read(pasted: str) -> list[tuple[str, str, str]]:
    found = people.read(pasted, is_team)
    assert not found.wrong
    return [(one.name.shown, one.email.partition("@")[0], one.team) for one in found.found]


@pytest.mark.parametrize(
    "line",
    [
        "de Wit, Kees ({})", "de Wit, Kees [{}]", "de Wit, Kees - {}", "de Wit, Kees – {}", "de Wit, Kees : {}",
        "de Wit, Kees: {}", "de Wit, Kees {}", "> Kees de Wit <{}>", ">> de Wit, Kees <{}>", "| Kees de Wit | {} |",
        "| Kees de Wit | <{0}> |", "| Kees de Wit | [{0}](mailto:{0}) |", "Kees de Wit | {}", "Wit, de, Kees <{}>",
        "Wit, de Kees <{}>", "Wit, de, Kees, {}", "WIT, DE, KEES <{}>", "Kees,de Wit,{}", "de Wit;Kees;{}",
        "de Wit,Kees,{}", "Kees\tde\tWit\t{}", "Wit, de;Kees;{}", "DE WIT Kees <{}>", "Kees de Wit <{0}<mailto:{0}>>",
        "Kees de Wit [mailto:{}]", "{};Kees;de Wit", "{};Kees de Wit", "1;Kees de Wit;{}", "1\tKees\tde Wit\t{}",
        "12. Kees de Wit;{}", "P012345;Kees de Wit;{}", "Kees de Wit;06-12345678;{}", "Kees de Wit;{};+31 6 12345678",
        "Kees de Wit, tel. 06 1234 5678, {}", "Kees de Wit 06-12345678 {}", "Naam: Kees de Wit, E-mail: {}",
        "Kees de Wit, mail {}", "Kees de Wit {} (werk)", "Teamgroep: Kees de Wit <{}>;", "CC: de Wit, Kees <{}>",
        "Kees de Wit (hij/hem) <{}>", "Kees de Wit (afwezig) <{}>", "Kees de Wit (zij) {}", "Kees de Wit <{}> (hen/hun)",
        "Kees de Wit (she/her) <{}>", "\ufeff• Kees de Wit <{}>", "\u200b1. • Kees de Wit <{}>", "- [ ] Kees de Wit - {}",
        "drs. Kees de Wit <{}>", "Kees de Wit / {}",
    ],
)  # fmt: skip
def test_one_colleague_is_found_however_the_line_was_copied(line):
    assert read(line.format("k@x.nl")) == [("Kees de Wit", "k", "")]


@pytest.mark.parametrize(
    "line",
    [
        "Kees de Wit{{{}}}", "Kees de Wit &lt;{}&gt;", "@Kees de Wit <{}>", "⭐ Kees de Wit 🙂 <{}>", "{}, Wit, Kees de",
        "{} (Wit, Kees de)", "<{}> Kees de Wit", "CN=Kees de Wit,OU=Publiek,DC=x,DC=nl\t{}", "CN=Wit\\, Kees de,OU=Publiek,DC=x\t{}",
        "cn: Kees de Wit\tmail: {}", "Kees de Wit • {}", "Kees de Wit · {}", "Kees de Wit → {}", '"Kees","de","Wit","{}"',
        '"Kees";"de Wit";"{}"', "Wit, Kees de, drs. <{}>", "WIT Kees de <{}>", "Kees de Wit E: {}", "Kees de Wit | E {}",
        "Kees de Wit, T: 06-12345678, E: {}", "Kees de Wit <SMTP:{}>", "SMTP:{};Kees de Wit", "Wit de, Kees <{}>",
        "Wit, de\tKees\t{}", "{}\tde Wit\tKees", "Kees de Wit (06-12345678) {}", "Kees de Wit (T: 06-12345678), {}",
        "Kees de Wit {} (06 12345678)",
    ],
)  # fmt: skip
def test_directories_signatures_and_sheets_leave_the_same_colleague(line):
    assert read(line.format("k@x.nl")) == [("Kees de Wit", "k", "")]


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("Wit, Kees de - Gemeente Duin <k@x.nl>", "Gemeente Duin"), ("Kees de Wit - Gemeente Duin <k@x.nl>", "Gemeente Duin"),
        ("Kees de Wit – RWS <k@x.nl>", "RWS"), ("Kees de Wit - KvK <k@x.nl>", "KvK"), ("Kees de Wit, Gemeente Duin <k@x.nl>", "Gemeente Duin"),
        ("Kees de Wit via Projectgroep <k@x.nl>", "Projectgroep"), ("Kees de Wit, adviseur <k@x.nl>", "adviseur"),
        ("Kees de Wit | KCC | Gemeente Duin <k@x.nl>", "KCC"), ("Kees de Wit, senior adviseur, k@x.nl", "senior adviseur"),
        ("Kees de Wit, adviseur Vergunningen, k@x.nl", "adviseur Vergunningen"), ("Kees de Wit / KCC <k@x.nl>", "KCC"),
    ],
)  # fmt: skip
def test_whom_somebody_works_for_is_no_half_of_their_name(line, place):
    found = people.read(line, is_team)
    assert read(line) == [("Kees de Wit", "k", "")]
    assert [one.text for one in found.skipped] == [place]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("M.J. (Marieke) Jansen - de Vries <k@x.nl>", "Marieke Jansen - de Vries"),
        ("Jansen - de Vries, M. (Marieke) <k@x.nl>", "Marieke Jansen - de Vries"), ("Marieke Jansen - Smit <k@x.nl>", "Marieke Jansen - Smit"),
        ("Jansen-de Vries\tMarieke\tk@x.nl", "Marieke Jansen-de Vries"), ("da Silva\tJoão\tk@x.nl", "João da Silva"),
        ("d'Hondt\tLuc\tk@x.nl", "Luc d'Hondt"), ("Wit, kees <k@x.nl>", "kees Wit"), ("m.j. jansen <k@x.nl>", "M.J. Jansen"),
        ("th.a. smit <k@x.nl>", "Th.A. Smit"), ("Jansen M.J. <k@x.nl>", "M.J. Jansen"), ("Wit de C.J. <k@x.nl>", "C.J. de Wit"),
        ("Ian McDONALD <k@x.nl>", "Ian McDonald"), ("KCC - Balie <k@x.nl>", "KCC - Balie"), ("KCC Balie <k@x.nl>", "KCC Balie"),
        ("E k@x.nl", ""),
    ],
)  # fmt: skip
def test_double_names_initials_and_mailboxes_stay_what_they_are(line, name):
    assert read(line) == [(name, "k", "")]


@pytest.mark.parametrize("line", ["Kees <k@x.nl> en Anne <a@x.nl>", "Kees (k@x.nl) en Anne (a@x.nl)", "Kees k@x.nl / Anne a@x.nl", "Kees <k@x.nl> & Anne <a@x.nl>"])  # fmt: skip
def test_a_word_between_two_colleagues_is_of_neither(line):
    assert read(line) == [("Kees", "k", ""), ("Anne", "a", "")]


@pytest.mark.parametrize(
    "card",
    [
        "BEGIN:VCARD\nVERSION:3.0\nN:Wit;Kees;de;;\nFN:Kees de Wit\nORG:Gemeente Duin\nTEL;TYPE=CELL:0612345678\nEMAIL;TYPE=INTERNET:k@x.nl\nEND:VCARD",
        "begin:vcard\nN:Wit;Kees;de\nitem1.EMAIL;type=INTERNET;type=pref:k@x.nl\nitem1.X-ABLabel:werk\nend:vcard",
        "BEGIN:VCARD\nEMAIL:k@x.nl\nEMAIL:thuis@x.nl\nFN:Wit\\, Kees de\nEND:VCARD",
        "BEGIN:VCARD\nEMAIL;TYPE=HOME:thuis@x.nl\nEMAIL;TYPE=WORK:k@x.nl\nFN:Kees de Wit\nEND:VCARD",
        "BEGIN:VCARD\nFN:Kees de\n  Wit\nEMAIL;TYPE=\"work:x\":k@x.nl\nEND:VCARD",
        "BEGIN:VCARD\nVERSION:2.1\nFN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=4Bees=20de=20Wit\nEMAIL:k@x.nl\nEND:VCARD",
        "BEGIN:VCARD\nFN;ENCODING=QUOTED-PRINTABLE:Kees=20=\nde=\n=20Wit\nEMAIL:k@x.nl\nEND:VCARD",
    ],
)  # fmt: skip
def test_a_visiting_card_is_one_colleague(card):
    assert read(f"Anne <a@x.nl>\n{card}") == [("Anne", "a", ""), ("Kees de Wit", "k", "")]


def test_a_visiting_card_without_an_address_is_named_by_its_line():
    found = people.read("BEGIN:VCARD\nFN:Kees de Wit\nEND:VCARD\nAnne <a@x.nl>", is_team)
    assert [(one.problem, one.text, one.line) for one in found.wrong] == [
        ("no address", "Kees de Wit", 1)
    ]
    assert [one.line for one in found.found] == [4]


@pytest.mark.parametrize("line", ["E-mail: k@x.nl", "mail k@x.nl", "k@x.nl (werk)", "k@x.nl (afwezig t/m 3 mei)", "k@x.nl (met verlof tot 12 juni)", "E-mailadres: <k@x.nl>", "- k@x.nl", ": k@x.nl", "Tel. 06-12345678; k@x.nl"])  # fmt: skip
def test_a_word_that_says_what_an_address_is_is_no_name(line):
    assert read(line) == [("", "k", "")]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Teamgroep: Kees <k@x.nl>, Anne <a@x.nl>", [("Kees", "k", ""), ("Anne", "a", "")]),
        ("CC: Kees <k@x.nl>; BCC: Anne <a@x.nl>", [("Kees", "k", ""), ("Anne", "a", "")]),
        ("Teamgroep: k@x.nl, a@x.nl;", [("", "k", ""), ("", "a", "")]),
        ("Kees <k@x.nl<mailto:k@x.nl>>; Anne <a@x.nl<mailto:a@x.nl>>", [("Kees", "k", ""), ("Anne", "a", "")]),
        ("Kees: k@x.nl; Anne: a@x.nl", [("Kees", "k", ""), ("Anne", "a", "")]),
        ("k@x.nl (Kees de Wit), a@x.nl (Anne)", [("Kees de Wit", "k", ""), ("Anne", "a", "")]),
    ],
)  # fmt: skip
def test_of_several_on_a_line_each_keeps_their_own_name(line, found):
    assert read(line) == found


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Kees de Wit;Storing Zuid;k@x.nl", ("Kees de Wit", "k", "Storing Zuid")),
        ("Kees;de Wit;Storing Zuid;k@x.nl", ("Kees de Wit", "k", "Storing Zuid")),
        ("Kees de Wit;Manager;k@x.nl;Storing Zuid", ("Kees de Wit", "k", "Storing Zuid")),
        ("Kees de Wit;Manager;k@x.nl", ("Kees de Wit", "k", "Manager")),
        ("Kees Bol;beleidsadviseur;k@x.nl", ("Kees Bol", "k", "beleidsadviseur")),
        ("Kees Bol;Manager;Storing Zuid;k@x.nl", ("Kees Bol", "k", "Storing Zuid")),
        ("Wit, Kees de;Manager;k@x.nl", ("Kees de Wit", "k", "Manager")),
        ("Anne;Bos;anne.bos@x.nl", ("Anne Bos", "anne.bos", "")), ("Ada;a@x.nl;112", ("Ada", "a", "112")),
        ("Kees <k@x.nl> (Storing Zuid)", ("Kees", "k", "Storing Zuid")),
        ("Kees (hij/hem) (Storing Zuid) <k@x.nl>", ("Kees", "k", "Storing Zuid")),
        ("Kees (extern) <k@x.nl>", ("Kees", "k", "extern")),
        ("k@x.nl;Kees;de Wit;Storing Zuid", ("Kees de Wit", "k", "Storing Zuid")),
        ("anne@x.nl;Bos;Anne;Storing Zuid", ("Anne Bos", "anne", "Storing Zuid")),
        ("Wit, K. de (Storing Zuid) <k@x.nl>", ("K. de Wit", "k", "Storing Zuid")),
        ("K. de Wit | Storing Zuid <k@x.nl>", ("K. de Wit", "k", "Storing Zuid")),
        ("Wit, Kees de, Storing Zuid <k@x.nl>", ("Kees de Wit", "k", "Storing Zuid")),
        ("Kees <k@x.nl> - Storing Zuid", ("Kees", "k", "Storing Zuid")),
        ("Kees | Gemeente Duin | Storing Zuid <k@x.nl>", ("Kees", "k", "Storing Zuid")),
        ("k@x.nl;de Wit;Storing Zuid", ("de Wit", "k", "Storing Zuid")),
        ("Kees de Wit k@x.nl Storing Zuid", ("Kees de Wit", "k", "Storing Zuid")),
    ],
)  # fmt: skip
def test_a_team_that_there_is_is_no_part_of_a_name(line, found):
    assert read(line) == [found]


def test_a_name_without_an_address_is_not_put_onto_the_next_one():
    found = people.read("Kees de Wit; Anna Bos <anna@x.nl>", is_team)
    assert [(one.name.shown, one.email) for one in found.found] == [("Anna Bos", "anna@x.nl")]
    assert [(one.problem, one.text) for one in found.wrong] == [(Problem.NO_ADDRESS, "Kees de Wit")]


@pytest.mark.parametrize("line", ["Kees (Gemeente Duin) <k@x.nl>", "Kees | Gemeente Duin <k@x.nl>", "Kees <k@x.nl> (Gemeente Duin)"])  # fmt: skip
def test_what_stands_in_brackets_and_is_no_team_is_left_out_with_a_word(line):
    found = people.read(line, is_team)
    assert [(one.why, one.text) for one in found.skipped] == [("aside", "Gemeente Duin")]
    assert read(line) == [("Kees", "k", "")]


@pytest.mark.parametrize(
    "pasted",
    [
        "Voornaam;Tv;Achternaam;Email\nKees;de;Wit;k@x.nl", "Voornaam;Tussenv.;Achternaam;Email\nKees;de;Wit;k@x.nl",
        "Voornaam;Iets;Achternaam;Email\nKees;de;Wit;k@x.nl", "Voornaam Achternaam;Email\nKees de Wit;k@x.nl",
        "Voor- en achternaam;E-mail\nKees de Wit;k@x.nl", "Achternaam, voornaam;E-mail\nWit, Kees de;k@x.nl",
        "Achternaam, voornaam;E-mail\nde Wit Kees;k@x.nl", "Naam;E-mail (werk)\nKees de Wit;k@x.nl",
        "Voorletters;Roepnaam;Achternaam;E-mail\nK.;Kees;de Wit;k@x.nl", "Naam;Voornaam;E-mail\nde Wit;Kees;k@x.nl",
        "Naam medewerker;E-mailadres werk\nKees de Wit;k@x.nl", "User principal name,Display name\nk@x.nl,Kees de Wit",
        "Weergavenaam,UPN\n\"Wit, Kees de\",k@x.nl", "sep=;\nNaam;E-mail\nKees de Wit;k@x.nl",
        "Deelnemers:\nKees de Wit <k@x.nl>", "Naam / E-mail\nKees de Wit / k@x.nl", "Naam en e-mailadres\n---\nKees de Wit, k@x.nl",
        "| Naam | E-mail |\n|---|:--|\n| Kees de Wit | k@x.nl |", "Achternaam;Voornaam;E-mail\nWit, de;Kees;k@x.nl",
        "#;Naam;Telefoon;E-mail\n1;Kees de Wit;06;<k@x.nl>",
        "Title,First Name,Last Name,E-mail 1 - Value\nDhr.,Kees,de Wit,k@x.nl", "DisplayName,PrimarySmtpAddress\nKees de Wit,k@x.nl",
        "Name,Given Name,Family Name,E-mail 1 - Type,E-mail 1 - Value\nKees de Wit,Kees,de Wit,* Work,k@x.nl",
        "Geboortenaam;Voornaam;E-mail\nde Wit;Kees;k@x.nl", "Roepnaam;Tussenvoegsel;Geboortenaam;Mail werk\nKees;de;Wit;k@x.nl",
        "Teamlid;Mailadres\nKees de Wit;k@x.nl", "Name (Original Name)\tUser Email\tJoin Time\nKees de Wit\tk@x.nl\t09:00",
        "Wie;Mail\nKees de Wit;k@x.nl", "User;Email;Manager\nKees de Wit;k@x.nl;Anne Bos",
    ],
)  # fmt: skip
def test_a_sheet_is_read_by_what_its_heading_says(pasted):
    assert read(pasted) == [("Kees de Wit", "k", "")]


def test_of_a_department_and_a_team_the_team_that_there_is_counts():
    for row in ("Publiek,Storing Zuid,Kees,k@x.nl", "Storing Zuid,,Kees,k@x.nl"):
        assert read(f"Afdeling,Team,Naam,E-mail\n{row}") == [("Kees", "k", "Storing Zuid")]


def test_initials_of_a_sheet_stand_for_the_first_name():
    assert (
        read("Voorletters;Tussenvoegsel;Achternaam;E-mail\nK.;de;Wit;k@x.nl")[0][0] == "K. de Wit"
    )


def test_an_address_beside_the_columns_is_somebody_too():
    assert [one[1] for one in read("Naam;E-mail\nKees;k@x.nl; a@x.nl")] == ["k", "a"]


@pytest.mark.parametrize("line", ["van\tde\t{}", "de;van;{}", "{}\tvan\tde", "de\tvan\tder\t{}"])
def test_columns_that_hold_only_the_beginning_of_a_name_still_tell_whose_address_it_is(line):
    found = people.read(line.format("k@x.nl"), is_team)
    assert [one.email for one in found.found] == ["k@x.nl"]


@given(st.text(alphabet="abcK.@<>()[]|;,:-=>\t '\"1é", max_size=60))
def test_any_line_of_signs_is_read_skipped_or_named(line):
    found = people.read(line, is_team)
    assert all("@" in one.email for one in found.found)
    if any(map(str.isalnum, line)):
        assert [*found.found, *found.skipped, *found.wrong]


@pytest.mark.parametrize("piece", ["a", "a@", "@", "1 ", "(", "<a@b", "mail ", " ", "|", "naam ", "de ", "a.", "[a](", ", ", "code"])  # fmt: skip
def test_a_long_line_holds_nothing_up(piece):
    # Of this thread alone: what else the machine does is no fault of the line.
    begun = time.thread_time()
    people.read(piece * (20_000 // len(piece)) + "\n", is_team)
    assert time.thread_time() - begun < 2


@pytest.mark.parametrize("piece", ["mail ", "naam: ", "to: ", "e-mailadres: ", "06-12345678 "])
def test_labels_without_end_before_an_address_hold_nothing_up(piece):
    labels = piece * (20_000 // len(piece))
    begun = time.thread_time()
    people.read(f"{labels}k@x.nl", is_team)
    people.read(f"k@x.nl {labels}", is_team)
    assert time.thread_time() - begun < 1
