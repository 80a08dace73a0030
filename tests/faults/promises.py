"""The safeguards of the product: what keeps each promise, and the test that must miss it."""

from __future__ import annotations

from dataclasses import dataclass

DELIVERY = "tests/faults/test_delivery.py"
HEALTH = "tests/faults/test_health.py"
WEB = "tests/faults/test_web.py"
TELLING = "tests/successes/test_success_tell.py"
BROKER = "tests/faults/test_broker.py"
THING = "tests/races/test_pairs.py::test_a_thing_to_which_two_do_something"
TWICE = "tests/accounts/test_twice.py"


@dataclass(frozen=True)
class Safeguard:
    """A piece of code that keeps a promise, and the test that must miss it."""

    name: str
    test: str
    path: str
    old: str
    new: str


SAFEGUARDS = [
    Safeguard(
        "nobody is mailed about what they did themselves",
        f"{DELIVERY}::test_everybody_in_the_audience_is_mailed_once_and_the_author_is_not",
        "backend/successes/selectors/audiences.py",
        "~Exists(team), organisation=success.organisation_id, state=MembershipState.ACTIVE\n"
        "    ).exclude(pk=actor.pk)",
        "organisation=success.organisation_id, state=MembershipState.ACTIVE\n    )",
    ),
    Safeguard(
        "what is announced goes no further once its success is taken back",
        f"{TELLING}::test_what_was_sent_is_taken_back_too_and_goes_no_further",
        "backend/successes/services/announcements.py",
        "        fanout.fanout_call_back(event_id=one.event_id)",
        "        pass",
    ),
    Safeguard(
        "a success that was taken back before the dispatcher looked is not mailed",
        f"{TELLING}::test_taken_back_before_the_dispatcher_looked_nobody_is_mailed",
        "backend/successes/announcing.py",
        "announcement.called_back_at or not announcement.success.told_at",
        "False",
    ),
    Safeguard(
        "rows in hand whose lease ran out go back",
        f"{DELIVERY}::test_a_worker_killed_in_the_middle_again_and_again_loses_nothing_and_mails_nobody_twice",
        "backend/notifications/recovery.py",
        "list(lost.filter(state=State.LEASED).values_list",
        "list(lost.none().values_list",
    ),
    Safeguard(
        "a row that was on the wire becomes uncertain, and is not tried again",
        f"{DELIVERY}::test_a_worker_killed_in_the_middle_again_and_again_loses_nothing_and_mails_nobody_twice",
        "backend/notifications/recovery.py",
        "return delivery.message in messages.once_more_kinds() and delivery.attempts < 2",
        "return True",
    ),
    Safeguard(
        "only who holds the lease marks a row as sending",
        f"{DELIVERY}::test_a_worker_that_wakes_after_its_lease_ran_out_does_not_send_what_another_has_in_hand",
        "backend/notifications/outbox.py",
        "d.lease_token = %(next_token)s AND d.state = 'leased'",
        "%(next_token)s::uuid IS NOT NULL",
    ),
    Safeguard(
        "one dispatcher at a time writes a page of an announcement",
        f"{DELIVERY}::test_a_dispatcher_killed_while_it_writes_and_a_second_one_beside_it_write_every_row_once",
        "backend/notifications/fanout.py",
        "fanout = Fanout.objects.select_for_update().get(pk=fanout.pk)",
        "fanout = Fanout.objects.get(pk=fanout.pk)",
    ),
    Safeguard(
        "the cursor moves with the rows, page by page",
        f"{DELIVERY}::test_a_dispatcher_killed_while_it_writes_and_a_second_one_beside_it_write_every_row_once",
        "backend/notifications/fanout.py",
        "fanout.cursor = last or fanout.cursor",
        "fanout.cursor = (last or fanout.cursor) + 1",
    ),
    Safeguard(
        "the dispatcher tells the broker anew while anything is due",
        f"{DELIVERY}::test_an_emptied_broker_is_caught_up_with_by_either_that_is_left[dispatcher]",
        "worker/dispatcher.py",
        "        self._wake_workers()\n",
        "",
    ),
    Safeguard(
        "beat tells the broker, whoever else is gone",
        f"{DELIVERY}::test_an_emptied_broker_is_caught_up_with_by_either_that_is_left[beat]",
        "worker/schedule.py",
        '"schedule": _SWEEP,\n        "args": ["bulk"],',
        '"schedule": 3600.0,\n        "args": ["bulk"],',
    ),
    Safeguard(
        "telling the broker happens in a thread of its own",
        f"{DELIVERY}::test_a_frozen_broker_stops_neither_the_pages_nor_what_comes_after",
        "worker/dispatcher.py",
        "self._waking = self._pool.submit(_publish, queues)",
        "_publish(queues)",
    ),
    Safeguard(
        "a cache that fell silent is left alone for a while",
        f"{DELIVERY}::test_a_frozen_broker_stops_neither_the_pages_nor_what_comes_after",
        "backend/config/cache.py",
        "self._away_until = time.monotonic() + AWAY_SECONDS",
        "pass",
    ),
    Safeguard(
        "a cache that is away reads as 'not cached'",
        f"{DELIVERY}::test_a_frozen_broker_stops_neither_the_pages_nor_what_comes_after",
        "backend/config/cache.py",
        "        except RedisError:\n",
        "        except ZeroDivisionError:\n",
    ),
    Safeguard(
        "a refusal for good ends that row",
        f"{DELIVERY}::test_one_refused_address_ends_there_and_the_others_arrive",
        "worker/channels/email/channel.py",
        "    Fault.RECIPIENT: State.BOUNCED,\n",
        "    Fault.RECIPIENT: State.RETRY,\n",
    ),
    Safeguard(
        "a refused transaction is ended before the next on its connection",
        "tests/worker/test_send_refused.py::test_a_refused_address_ends_there",
        "worker/channels/email/channel.py",
        "            smtp.rset()\n",
        "            pass\n",
    ),
    Safeguard(
        "a way out that fails rests",
        f"{DELIVERY}::test_a_server_that_refuses_everybody_is_left_alone_for_a_while_and_tried_until_it_takes_them",
        "worker/transport.py",
        "        pauses.pause(channel=name, domain=EVERYWHERE, reply=reply_of(refusal))\n",
        "        pass\n",
    ),
    Safeguard(
        "what was refused for now is tried again",
        f"{DELIVERY}::test_a_server_that_refuses_everybody_is_left_alone_for_a_while_and_tried_until_it_takes_them",
        "backend/notifications/outbox.py",
        "        State.RETRY,\n        code,\n",
        "        State.DEAD,\n        code,\n",
    ),
    Safeguard(
        "a sender's own limit is the service's, wherever it comes",
        f"{DELIVERY}::test_a_daily_limit_in_the_middle_bounces_nobody_and_ends_by_itself",
        "worker/channels/email/replies.py",
        "    if _own_limit(status, words):\n",
        "    if False:\n",
    ),
    Safeguard(
        "a pause probes and ends by itself",
        f"{DELIVERY}::test_a_daily_limit_in_the_middle_bounces_nobody_and_ends_by_itself",
        "worker/transport.py",
        "    return Gate(1, resting) if pauses.probe_take(resting) else Gate(0)\n",
        "    return Gate(0)\n",
    ),
    Safeguard(
        "silence after the content means uncertain",
        f"{DELIVERY}::test_a_server_that_hangs_after_the_message_leaves_it_uncertain_and_is_not_sent_again",
        "worker/channels/email/channel.py",
        "            way = _Way.ANSWER\n",
        "",
    ),
    Safeguard(
        "a silent server is waited for no longer than SMTP_TIMEOUT",
        f"{DELIVERY}::test_a_server_that_hangs_after_the_message_leaves_it_uncertain_and_is_not_sent_again",
        "worker/channels/email/channel.py",
        '        "timeout": settings.SMTP_TIMEOUT,\n',
        "",
    ),
    Safeguard(
        "what somebody wants, and whether they left, is read when the row is sent",
        f"{DELIVERY}::test_who_turns_mail_off_or_leaves_after_the_rows_were_written_is_not_mailed",
        "worker/sender.py",
        "if not kind.still_due(delivery):",
        "if False:",
    ),
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
        "a code for a new address goes to that address",
        "tests/accounts/test_change_address.py"
        "::test_the_code_goes_to_the_new_address_and_the_word_of_it_to_the_earlier_one",
        "backend/notifications/selectors.py",
        '"account_notice", "address_code", "address_notice"',
        '"account_notice", "address_notice"',
    ),
    Safeguard(
        "who had the earlier address is told there that it changed",
        "tests/accounts/test_change_address.py"
        "::test_the_code_goes_to_the_new_address_and_the_word_of_it_to_the_earlier_one",
        "backend/notifications/selectors.py",
        '"account_notice", "address_code", "address_notice"',
        '"account_notice", "address_code"',
    ),
    Safeguard(
        "an invitation whose address was put right is not sent from before",
        "tests/organisations/test_membership_correct.py"
        "::test_what_is_owed_to_the_wrong_address_is_not_sent_any_more",
        "backend/notifications/account_messages.py",
        "return not renewed or datetime.fromisoformat(moment) >= membership.invited_at",
        "return True",
    ),
    Safeguard(
        "a code that was asked for at an earlier address opens nothing",
        "tests/accounts/test_change_address.py::test_from_then_on_only_the_new_address_lets_in",
        "backend/pages/sign_in.py",
        "if person is None or asked.lower() == person.email.lower():",
        "if True:",
    ),
    # ----- locks: without one of these, two people at once leave what one after the other would not
    Safeguard(
        "a photo that is chosen is not thrown away at that moment",
        f"{THING}[APhoto-goes_when_nothing_shows_it-is_shown_in_a_story]",
        "backend/photos/services.py",
        'Photo.objects.select_for_update(of=("self",)).filter(pk=photo.pk).first()',
        "Photo.objects.filter(pk=photo.pk).first()",
    ),
    Safeguard(
        "an undo that two press at once is noted once",
        f"{THING}[ItsMail-is_cancelled_no_more-is_cancelled_no_more]",
        "backend/notifications/attending.py",
        "    if opened:\n        _record(Kind.MAIL_CANCEL_UNDONE",
        "    if True:\n        _record(Kind.MAIL_CANCEL_UNDONE",
    ),
    # ----- on the way in
    Safeguard(
        "two taps on the way in send one code",
        f"{TWICE}::test_two_taps_at_once_ask_for_one_code_and_either_window_takes_it",
        "backend/pages/account_urls.py",
        "_asked(views.request_login_code)",
        "views.request_login_code",
    ),
    Safeguard(
        "the second of two taps is in the session that the first one began",
        f"{TWICE}::test_two_taps_at_once_ask_for_one_code_and_either_window_takes_it",
        "backend/web/once.py",
        "    request.session = type(request.session)(known.session)\n",
        "",
    ),
    Safeguard(
        "a press leads into the session that it began for a minute, and no longer",
        f"{TWICE}::test_a_code_pressed_twice_opens_nothing_later",
        "backend/web/once.py",
        "timezone.now() - sent_at > SAME_SESSION or ",
        "",
    ),
]
