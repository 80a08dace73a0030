"""A water company of 260 people, with as many steps as wanted, written in bulk.

Rows and events agree as the services would have left them, so the figures fold from the events.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import connection
from django_scopes import scope

from backend.board import services as board
from backend.initiatives.models import Programme
from backend.organisations.models import Membership, Organisation, Person, Unit
from backend.organisations.roles import Role
from backend.text import sorting
from tests.pictures.factories import TITLES

DEPARTMENTS, TEAMS, PEOPLE, AMBASSADORS = 6, 4, 260, 40
STEPS_EACH = 8  # steps of one initiative


def company(slug: str = "bench") -> Organisation:
    """Six departments of four teams, 260 people of whom 40 ambassadors, a year under way."""
    organisation = Organisation.objects.create(slug=slug, name="Waterbedrijf", language="nl")
    today = organisation.today()
    with scope(organisation=organisation):
        teams = []
        for d in range(DEPARTMENTS):
            parent = Unit.objects.create(organisation=organisation, name=f"Afdeling {d}")
            teams += [
                Unit.objects.create(organisation=organisation, parent=parent, name=f"Team {d}{t}")
                for t in range(TEAMS)
            ]
        people = Person.objects.bulk_create(
            Person(email=f"p{i}@{slug}.example", name=f"Persoon {i}", language="nl")
            for i in range(PEOPLE)
        )
        Membership.objects.bulk_create(
            Membership(
                organisation=organisation,
                person=person,
                unit=teams[i % len(teams)],
                roles=[Role.AMBASSADOR if i < AMBASSADORS else Role.STAFF],
            )
            for i, person in enumerate(people)
        )
        Programme.objects.create(
            organisation=organisation,
            name="Klant eerst",
            vision="Juist omdat u niet weg kunt, zorgen wij extra goed voor u.",
            starts_on=today - timedelta(days=364),
            ends_on=today + timedelta(days=120),
        )
    return organisation


_NEW_INITIATIVES = """
WITH place AS (SELECT array_agg(id ORDER BY id) AS ids FROM organisations_unit
               WHERE organisation_id = %(org)s AND parent_id IS NOT NULL),
drawn AS (SELECT g, CASE WHEN g %% 12 < 4 THEN 'celebrated' WHEN g %% 12 < 10 THEN 'stopped'
                         WHEN g %% 12 = 10 THEN 'done' ELSE 'doing' END AS stage,
                 %(today)s::date - 363 + (g * 37 %% 340) AS day
          FROM generate_series(%(first)s, %(last)s) g)
INSERT INTO initiatives_initiative (organisation_id, uid, title, sort_key, language, unit_id, programme_id,
  expectation, interpretation, stage, started_on, closed_on, surprise, keeper, lesson, touched_at,
  changed_at, version)
SELECT %(org)s, gen_random_uuid(), (%(titles)s::text[])[1 + g %% 6],
  (%(sort_keys)s::text[])[1 + g %% 6], 'nl',
  ids[1 + (g * 7) %% array_length(ids, 1)], %(programme)s, 'De klant weet waar die aan toe is.',
  '', stage, day, CASE WHEN stage = 'doing' THEN NULL ELSE day + 20 END, '', '',
  CASE WHEN stage = 'stopped' THEN 'Dit was te groot.' ELSE '' END, now(), now(), 1
FROM drawn, place
"""
_NEW_TEAMS = """
WITH who AS (SELECT array_agg(id ORDER BY id) AS ids FROM organisations_membership
             WHERE organisation_id = %(org)s)
INSERT INTO initiatives_teammember (organisation_id, uid, initiative_id, membership_id, added_by_id,
  joined_at)
SELECT %(org)s, gen_random_uuid(), i.id, member, member, now()
FROM initiatives_initiative i, who, generate_series(0, 2) k,
  LATERAL (SELECT ids[1 + (i.id + k * 13) %% array_length(ids, 1)] AS member) AS drawn
WHERE i.organisation_id = %(org)s AND i.id > %(before)s
"""
_NEW_STEPS = """
INSERT INTO initiatives_step (organisation_id, uid, initiative_id, unit_id, kind, text, label,
  language, done_on, logged_by_id, logged_at, version)
