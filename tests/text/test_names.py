"""Names, however they were typed or pasted: as they are shown, greeted and sorted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.text import names, people, sorting

TYPED = """
DE WIT, KEES → Kees de Wit → wit kees
de WIT, Kees → Kees de Wit → wit kees
bas schouten → Bas Schouten → schouten bas
MCDONALD, RONALD → Ronald McDonald → mcdonald ronald
IJSBRAND VAN DER IJSSEL → IJsbrand van der IJssel → ijssel ijsbrand
Ijsbrand Mol → Ijsbrand Mol → mol ijsbrand
O'BRIEN, SEAN → Sean O'Brien → obrien sean
ANNE-MARIE VAN DER BERG-DE VRIES → Anne-Marie van der Berg-de Vries → berg de vries anne marie
Jansen - de Boer, Maria → Maria Jansen - de Boer → jansen de boer maria
DUPONT Jean → Jean Dupont → dupont jean
Jean DUPONT → Jean Dupont → dupont jean
Veld, Sophie in ’t → Sophie in 't Veld → veld sophie
Van den Broeck, Els → Els Van den Broeck → broeck els
García Lorca, Federico → Federico García Lorca → garcia lorca federico
ŞAHİN, AYŞE → Ayşe Şahin → sahin ayse
Meulen, Fokje fan der → Fokje fan der Meulen → meulen fokje
Jansen, Piet, MSc → Piet Jansen → jansen piet
drs. P. de Groot → P. de Groot → groot p
K.de Wit → K. de Wit → wit k
J.P.Jansen → J.P. Jansen → jansen j p
J.v.d. Berg → J. v.d. Berg → berg j
k.de wit → K. de Wit → wit k
Ch.Dupont → Ch. Dupont → dupont ch
drs.K.Bos → K. Bos → bos k
Mr.drs. Jansen → Jansen → jansen
A.J. (Ad) de Wit → Ad de Wit → wit ad
Boer, E. de (Ella) → Ella de Boer → boer ella
J.P.M. Jansen → J.P.M. Jansen → jansen j p m
JPM Jansen → JPM Jansen → jansen jpm
Ing. P.J.M. (Piet) Kok MSc → Piet Kok → kok piet
KOK P.J.M. → P.J.M. Kok → kok p j m
Bakker, Anna, senior adviseur → Anna Bakker → bakker anna
Wit, Kees de, Gemeente Duin → Kees de Wit → wit kees
J.P. (Directeur) Jansen → J.P. Jansen → jansen j p
JAN LOS → Jan Los → los jan
DAS, ANIL → Anil Das → das anil
Amadou BA → Amadou BA → ba amadou
Kees Kok MSc → Kees Kok → kok kees
Kees Kok PMP → Kees Kok → kok kees
Jan van't Hoff → Jan van't Hoff → hoff jan
VAN'T HOFF, JAN → Jan van't Hoff → hoff jan
Dijk (van), Lieke → Lieke van Dijk → dijk lieke
De → De → de
Van → Van → van
Kees de Wit, adviseur Burgerzaken → Kees de Wit → wit kees
Kees de Wit, Teamleider Vergunningen → Kees de Wit → wit kees
Jeroen Bosch / ICT → Jeroen Bosch → bosch jeroen
JAN 'S-GRAVEZANDE → Jan 's-Gravezande → gravezande jan
kees.dewit → →
"""
PASTED = """
K. de Wit <k@x.nl> → K. de Wit → wit k
J. Bakker k@x.nl → J. Bakker → bakker j
k. de wit <k@x.nl> → K. de Wit → wit k
1. K. de Wit <k@x.nl> → K. de Wit → wit k
Berg, van den, Jan <k@x.nl> → Jan van den Berg → berg jan
v.d. Berg, Jan <k@x.nl> → Jan v.d. Berg → berg jan
vd Berg, Jan <k@x.nl> → Jan vd Berg → berg jan
v/d Berg, Jan <k@x.nl> → Jan v/d Berg → berg jan
JAN V.D. BERG <k@x.nl> → Jan v.d. Berg → berg jan
Jan v. d. Berg <k@x.nl> → Jan v.d. Berg → berg jan
J. v. Dijk <k@x.nl> → J. v. Dijk → dijk j
’T Hoen, Lotte <k@x.nl> → Lotte 't Hoen → hoen lotte
'T Hoen, Lotte <k@x.nl> → Lotte 't Hoen → hoen lotte
Lotte ‘t Hoen <k@x.nl> → Lotte 't Hoen → hoen lotte
Servicedesk ICT <k@x.nl> → Servicedesk ICT → ict servicedesk
Kim, In Sook <k@x.nl> → In Sook Kim → kim in sook
V.D. Visser <k@x.nl> → V.D. Visser → visser v d
Jansen van Dijk, Piet, k@x.nl → Piet Jansen van Dijk → jansen van dijk piet
Bos;Anne;anne.bos@x.nl → Anne Bos → bos anne
Anne,Bos,anne.bos@x.nl → Anne Bos → bos anne
Bos,Anne,k@x.nl → Anne Bos → bos anne
"""


def _rows(table: str) -> list[list[str]]:
    return [[part.strip() for part in line.split("→")] for line in table.strip().splitlines()]


def _shown_and_sorted(line: str) -> list[str]:
    (one,) = people.read(line).found
    return [one.name.shown, one.name.sort]


@pytest.mark.parametrize(("typed", "shown", "sort"), _rows(TYPED))
def test_names_stand_in_reading_order_with_capitals_put_right(typed, shown, sort):
    assert _shown_and_sorted(f'"{typed}" <iemand@x.nl>') == [shown, sort]


@pytest.mark.parametrize(("line", "shown", "sort"), _rows(PASTED))
def test_initials_and_short_prefixes_are_part_of_a_name(line, shown, sort):
    assert _shown_and_sorted(line) == [shown, sort]


@pytest.mark.parametrize(
    "name", ["K. de Wit", "J. Bakker", "v.d. Berg", "J.P. Smit", "V.D. Visser"]
)
def test_no_first_name_is_guessed_from_initials(name):
    assert names.read(name).greeting == ""


@pytest.mark.parametrize(
    "name",
    [
        "Team Burgerzaken", "Balie 3", "Servicedesk ICT", "Functioneel beheer", "Gemeente Duin",
        "Vergaderzaal 3.12",
    ],
)  # fmt: skip
def test_nobody_is_greeted_by_what_several_people_read(name):
    assert names.greeting(name) == names.read(name).greeting == ""


@pytest.mark.parametrize(
    ("name", "sort"),
    [
        ("Marieke Jansen-de Vries", "jansen de vries marieke"),
        ("Marieke van Dijk-de Boer", "dijk de boer marieke"),
        ("Anna Maria Lubbers-Ten Hoeve", "lubbers ten hoeve anna maria"),
        ("Van den Berg", "berg"),
        ("De la Cruz", "cruz"),
    ],
)
def test_a_family_name_begins_where_it_does_also_before_its_hyphen(name, sort):
    assert names.read(name).sort == sort


GIVEN = st.sampled_from(["Kees", "Anne-Marie", "Özgür", "IJsbrand", "Lotte Fleur"])
PREFIX = st.sampled_from(["", "de", "van den", "van der", "'t", "in 't", "v.d.", "ten"])
FAMILY = st.sampled_from(["Wit", "Berg", "Hoen", "Jansen", "Visser-Bakker"])


@given(first=GIVEN, prefix=PREFIX, last=FAMILY, upper=st.booleans(), way=st.integers(0, 3))
def test_a_name_is_the_same_in_every_order_and_read_again_it_stays(first, prefix, last, upper, way):
    family = f"{prefix} {last}".strip()
    behind = f", {prefix}" if prefix else ""
    typed = [f"{first} {family}", f"{family}, {first}", f"{last}, {first} {prefix}", f"{last}{behind}, {first}"][way]  # fmt: skip
    read_ = names.read(typed.upper() if upper else typed)
    assert read_.shown == f"{first} {family}"
    assert names.read(read_.shown).shown == read_.shown


@pytest.mark.parametrize("name", ["De", "Van", "El", "In", "'t", "d'", "v.d."])
def test_who_is_called_by_a_prefix_alone_has_a_place_in_a_list(name):
    assert sorting.person_key(name)


def test_a_number_without_end_has_a_place_in_a_list():
    """Python makes no number of more than 4,300 digits."""
    assert sorting.key("Team 2") < sorting.key("Team " + "1" * 5_000)
