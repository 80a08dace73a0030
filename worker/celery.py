"""The Celery app. PostgreSQL holds the truth; what lies in the broker may vanish at any moment."""

from __future__ import annotations

import os
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.config.settings")
from celery import Celery
from celery.signals import beat_init, celeryd_init, worker_process_init, worker_ready
from django.conf import settings
from django.db import connections
from kombu import Queue

from backend.config import start
from worker import broker
from worker.schedule import SCHEDULE

start.refuse_wrong_settings()
HARD_LIMIT_SECONDS = 120

app = Celery(
    "stapsteen",
    include=[
        "worker.tasks.deliver",
        "worker.tasks.remind",
        "worker.tasks.alive",
        "worker.tasks.tidy",
    ],
)
app.config_from_object(
    {
        "broker_url": broker.address(settings.REDIS_URL),
        "broker_connection_retry_on_startup": True,
        "broker_transport_options": {
            "visibility_timeout": 2 * HARD_LIMIT_SECONDS,
            "unacked_restore_interval": 2,
            "unacked_restore_throttle": 1,
            "socket_timeout": 5,
            "socket_connect_timeout": 2,
            "socket_keepalive": True,
            "global_keyprefix": "stapsteen.",
        },
        "task_acks_late": True,
        "task_reject_on_worker_lost": True,
        "task_ignore_result": True,
        "task_time_limit": HARD_LIMIT_SECONDS,
        "task_soft_time_limit": HARD_LIMIT_SECONDS - 20,
        "task_publish_retry": False,
        "task_default_queue": "bulk",
        "task_create_missing_queues": False,
        "task_queues": [Queue("transactional"), Queue("bulk")],
        "worker_prefetch_multiplier": 1,
        "worker_max_tasks_per_child": 1000,
        "worker_max_memory_per_child": 400_000,
        # With nothing in hand it ends at once: no task has an hour, and what was only fetched goes back.
        "worker_soft_shutdown_timeout": 25,
        "worker_enable_soft_shutdown_on_idle": False,
        "worker_hijack_root_logger": False,
        "worker_send_task_events": False,
        "timezone": "UTC",
        "beat_schedule": SCHEDULE,
        "beat_schedule_filename": str(settings.DATA_DIR / "beat"),
        "beat_scheduler": "worker.schedule:BeatingScheduler",
        "beat_max_loop_interval": 5,
    }
)


@celeryd_init.connect
@beat_init.connect
def _begin(**_arguments: object) -> None:
    """What every process looks at before it does anything."""
    start.begin("celery")


@worker_process_init.connect
def _own_connections(**_arguments: object) -> None:
    """A child never shares its parent's connection to PostgreSQL."""
    connections.close_all()


@worker_ready.connect
def _first_canary(sender: Any, **_arguments: object) -> None:
    """Show at once that its queues move, so that `/healthz` need not wait for beat's next round."""
    for queue in sender.app.amqp.queues.consume_from:
        app.send_task("canary", args=[queue], queue=queue, expires=60)
