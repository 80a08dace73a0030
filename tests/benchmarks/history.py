"""Years of initiatives, steps, words, check-ins, successes and applause, written in bulk.

First drawn into temporary tables, so that each row is written once and never changed after.
"""

from __future__ import annotations

PLACES = """
CREATE TEMP TABLE bench_member ON COMMIT DROP AS
SELECT id, unit_id, row_number() OVER (PARTITION BY unit_id ORDER BY id) - 1 AS k
FROM organisations_membership WHERE organisation_id = %(org)s AND state = 'active';
CREATE INDEX ON bench_member (unit_id, k);
CREATE TEMP TABLE bench_place ON COMMIT DROP AS
SELECT unit_id, count(*)::int AS people,
  row_number() OVER (ORDER BY pg_temp.draw(unit_id, 20), unit_id) - 1 AS n
FROM bench_member GROUP BY unit_id;
CREATE INDEX ON bench_place (n);
ANALYZE bench_member; ANALYZE bench_place;
"""
# Some teams are busy, one in twelve does nothing; more is begun of late; some days are fuller.
PLANS = """
CREATE TEMP TABLE bench_plan ON COMMIT DROP AS
WITH drawn AS (
  SELECT g, floor(pow(pg_temp.draw(g, 21), 1.5) * 0.92 * (SELECT count(*) FROM bench_place)) AS n,
    %(today)s::date - %(days)s + floor(pow(pg_temp.draw(g, 22), 0.8) * (%(days)s - 2))::int AS day,
    greatest(0, -0.1 - ln(1 - pg_temp.draw(g, 23))) AS weight,
    2 + floor(pg_temp.draw(g, 24) * 12)::int AS gap, pg_temp.draw(g, 25) AS team,
    pg_temp.draw(g, 26) AS outcome, floor(pg_temp.draw(g, 27) * 14)::int AS later
  FROM generate_series(1, %(initiatives)s) g),
summed AS (
  SELECT *, round(%(steps)s * sum(weight) OVER (ORDER BY g) / sum(weight) OVER ()) AS upto FROM drawn),
counted AS (
  SELECT *, (upto - coalesce(lag(upto) OVER (ORDER BY g), 0))::int AS steps,
    day - CASE extract(isodow FROM day) WHEN 6 THEN 1 WHEN 7 THEN 2 ELSE 0 END AS started
  FROM summed),
lasting AS (
  SELECT counted.*, unit_id, people, greatest(1, least(people, 1 + floor(team * 4)))::int AS members,
    started + least(steps * gap, %(today)s::date - started) AS ended
  FROM counted JOIN bench_place USING (n))
SELECT g, %(initiative)s + g AS id, unit_id, people, members, steps, started, ended,
  CASE WHEN steps = 0 THEN CASE WHEN started > %(today)s::date - 200 THEN 'idea' ELSE 'stopped' END
       WHEN ended > %(today)s::date - 21 OR outcome < 0.12 THEN 'doing'
       WHEN outcome < 0.45 THEN 'celebrated' WHEN outcome < 0.6 THEN 'done'
       ELSE 'stopped' END AS stage, later
FROM lasting;
CREATE INDEX ON bench_plan (id); ANALYZE bench_plan;
CREATE TEMP TABLE bench_team ON COMMIT DROP AS
SELECT plan.id, j, member.id AS member
FROM bench_plan plan, generate_series(0, members - 1) j, bench_member member
WHERE member.unit_id = plan.unit_id
  AND member.k = mod(floor(pg_temp.draw(g, 28) * people)::int + j, people);
CREATE INDEX ON bench_team (id, j); ANALYZE bench_team;
"""
STEPS = """
CREATE TEMP TABLE bench_step ON COMMIT DROP AS
WITH drawn AS (
  SELECT plan.id AS initiative, plan.unit_id, g, k, g * 1000 + k AS s, member,
    started + (ended - started) * k / steps AS day
  FROM bench_plan plan, generate_series(1, steps) k, bench_team team
  WHERE team.id = plan.id AND team.j = mod(k, members)),
dated AS (
  SELECT *, greatest(day - CASE extract(isodow FROM day) WHEN 6 THEN 1 WHEN 7 THEN 2 ELSE 0 END,
    day - 2) AS done,
    (ARRAY['listened', 'listened', 'listened', 'tried', 'tried', 'changed'])
      [1 + floor(pg_temp.draw(s, 31) * 6)::int] AS kind
  FROM drawn)
SELECT row_number() OVER (ORDER BY done, g, k) AS s, initiative, unit_id, k, member, done, kind,
  least(now(), done + interval '9 hours' + pg_temp.draw(s, 32) * interval '30 hours') AS logged,
  kind = 'listened' AND pg_temp.draw(s, 33) < 0.2 AS heard, NULL::bigint AS words
FROM dated;
CREATE TEMP TABLE bench_words ON COMMIT DROP AS
SELECT s, %(words)s + row_number() OVER (ORDER BY s) AS id FROM bench_step WHERE heard;
CREATE INDEX ON bench_words (s); ANALYZE bench_step; ANALYZE bench_words;
INSERT INTO listening_words (id, uid, organisation_id, text, language, said_by, heard_on, consent,
  withdrawn_at, noted_by_id, unit_id, noted_at)
SELECT id, gen_random_uuid(), %(org)s,
  (%(said)s::text[])[1 + floor(pg_temp.draw(s, 34) * cardinality(%(said)s::text[]))::int], 'nl',
  CASE WHEN pg_temp.draw(s, 35) < 0.3 THEN 'een klant aan de balie' ELSE '' END, done,
  CASE WHEN pg_temp.draw(s, 36) < 0.6 THEN 'a_team' WHEN pg_temp.draw(s, 36) < 0.9
       THEN 'organisation' ELSE 'public' END,
  CASE WHEN pg_temp.draw(s, 37) < 0.01 THEN least(now(), logged + interval '9 days') END,
  member, unit_id, logged
FROM bench_words JOIN bench_step USING (s);
INSERT INTO initiatives_step (id, uid, organisation_id, initiative_id, unit_id, kind, text, label,
  language, done_on, words_id, logged_by_id, logged_at, version)
SELECT %(step)s + step.s, gen_random_uuid(), %(org)s, initiative, unit_id, kind,
  (CASE kind WHEN 'listened' THEN %(listened)s::text[] WHEN 'tried' THEN %(tried)s::text[]
   ELSE %(changed)s::text[] END)[1 + floor(pg_temp.draw(step.s, 38) * 8)::int], '', 'nl', done,
  bench_words.id, member, logged, 1
FROM bench_step step LEFT JOIN bench_words USING (s) ORDER BY step.s;
INSERT INTO initiatives_initiativewords (uid, organisation_id, initiative_id, words_id, keeps)
SELECT gen_random_uuid(), %(org)s, initiative, id, true FROM bench_words JOIN bench_step USING (s);
"""
# What is planned is still to come, and no stone; one in two hundred was taken back.
OTHER_STEPS = """
SELECT setval(pg_get_serial_sequence('initiatives_step', 'id'), max(id)) FROM initiatives_step;
INSERT INTO initiatives_step (uid, organisation_id, initiative_id, unit_id, kind, text, label,
  language, planned_on, logged_by_id, logged_at, version)
SELECT gen_random_uuid(), %(org)s, plan.id, unit_id, 'tried', 'Volgende week nog een keer proberen',
  '', 'nl', %(today)s::date + later - 4, member, %(today)s::date - interval '6 days', 1
FROM bench_plan plan JOIN bench_team team ON team.id = plan.id AND j = 0
WHERE stage = 'doing' AND pg_temp.draw(plan.id, 41) < 0.2;
INSERT INTO initiatives_step (uid, organisation_id, initiative_id, unit_id, kind, text, label,
  language, done_on, logged_by_id, logged_at, removed_at, version)
SELECT gen_random_uuid(), %(org)s, initiative, unit_id, kind, 'Dubbel gelogd', '', 'nl', done, member,
  logged, least(now(), logged + interval '5 minutes'), 1
FROM bench_step WHERE pg_temp.draw(s, 42) < 0.005;
"""
CHECK_INS = """
CREATE TEMP TABLE bench_answer ON COMMIT DROP AS
SELECT %(check_in)s + row_number() OVER (ORDER BY plan.id) AS id, plan.id AS initiative, member,
  CASE WHEN pg_temp.draw(plan.id, 51) < 0.55 THEN 'going_well'
       WHEN pg_temp.draw(plan.id, 51) < 0.85 THEN 'stuck' ELSE 'later' END AS answer,
  least(now(), ended + interval '10 hours') AS answered, pg_temp.draw(plan.id, 52) < 0.03 AS undone
FROM bench_plan plan JOIN bench_team team ON team.id = plan.id AND j = 0
WHERE steps > 0 AND pg_temp.draw(plan.id, 50) < 0.3;
ANALYZE bench_answer;
INSERT INTO initiatives_checkin (id, uid, organisation_id, initiative_id, membership_id, answer,
  sentence, answered_at, undone_at, manager_asked)
SELECT id, gen_random_uuid(), %(org)s, initiative, member, answer,
  CASE answer WHEN 'stuck' THEN (%(stuck)s::text[])[1 + mod(id, 4)] ELSE '' END, answered,
  CASE WHEN undone THEN least(now(), answered + interval '1 minute') END,
  answer = 'stuck' AND pg_temp.draw(id, 53) < 0.3
FROM bench_answer;
INSERT INTO initiatives_help (uid, organisation_id, check_in_id, membership_id, offered_at)
SELECT gen_random_uuid(), %(org)s, answer.id, team.member, least(now(), answered + interval '1 day')
FROM bench_answer answer JOIN bench_team team ON team.id = answer.initiative AND j = 1
WHERE answer = 'stuck' AND NOT undone AND pg_temp.draw(answer.id, 54) < 0.5;
"""
INITIATIVES = """
CREATE TEMP TABLE bench_sign ON COMMIT DROP AS
SELECT plan.id, greatest(started + interval '9 hours', step.at, CASE WHEN stage IN ('idea', 'doing')
    THEN NULL ELSE ended + 1 + later + interval '15 hours' END) AS changed, answer.at AS answered
FROM bench_plan plan
LEFT JOIN (SELECT initiative, max(logged) AS at FROM bench_step GROUP BY 1) step
  ON step.initiative = plan.id
LEFT JOIN bench_answer AS answered ON answered.initiative = plan.id
LEFT JOIN LATERAL (SELECT CASE WHEN NOT undone AND answer <> 'later' THEN answered.answered END AS at)
  answer ON true;
CREATE INDEX ON bench_sign (id); ANALYZE bench_sign;
INSERT INTO initiatives_initiative (id, uid, organisation_id, title, sort_key, language, unit_id,
  programme_id, ambition_id, process_id, customer_group_id, expectation, interpretation, stage,
  started_on, closed_on, surprise, keeper, lesson, touched_at, changed_at, version)
SELECT id, gen_random_uuid(), %(org)s, (%(titles)s::text[])[title], (%(sort_keys)s::text[])[title],
  'nl', unit_id, %(programme)s,
  (%(ambitions)s::bigint[])[1 + floor(pg_temp.draw(g, 61) * 6)::int],
  (%(processes)s::bigint[])[1 + floor(pg_temp.draw(g, 62) * 20)::int],
  (%(groups)s::bigint[])[1 + floor(pg_temp.draw(g, 63) * 8)::int],
  'De klant weet waar die aan toe is.', '', stage, started,
  CASE WHEN stage NOT IN ('idea', 'doing') THEN ended + 1 + later END, '',
  CASE WHEN stage IN ('done', 'celebrated') THEN 'Het team houdt dit vast.' ELSE '' END,
  CASE WHEN stage = 'stopped' THEN (%(lessons)s::text[])[1 + mod(g, 4)] ELSE '' END,
  greatest(changed, answered), changed, 1
FROM bench_plan JOIN bench_sign USING (id), LATERAL (
  SELECT 1 + floor(pg_temp.draw(g, 60) * cardinality(%(titles)s::text[]))::int AS title) drawn
ORDER BY id;
INSERT INTO initiatives_teammember (uid, organisation_id, initiative_id, membership_id, added_by_id,
  joined_at)
SELECT gen_random_uuid(), %(org)s, plan.id, team.member, first.member, started + interval '9 hours'
FROM bench_plan plan JOIN bench_team team USING (id)
JOIN bench_team first ON first.id = plan.id AND first.j = 0 ORDER BY plan.id, team.j;
"""
SUCCESSES = """
CREATE TEMP TABLE bench_story ON COMMIT DROP AS
SELECT %(success)s + row_number() OVER (ORDER BY ended + later, plan.id) AS id, plan.id AS initiative,
  g, stage = 'celebrated' AS told, step.s, step.member,
  ended + 1 + later + interval '16 hours' + pg_temp.draw(g, 70) * interval '4 days' AS told_at
FROM bench_plan plan JOIN bench_step step ON step.initiative = plan.id AND step.k = plan.steps
WHERE stage = 'celebrated' OR (stage = 'done' AND pg_temp.draw(g, 71) < 0.5);
CREATE TEMP TABLE bench_applause ON COMMIT DROP AS
SELECT DISTINCT ON (story.id, member.id) story.id, member.id AS member,
  least(now(), told_at + interval '2 days' * pg_temp.draw(g * 100 + c, 73)) AS given
FROM bench_story story, generate_series(1, floor(pow(pg_temp.draw(g, 72), 2) * 14)::int) c,
  bench_member member
WHERE told AND member.id = %(member)s + 1 + floor(pg_temp.draw(g * 100 + c, 74) * %(people)s)::bigint
  AND NOT EXISTS (SELECT 1 FROM bench_team team WHERE team.id = initiative AND team.member = member.id)
ORDER BY story.id, member.id, c;
ANALYZE bench_story; ANALYZE bench_applause;
INSERT INTO successes_success (id, uid, organisation_id, initiative_id, title, story, thanks,
  language, golden_step_id, told_by_id, told_at, applause_count, version)
SELECT story.id, gen_random_uuid(), %(org)s, initiative, title, (%(stories)s::text[])[1 + mod(g, 3)],
  'Met dank aan het hele team.', 'nl', CASE WHEN told THEN %(step)s + s END,
  CASE WHEN told THEN member END, CASE WHEN told THEN told_at END, coalesce(number, 0), 1
FROM bench_story story JOIN initiatives_initiative i ON i.id = initiative
LEFT JOIN (SELECT id, count(*) AS number FROM bench_applause GROUP BY id) clapped ON clapped.id = story.id
ORDER BY story.id;
INSERT INTO successes_applause (uid, organisation_id, success_id, membership_id, given_at, sentence)
SELECT gen_random_uuid(), %(org)s, id, member, given,
  CASE WHEN pg_temp.draw(member, 75) < 0.1 THEN 'Wat mooi, dit gaan wij ook doen.' ELSE '' END
FROM bench_applause ORDER BY given;
"""
WRITTEN = (PLACES, PLANS, STEPS, OTHER_STEPS, CHECK_INS, INITIATIVES, SUCCESSES)
