"""What happened, as the services write it in the log: one SELECT for each kind of event.

Each gives when, who, about which row, and the payload; they are written in the order in which they
happened, each as a transaction of its own. Nothing that people wrote stands in it.
"""

from __future__ import annotations

from backend.events import contracts

_FOUNDER = "(SELECT min(id) FROM organisations_membership WHERE organisation_id = %(org)s)"
_PLACED = """'unit_id', i.unit_id, 'process_id', process_id, 'customer_group_id', customer_group_id,
  'started_on', i.started_on, 'stage', """
_STEP = """jsonb_build_object('initiative_id', initiative_id, 'unit_id', unit_id, 'kind', kind,
  'done_on', done_on, 'with_words', words_id IS NOT NULL)"""
_MEMBER = """jsonb_build_object('membership_id', id, 'unit_id', unit_id, 'roles', roles,
  'invited_at', invited_at, 'before', jsonb_build_object('unit_id', {before}, 'state', {was}),
  'after', jsonb_build_object('unit_id', unit_id, 'state', {state}))"""
_INVITED = _MEMBER.format(before="NULL::bigint", was="NULL::text", state="'invited'")
_JOINED = _MEMBER.format(before="unit_id", was="'invited'", state="'active'")
_ENDED = _MEMBER.format(before="unit_id", was="'active'", state="'left'")
_CLOSED = """jsonb_build_object('unit_id', i.unit_id, 'process_id', i.process_id,
  'stage_before', CASE WHEN plan.steps > 0 THEN 'doing' ELSE 'idea' END, 'stage_after', CASE WHEN i.stage = 'stopped' THEN 'stopped' ELSE 'done' END,
  'started_on', i.started_on, 'closed_on', i.closed_on)"""
_ANSWER = """jsonb_build_object('initiative_id', c.initiative_id, 'unit_id', i.unit_id,
  'answer', c.answer)"""
_OWN = "WHERE organisation_id = %(org)s"
# Whoever started it, and what it was planned to become.
_FIRST = "JOIN bench_team first ON first.id = i.id AND first.j = 0 JOIN bench_plan plan ON plan.id = i.id"