SELECT %(org)s, gen_random_uuid(), i.id, i.unit_id,
  (ARRAY['listened', 'tried', 'changed'])[1 + (i.id * 5 + k) %% 3],
  'Stap ' || k || ' met een klant aan tafel', '', 'nl', i.started_on + (k * 2)::int,
  (SELECT membership_id FROM initiatives_teammember t WHERE t.initiative_id = i.id
   ORDER BY t.id OFFSET k %% 3 LIMIT 1), i.started_on + (k * 2)::int, 1
FROM initiatives_initiative i, generate_series(1, %(each)s) k
WHERE i.organisation_id = %(org)s AND i.id > %(before)s
"""
_NEW_SUCCESSES = """
INSERT INTO successes_success (organisation_id, uid, initiative_id, title, story, thanks, language,
  golden_step_id, told_by_id, told_at, applause_count, version)
SELECT i.organisation_id, gen_random_uuid(), i.id, i.title, 'Zo ging het, en dit merkt de klant.',
  '', 'nl', s.id, s.logged_by_id, s.done_on + 5, 3, 1
FROM initiatives_initiative i JOIN LATERAL (SELECT * FROM initiatives_step
  WHERE initiative_id = i.id ORDER BY done_on DESC LIMIT 1) s ON true
WHERE i.organisation_id = %(org)s AND i.id > %(before)s AND i.stage = 'celebrated'
"""
_EVENT = """
INSERT INTO events_event (organisation_id, uid, kind, subject_type, subject_id, payload, silent,
  happened_at) SELECT %(org)s, gen_random_uuid(), """
_NEW_EVENTS = [
    _EVENT
    + """'initiative_started', 'initiative', id, jsonb_build_object('unit_id', unit_id,
  'stage', 'doing', 'process_id', NULL, 'customer_group_id', NULL), true, started_on
FROM initiatives_initiative WHERE organisation_id = %(org)s AND id > %(before)s""",
    _EVENT
    + """'step_logged', 'step', s.id, jsonb_build_object('initiative_id', s.initiative_id,
  'unit_id', s.unit_id, 'kind', s.kind, 'done_on', s.done_on, 'with_words', false,
  'was_planned', false), true, s.logged_at
FROM initiatives_step s WHERE s.organisation_id = %(org)s AND s.initiative_id > %(before)s""",
    _EVENT
    + """CASE WHEN stage = 'stopped' THEN 'initiative_stopped' ELSE 'initiative_finished' END,
  'initiative', id, jsonb_build_object('unit_id', unit_id, 'stage_before', 'doing', 'stage_after',
  CASE WHEN stage = 'stopped' THEN 'stopped' ELSE 'done' END, 'started_on', started_on,
  'closed_on', closed_on), true, closed_on
FROM initiatives_initiative
WHERE organisation_id = %(org)s AND id > %(before)s AND stage <> 'doing'""",
    _EVENT
    + """'success_told', 'success', u.id, jsonb_build_object('initiative_id', u.initiative_id,
  'unit_id', s.unit_id, 'step_id', s.id, 'kind', s.kind, 'done_on', s.done_on,
  'stage_before', 'done', 'stage_after', 'celebrated'), true, u.told_at
FROM successes_success u JOIN initiatives_step s ON s.id = u.golden_step_id
WHERE u.organisation_id = %(org)s AND u.initiative_id > %(before)s""",
]


def grow(organisation: Organisation, steps: int, each: int = STEPS_EACH) -> None:
    """Add initiatives until there are `steps` steps, and fold what happened."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(max(id), 0), count(*) FROM initiatives_initiative"
            " WHERE organisation_id = %s",
            [organisation.pk],
        )
        before, known = cursor.fetchone()
        with scope(organisation=organisation):
            programme = Programme.objects.latest("id").pk
        values = {
            "org": organisation.pk, "today": organisation.today(), "programme": programme,
            "before": before, "first": known + 1, "last": steps // each, "each": each,
            "titles": list(TITLES), "sort_keys": [sorting.key(title) for title in TITLES],
        }  # fmt: skip
        for statement in (_NEW_INITIATIVES, _NEW_TEAMS, _NEW_STEPS, _NEW_SUCCESSES, *_NEW_EVENTS):
            cursor.execute(statement, values)
        cursor.execute("ANALYZE")
    fold(organisation)


def fold(organisation: Organisation) -> None:
    """What the dispatcher does as soon as there are events."""
    with scope(organisation=organisation):
        while board.fold_pending(organisation=organisation):
            pass
