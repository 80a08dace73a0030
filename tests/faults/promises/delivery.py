"""What a message was promised, from what happened until it is in the mailbox."""

from __future__ import annotations

from tests.faults.promises.base import DELIVERY, Safeguard

TELLING = "tests/successes/test_success_tell.py"

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
        "backend/outbox/recovery.py",
        "list(lost.filter(state=State.LEASED).values_list",
        "list(lost.none().values_list",
    ),
    Safeguard(
        "a row that was on the wire becomes uncertain, and is not tried again",
        f"{DELIVERY}::test_a_worker_killed_in_the_middle_again_and_again_loses_nothing_and_mails_nobody_twice",
        "backend/outbox/recovery.py",
        "if d.repeatable and d.attempts < 2]",
        "]",
    ),
    Safeguard(
        "only who holds the lease marks a row as sending",
        f"{DELIVERY}::test_a_worker_that_wakes_after_its_lease_ran_out_does_not_send_what_another_has_in_hand",
        "backend/outbox/settling.py",
        "d.lease_token = %(next_token)s AND d.state = 'leased'",
        "%(next_token)s::uuid IS NOT NULL",
    ),
    Safeguard(
        "one dispatcher at a time writes a page of an announcement",
        f"{DELIVERY}::test_a_dispatcher_killed_while_it_writes_and_a_second_one_beside_it_write_every_row_once",
        "backend/outbox/fanout.py",
        "fanout = Fanout.objects.select_for_update().get(pk=fanout.pk)",
        "fanout = Fanout.objects.get(pk=fanout.pk)",
    ),
    Safeguard(
        "the cursor moves with the rows, page by page",
        f"{DELIVERY}::test_a_dispatcher_killed_while_it_writes_and_a_second_one_beside_it_write_every_row_once",
        "backend/outbox/fanout.py",
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
        "backend/outbox/outcomes.py",
        "        State.RETRY,\n        code,\n",
        "        State.DEAD,\n        code,\n",
    ),
    Safeguard(
        "a sender's own limit is the service's, wherever it comes",
        f"{DELIVERY}::test_a_daily_limit_in_the_middle_bounces_nobody_and_ends_by_itself",
        "worker/channels/email/replies.py",
        "    if phase in _OPENING or _own_limit(phase, status, said):\n",
        "    if phase in _OPENING:\n",
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
    *(
        Safeguard(
            f"an answer of the mail server ends, {how}",
            f"tests/worker/test_send_endless.py::test_an_answer_without_end_holds_nobody_up[{tried}-RCPT-retry]",
            "worker/channels/email/line.py",
            "if self._left < 0 or time.monotonic() > self._ends:",
            f"if {left}:",
        )
        for how, tried, left in (
            ("in length", "lines", "time.monotonic() > self._ends"),
            ("in time", "drops", "self._left < 0"),
        )
    ),
    Safeguard(
        "of a long answer only the beginning is weighed",
        "tests/worker/test_replies.py::test_a_reply_without_end_holds_nobody_up",
        "worker/channels/email/replies.py",
        "_LONGEST = 1_000\n",
        "_LONGEST = 4_000\n",
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
]