# Kind → SELECT of when, actor, subject's type, its id, payload. Of one moment, these come in this
# order.
KINDS = {
    "organisation_started": f"""SELECT o.started_on::timestamptz, m.id, 'organisation', o.id,
      jsonb_build_object('membership_id', m.id, 'unit_id', m.unit_id,
        'unit_ids', (SELECT jsonb_agg(id ORDER BY id) FROM organisations_unit {_OWN} AND parent_id IS NULL),
        'units', (SELECT jsonb_agg(jsonb_build_object('unit_id', id, 'parent_id', NULL) ORDER BY id)
                  FROM organisations_unit {_OWN} AND parent_id IS NULL))
      FROM organisations_organisation o JOIN organisations_membership m ON m.id = {_FOUNDER}
      WHERE o.id = %(org)s""",
    "unit_added": f"""SELECT %(start)s::timestamptz, {_FOUNDER}, 'unit', id,
      jsonb_build_object('unit_id', id, 'parent_id', parent_id)
      FROM organisations_unit {_OWN} AND parent_id IS NOT NULL""",
    "process_added": f"""SELECT %(start)s::timestamptz, {_FOUNDER}, 'process', id,
      jsonb_build_object('process_id', id) FROM organisations_process {_OWN}""",
    "customer_group_added": f"""SELECT %(start)s::timestamptz, {_FOUNDER}, 'customergroup', id,
      jsonb_build_object('customer_group_id', id) FROM organisations_customergroup {_OWN}""",
    "programme_started": f"""SELECT %(start)s::timestamptz, {_FOUNDER}, 'programme', id,
      jsonb_build_object('starts_on', starts_on, 'ends_on', ends_on)
      FROM initiatives_programme {_OWN}""",
    "membership_invited": f"""SELECT invited_at, {_FOUNDER}, 'membership', id, {_INVITED}
      FROM organisations_membership {_OWN} AND id <> {_FOUNDER}""",
    "membership_joined": f"""SELECT joined_at, id, 'membership', id, {_JOINED}
      FROM organisations_membership {_OWN} AND id <> {_FOUNDER}""",
    "membership_ended": f"""SELECT now() - interval '100 days', {_FOUNDER}, 'membership', id, {_ENDED}
      FROM organisations_membership {_OWN} AND state = 'left'""",
    "initiative_started": f"""SELECT i.started_on + interval '9 hours', first.member, 'initiative', i.id,
      jsonb_build_object({_PLACED} 'idea', 'with_words', false) FROM initiatives_initiative i {_FIRST}""",
    "team_joined": """SELECT t.joined_at, t.added_by_id, 'initiative', i.id,
      jsonb_build_object('initiative_id', i.id, 'membership_id', t.membership_id,
        'unit_id', i.unit_id)
      FROM initiatives_teammember t JOIN initiatives_initiative i ON i.id = t.initiative_id
      WHERE t.organisation_id = %(org)s""",
    "words_noted": f"""SELECT noted_at, noted_by_id, 'words', id,
      jsonb_build_object('unit_id', unit_id, 'consent', consent) FROM listening_words {_OWN}""",
    "initiative_changed": f"""SELECT first.logged_at, first.logged_by_id, 'initiative', i.id,
      jsonb_build_object('before', jsonb_build_object({_PLACED} 'idea'),
        'after', jsonb_build_object({_PLACED} 'doing'), 'version', NULL, 'undo', '{{}}'::jsonb)
      FROM initiatives_initiative i JOIN (
        SELECT DISTINCT ON (initiative_id) initiative_id, logged_at, logged_by_id
        FROM initiatives_step {_OWN} AND done_on IS NOT NULL
        ORDER BY initiative_id, logged_at, id) first ON first.initiative_id = i.id""",
    "step_planned": f"""SELECT logged_at, logged_by_id, 'step', id,
      jsonb_build_object('initiative_id', initiative_id, 'unit_id', unit_id, 'kind', kind,
        'planned_on', planned_on, 'first_words', false) FROM initiatives_step {_OWN} AND done_on IS NULL""",
    "step_logged": f"""SELECT logged_at, logged_by_id, 'step', id,
      {_STEP} || jsonb_build_object('was_planned', planned_on IS NOT NULL,
        'first_words', words_id IS NOT NULL AND 1 = row_number() OVER (
          PARTITION BY initiative_id, words_id IS NOT NULL ORDER BY logged_at, id))
      FROM initiatives_step {_OWN} AND done_on IS NOT NULL""",
    "step_removed": f"""SELECT removed_at, logged_by_id, 'step', id, {_STEP}
      FROM initiatives_step {_OWN} AND removed_at IS NOT NULL""",
    "words_withdrawn": f"""SELECT withdrawn_at, noted_by_id, 'words', id,
      jsonb_build_object('unit_id', unit_id)
      FROM listening_words {_OWN} AND withdrawn_at IS NOT NULL""",
    "check_in_answered": f"""SELECT c.answered_at, c.membership_id, 'checkin', c.id, {_ANSWER}
      FROM initiatives_checkin c JOIN initiatives_initiative i ON i.id = c.initiative_id
      WHERE c.organisation_id = %(org)s""",
    "check_in_undone": f"""SELECT c.undone_at, c.membership_id, 'checkin', c.id, {_ANSWER}
      FROM initiatives_checkin c JOIN initiatives_initiative i ON i.id = c.initiative_id
      WHERE c.organisation_id = %(org)s AND c.undone_at IS NOT NULL""",
    "help_offered": """SELECT h.offered_at, h.membership_id, 'checkin', c.id,
      jsonb_build_object('initiative_id', i.id, 'unit_id', i.unit_id, 'first', true)
      FROM initiatives_help h JOIN initiatives_checkin c ON c.id = h.check_in_id
      JOIN initiatives_initiative i ON i.id = c.initiative_id
      WHERE h.organisation_id = %(org)s""",
    "initiative_finished": f"""SELECT i.closed_on + interval '15 hours', first.member, 'initiative',
      i.id, {_CLOSED} FROM initiatives_initiative i {_FIRST} WHERE i.stage IN ('done', 'celebrated')""",
    "initiative_stopped": f"""SELECT i.closed_on + interval '15 hours', first.member, 'initiative',
      i.id, {_CLOSED} FROM initiatives_initiative i {_FIRST} WHERE i.stage = 'stopped'""",
    "success_drafted": """SELECT i.closed_on + interval '15 hours 30 minutes',
      s.told_by_id, 'success', s.id, jsonb_build_object('initiative_id', i.id)
      FROM successes_success s JOIN initiatives_initiative i ON i.id = s.initiative_id
      WHERE s.organisation_id = %(org)s""",
    "success_told": """SELECT u.told_at, u.told_by_id, 'success', u.id,
      jsonb_build_object('initiative_id', i.id, 'unit_id', i.unit_id, 'step_id', s.id,
        'kind', s.kind, 'done_on', s.done_on, 'stage_before', 'done', 'stage_after', 'celebrated')
      FROM successes_success u JOIN initiatives_initiative i ON i.id = u.initiative_id
      JOIN initiatives_step s ON s.id = u.golden_step_id
      WHERE u.organisation_id = %(org)s AND u.told_at IS NOT NULL""",
    "applause_given": f"""SELECT given_at, membership_id, 'success', success_id,
      jsonb_build_object('success_id', success_id) FROM successes_applause {_OWN}""",
}
_HAPPENED = """
CREATE TEMP TABLE bench_event (place int, kind text, version int, at timestamptz, actor bigint,
  subject_type text, subject_id bigint, payload jsonb) ON COMMIT DROP
"""
# In the log's first epoch; what people do from now on is in its second one. The places of several
# organisations follow upon each other, as their transactions would.
_INSERT = """
INSERT INTO events_event (organisation_id, uid, kind, version, actor_id, subject_type, subject_id,
  payload, source, silent, happened_at, transaction)
SELECT %(org)s, gen_random_uuid(), kind, version, actor, subject_type, subject_id, payload, 'import',
  true, at,
  %(taken)s + row_number() OVER (ORDER BY at, place, subject_id)
FROM bench_event ORDER BY at, place, subject_id
"""


def written() -> list[str]:
    """The statements, one after another; each kind in the version that its room declares."""
    kinds = [
        f"INSERT INTO bench_event SELECT {place}, '{kind}', {contracts.find(kind).VERSION}, found.*"
        f" FROM ({select}) found"
        for place, (kind, select) in enumerate(KINDS.items())
    ]
    return [_HAPPENED, *kinds, _INSERT]
