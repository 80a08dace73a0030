"""What keeps pages, workers, the log and what is received in order while something is wrong."""

from __future__ import annotations

from tests.faults.promises.base import HEALTH, Safeguard

WEB = "tests/faults/test_web.py"
BROKER = "tests/faults/test_broker.py"

SAFEGUARDS = [
    *(
        Safeguard(
            f"/healthz asks when {part} last showed a sign of life",
            f"{HEALTH}::test_a_process_that_ended_is_named_and_nothing_else[{part}]",
            "backend/jobs/selectors.py",
            "return Heartbeat.objects.filter(process=process, beat_at__gte=since).exists()",
            "return Heartbeat.objects.filter(process=process).exists()",
        )
        for part in ("dispatcher", "beat")
    ),
    *(
        Safeguard(
            f"/healthz asks when a canary last came through the queue {queue}",
            f"{HEALTH}::test_a_process_that_ended_is_named_and_nothing_else[worker-{queue}]",
            "backend/jobs/selectors.py",
            "return Canary.objects.filter(queue=queue, received_at__gte=since).exists()",
            "return Canary.objects.filter(queue=queue).exists()",
        )
        for queue in ("transactional", "bulk")
    ),
    Safeguard(
        "the workers are not blamed for a beat that ended",
        f"{HEALTH}::test_a_process_that_ended_is_named_and_nothing_else[beat]",
        "backend/jobs/selectors.py",
        "since = min(beat.beat_at if beat else now, now) - CANARY_WITHIN",
        "since = now - CANARY_WITHIN",
    ),
    Safeguard(
        "a dispatcher that hangs counts as away",
        f"{HEALTH}::test_a_process_that_hangs_is_named_though_it_is_there[dispatcher]",
        "backend/jobs/selectors.py",
        "return Heartbeat.objects.filter(process=process, beat_at__gte=since).exists()",
        "return Heartbeat.objects.filter(process=process).exists()",
    ),
    Safeguard(
        "a worker that hangs counts as away",
        f"{HEALTH}::test_a_process_that_hangs_is_named_though_it_is_there[worker-bulk]",
        "backend/jobs/selectors.py",
        "return Canary.objects.filter(queue=queue, received_at__gte=since).exists()",
        "return Canary.objects.filter(queue=queue).exists()",
    ),
    Safeguard(
        "the broker is asked, and not for long",
        f"{HEALTH}::test_a_broker_that_hangs_or_ended_is_named_at_once",
        "backend/jobs/selectors.py",
        "socket_timeout=BROKER_SECONDS, ",
        "",
    ),
    Safeguard(
        "a broker that is gone is told from one that answers",
        f"{HEALTH}::test_a_broker_that_hangs_or_ended_is_named_at_once",
        "backend/jobs/selectors.py",
        "    except redis.RedisError:\n        return False\n",
        "    except redis.RedisError:\n        return True\n",
    ),
    Safeguard(
        "the canary is carried out by a worker's child, not answered by the worker",
        f"{HEALTH}::test_a_queue_that_does_not_move_is_named_though_its_worker_answers",
        "backend/jobs/selectors.py",
        "return Canary.objects.filter(queue=queue, received_at__gte=since).exists()",
        "return Canary.objects.filter(queue=queue).exists()",
    ),
    Safeguard(
        "a database that is gone is an answer, not an error",
        f"{HEALTH}::test_a_database_that_ended_or_hangs_is_named_within_three_seconds",
        "backend/jobs/selectors.py",
        "        return _ASKER.ask(DATABASE_SECONDS)\n    except DatabaseError:\n",
        "        return _ASKER.ask(DATABASE_SECONDS)\n    except ZeroDivisionError:\n",
    ),
    Safeguard(
        "a database that hangs is answered for, and not waited for",
        f"{HEALTH}::test_a_database_that_ended_or_hangs_is_named_within_three_seconds",
        "backend/jobs/selectors.py",
        "return _ASKER.ask(DATABASE_SECONDS)",
        "return _ASKER.ask(600)",
    ),
    Safeguard(
        "who asks how we are has threads of their own",
        f"{HEALTH}::test_a_database_that_ended_or_hangs_is_named_within_three_seconds",
        "deploy/web/serving.py",
        "lane = self.watching",
        "pass",
    ),
    Safeguard(
        "visitors are sent wherever pages can be served, whatever else is down",
        f"{HEALTH}::test_pages_are_shared_out_also_when_only_what_works_behind_them_is_down",
        "backend/jobs/selectors.py",
        "return _signs() is not None",
        "return all(health().values())",
    ),
    Safeguard(
        "transactions of other databases hold nothing back",
        "tests/events/test_horizon.py::test_an_open_write_in_another_database_of_the_server_stops_nothing",
        "backend/events/selectors.py",
        "WHERE id::xid::text NOT IN (SELECT xid::text FROM elsewhere)),",
        "),",
    ),
    Safeguard(
        "an open transaction of this database holds back what comes after it",
        "tests/events/test_horizon.py::test_an_open_write_in_this_database_holds_back_what_comes_after_and_is_named",
        "backend/events/selectors.py",
        "+ least(\n        (SELECT min(id::text::bigint) FROM running\n"
        "         WHERE id::xid::text NOT IN (SELECT xid::text FROM elsewhere)),",
        "+ least(",
    ),
    Safeguard(
        "a restored database begins a new epoch of the log",
        "tests/backup/test_drill.py::test_what_was_written_before_anybody_noticed_the_restore_is_told_and_counted",
        "backend/events/services.py",
        "if not selectors.counts_anew(reached=reached):",
        "if True:",
    ),
    Safeguard(
        "what was written before the restore was noticed moves into the new epoch",
        "tests/backup/test_drill.py::test_what_was_written_before_anybody_noticed_the_restore_is_told_and_counted",
        "backend/events/services.py",
        "cursor.execute(_WRITTEN_HERE, [Epoch.SIZE, begins, begins])",
        "pass",
    ),
    Safeguard(
        "what was written since a restore that was killed at its end stays",
        "tests/backup/test_refusals.py::test_a_restore_that_was_killed_at_its_very_end_is_not_undone_long_after",
        "deploy/backup/restore.py",
        "        if not row_counts(connection):\n",
        "        if True:\n",
    ),
    Safeguard(
        "a backup of a newer version is refused",
        "tests/backup/test_refusals.py::test_what_is_refused_and_why",
        "deploy/backup/restore.py",
        "    _refuse_newer(found)\n",
        "",
    ),
    Safeguard(
        "beat's times in the future are put right at its start",
        "tests/worker/test_beat.py::test_a_start_with_times_in_the_future_puts_them_right[1]",
        "worker/schedule.py",
        "        super().setup_schedule()\n        self._corrected()\n",
        "        super().setup_schedule()\n",
    ),
    Safeguard(
        "a beat that sends nothing shows no sign of life",
        "tests/worker/test_beat.py::test_one_that_turns_and_sends_nothing_shows_no_sign_of_life",
        "worker/schedule.py",
        "if began - self._sent_at < _SENT_WITHIN_SECONDS:",
        "if True:",
    ),
    Safeguard(
        "a token's limit is counted by each process while the broker is away",
        "tests/api/test_limit.py::test_a_process_counts_for_itself_while_the_broker_is_away",
        "backend/config/cache.py",
        'LIMITS = ("allauth:rl:", "limit:")',
        'LIMITS = ("allauth:rl:",)',
    ),
    Safeguard(
        "503 when any part is missing",
        f"{HEALTH}::test_a_process_that_ended_is_named_and_nothing_else[dispatcher]",
        "backend/pages/health.py",
        "status=503 if missing else 200",
        "status=200",
    ),
    Safeguard(
        "what is large is judged by its head, before it is received",
        f"{WEB}::test_four_hundred_megabytes_without_signing_in_are_refused_by_what_they_say",
        "deploy/web/receiving.py",
        "if self.chunked or self.content_length > ANYBODY:",
        "self.most = 2**40\n            if self.chunked:",
    ),
    Safeguard(
        "a made-up session is looked up",
        f"{WEB}::test_a_made_up_session_gets_what_nobody_gets",
        "backend/web/limits.py",
        "return SESSION_KEY in store(found.value)",
        "return True",
    ),
    Safeguard(
        "after a refusal what still comes is read and dropped",
        f"{WEB}::test_a_sender_that_goes_on_still_reads_why_it_was_refused",
        "deploy/web/receiving.py",
        "if not (self._refused and self.close_when_flushed) or self.will_close:",
        "if True:",
    ),
    Safeguard(
        "there is room for so much of large bodies, and no more",
        f"{WEB}::test_there_is_room_for_so_much_at_once_and_it_comes_back",
        "deploy/web/receiving.py",
        "elif verdict.files and not room.take(wanted):",
        "elif False:",
    ),
    Safeguard(
        "a process that ended by itself is started again",
        f"{BROKER}::test_a_broker_that_dies_with_a_task_in_hand_ends_nothing_for_good",
        "deploy/local/processes.py",
        "member.process = member.again()",
        "pass",
    ),
    Safeguard(
        "a disk that is full for a file is told, and not an error of ours",
        "tests/web/test_no_room.py::test_a_disk_that_is_full_for_the_first_or_the_second_file",
        "backend/web/limits.py",
        "if isinstance(link, OSError) and link.errno in {ENOSPC, EDQUOT}:",
        "if False:",
    ),
    Safeguard(
        "half a file is cleaned up",
        "tests/web/test_no_room.py::test_a_disk_that_is_full_for_the_first_or_the_second_file",
        "backend/photos/storage.py",
        "self.delete(name)",
        "pass",
    ),
    Safeguard(
        "too long a side is refused before it is read",
        "tests/photos/test_photo_reading.py::test_too_long_a_side_and_too_many_pixels_are_refused_before_they_are_read",
        "backend/photos/reading.py",
        "if max(found.size) > LONGEST_SIDE or found.width * found.height > MOST_PIXELS:",
        "if found.width * found.height > MOST_PIXELS:",
    ),
    Safeguard(
        "what makes the tables ready waits for a server that is being started",
        "tests/deploy/test_server_page.py::test_a_server_that_is_started_later_is_waited_for",
        "deploy/prepare.py",
        '[*check, "wait"]',
        "check",
    ),
]
