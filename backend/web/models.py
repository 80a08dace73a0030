"""What was sent and answered, for as long as the same form may come once more."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone


class Sent(models.Model):
    """One form as it was sent, and its answer.

    It is written at the end of the transaction of what the form does: the same form sent at the same
    time waits for that, and finds the answer.
    """

    # Nobody for the pages behind the links of mails: whoever has the link and the key is the one.
    person: Any = models.ForeignKey(
        "organisations.Person", null=True, on_delete=models.CASCADE, related_name="+"
    )
    # The name of the address, as in the permission table.
    action = models.CharField(max_length=100)
    key = models.UUIDField()
    # Of the address and all that was typed (a keyed digest): another body under the same key is another form.
    body = models.CharField(max_length=64)
    sent_at = models.DateTimeField(default=timezone.now)
    # Encrypted: it may hold what somebody wrote, or a token that is shown once.
    answer = models.BinaryField(default=bytes)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "action", "key", "body"],
                name="sent_once",
                nulls_distinct=False,
            )
        ]
        indexes = [models.Index(fields=["sent_at"], name="sent_oldest")]
