"""An organisation with its tree, its people and what initiatives are linked to; no history yet."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import connection
from django_scopes import scope

from backend.initiatives.models import Ambition, Programme
from backend.organisations.models import CustomerGroup, Organisation, Process, Unit
from backend.text import sorting
from tests.benchmarks import texts
from tests.benchmarks.sizes import Size
from tests.benchmarks.tree import tree

# A number in [0, 1) that is the same every time, for the n-th draw of its kind.
DRAW = """
CREATE OR REPLACE FUNCTION pg_temp.draw(n bigint, kind bigint) RETURNS float8
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT (hashint8extended(n, kind) & 2147483647) / 2147483648.0::float8 $$
"""
_SEATS = """
CREATE TEMP TABLE bench_seat ON COMMIT DROP AS
SELECT row_number() OVER (ORDER BY n, k) AS p, unit_id, k, is_team, true AS stays
FROM bench_unit, generate_series(0, people - 1) k
UNION ALL  -- and who worked there once
SELECT %(people)s + row_number() OVER (ORDER BY n), unit_id, 9, is_team, false
FROM bench_unit WHERE is_team AND pg_temp.draw(n, 11) < 0.3
"""
_PERSONS = """
INSERT INTO organisations_person (id, uid, password, email, name, sort_key, language, is_active,
  date_joined)
SELECT %(person)s + p, gen_random_uuid(), '!', 'p' || p - 1 || '@' || %(slug)s || '.example',
  (%(names)s::text[])[name], (%(keys)s::text[])[name], 'nl', true, %(start)s
FROM bench_seat, LATERAL (
  SELECT 1 + floor(pg_temp.draw(p, 12) * cardinality(%(names)s::text[]))::int AS name) drawn
ORDER BY p
"""
_MEMBERSHIPS = """
INSERT INTO organisations_membership (id, uid, organisation_id, person_id, unit_id, roles, state,
  invited_at, invited_as, invited_sort_key, invited_why, joined_at, news_read_at, version)
SELECT %(member)s + p, gen_random_uuid(), %(org)s, %(person)s + p, unit_id,
  CASE WHEN p = 1 THEN ARRAY['administrator', 'programme_manager']
       WHEN p = 2 THEN ARRAY['programme_manager'] WHEN NOT is_team THEN ARRAY['leadership']
       WHEN k = 0 OR pg_temp.draw(p, 13) < 0.08 THEN ARRAY['ambassador']
       WHEN k = 1 THEN ARRAY['team_leader'] ELSE ARRAY['staff'] END,
  CASE WHEN stays THEN 'active' ELSE 'left' END,
  CASE WHEN p > 1 THEN joined - interval '2 days' END,
  CASE WHEN stays THEN '' ELSE name END, CASE WHEN stays THEN '' ELSE sort_key END, '', joined,
  now() - interval '3 days', 1
FROM bench_seat JOIN organisations_person person ON person.id = %(person)s + p, LATERAL (
  SELECT %(start)s::timestamptz + interval '8 hours'
    + make_interval(days => floor(pg_temp.draw(p, 14) * %(days)s * 0.3)::int) AS joined) drawn
ORDER BY p
"""


def begin(size: Size) -> Organisation:
    """Everything but what happened."""
    organisation: Organisation = Organisation.objects.create(
        slug=size.slug, name="Waterschap en Gemeente Bench", language="nl"
    )
    organisation.started_on = organisation.today() - timedelta(days=size.days)
    organisation.save()
    with scope(organisation=organisation):
        units = _units(organisation, size)
        _people(organisation, size, units)
        _links(organisation)
    return organisation


def _units(organisation: Organisation, size: Size) -> list[tuple[int, int, bool, int]]:
    """The tree; for each unit its place, id, whether it is a team, and how many work in it."""
    nodes = tree(size)
    made: list[Any] = []
    for level in range(len(size.above) + 1):
        made += Unit.objects.bulk_create(
            Unit(
                organisation=organisation,
                name=node.name,
                position=place,
                parent=None if node.parent is None else made[node.parent],
            )
            for place, node in enumerate(nodes)
            if node.level == level
        )
    first = len(nodes) - size.teams
    return [
        (place, unit.pk, place >= first, node.people)
        for place, (unit, node) in enumerate(zip(made, nodes, strict=True))
    ]


def _people(
    organisation: Organisation, size: Size, units: list[tuple[int, int, bool, int]]
) -> None:
    names = [f"{first} {family}" for family in texts.FAMILY for first in texts.FIRST]
    values = {
        "org": organisation.pk, "slug": organisation.slug, "people": size.people,
        "days": size.days, "start": organisation.started_on, "names": names,
        "keys": [sorting.person_key(name) for name in names],
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(DRAW)
        cursor.execute(
            "CREATE TEMP TABLE bench_unit (n int, unit_id bigint, is_team bool, people int)"
            " ON COMMIT DROP"
        )
        with cursor.copy("COPY bench_unit FROM STDIN") as copy:
            for row in units:
                copy.write_row(row)
        values["person"] = last(cursor, "organisations_person")
        values["member"] = last(cursor, "organisations_membership")
        for statement in (_SEATS, _PERSONS, _MEMBERSHIPS):
            cursor.execute(statement, values)
        count_on(cursor, "organisations_person", "organisations_membership")


def _links(organisation: Organisation) -> None:
    """A programme with its ambitions, services and groups of customers."""
    programme = Programme.objects.create(
        organisation=organisation,
        name="Klant eerst",
        vision="Juist omdat u niet weg kunt, zorgen wij extra goed voor u.",
        starts_on=organisation.started_on,
        ends_on=organisation.today() + timedelta(days=120),
    )
    Ambition.objects.bulk_create(
        Ambition(organisation=organisation, programme=programme, text=text, position=place)
        for place, text in enumerate(texts.AMBITIONS)
    )
    for model, names in ((Process, texts.PROCESSES), (CustomerGroup, texts.GROUPS)):
        model.objects.bulk_create(
            model(organisation=organisation, name=name, position=place)
            for place, name in enumerate(names)
        )


def last(cursor: Any, table: str) -> int:
    """The greatest id of a table: rows with an id of ours begin behind it."""
    cursor.execute(f"SELECT coalesce(max(id), 0) FROM {table}")
    return int(cursor.fetchone()[0])


def count_on(cursor: Any, *tables: str) -> None:
    """After rows with an id of ours: let the tables count on from there."""
    for table in tables:
        cursor.execute(
            f"SELECT setval(pg_get_serial_sequence(%s, 'id'), coalesce(max(id), 1)) FROM {table}",
            [table],
        )
