"""Signs of life of the processes. Long work that a person waits for will live here too."""

from __future__ import annotations

from django.db import models


class Heartbeat(models.Model):
    """When a process last showed that it is alive: dispatcher, beat, worker queues."""

    process = models.CharField(max_length=40, primary_key=True)
    beat_at = models.DateTimeField()
    # The longest round that it made since the time before.
    tick_seconds = models.FloatField(default=0)


class Canary(models.Model):
    """When a small task last moved through a queue: sent by beat, received by a worker."""

    queue = models.CharField(max_length=40, primary_key=True)
    received_at = models.DateTimeField()
