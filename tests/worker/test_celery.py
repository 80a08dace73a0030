"""The settings that keep a worker from losing, doubling or hoarding tasks."""

from __future__ import annotations

from deploy.local.commands import commands
from deploy.local.settings import Settings
from worker.celery import HARD_LIMIT_SECONDS, app
from worker.schedule import SCHEDULE

QUEUES = {"transactional", "bulk"}


def test_a_killed_child_gives_its_task_back():
    assert app.conf.task_acks_late
    assert app.conf.task_reject_on_worker_lost


def test_a_task_is_not_given_out_again_while_it_may_still_run():
    options = app.conf.broker_transport_options
    assert options["visibility_timeout"] == 2 * HARD_LIMIT_SECONDS
    assert app.conf.task_soft_time_limit < app.conf.task_time_limit == HARD_LIMIT_SECONDS
    assert (options["unacked_restore_interval"], options["unacked_restore_throttle"]) == (2, 1)


def test_nothing_is_hoarded_kept_or_run_in_place():
    assert app.conf.worker_prefetch_multiplier == 1
    assert app.conf.task_ignore_result
    assert not app.conf.task_always_eager
    assert app.conf.worker_max_tasks_per_child
    assert app.conf.worker_max_memory_per_child


def test_a_deploy_lets_workers_finish_what_they_have():
    assert app.conf.worker_soft_shutdown_timeout == 25
    assert not app.conf.worker_enable_soft_shutdown_on_idle


def test_every_queue_that_is_filled_is_emptied_by_a_worker(tmp_path):
    assert {queue.name for queue in app.conf.task_queues} == QUEUES
    assert {entry["options"]["queue"] for entry in SCHEDULE.values()} <= QUEUES
    consumed = {
        command[command.index("-Q") + 1]
        for command in commands(
            Settings(8400, 8401, 8402, tmp_path, True, "nl", False, True)
        ).values()
        if "-Q" in command
    }
    assert consumed == QUEUES


def test_beat_only_ticks_and_what_it_ticks_exists():
    app.loader.import_default_modules()
    assert {entry["task"] for entry in SCHEDULE.values()} <= set(app.tasks)
    assert all(entry["options"]["expires"] for entry in SCHEDULE.values())
