"""What happens later: deliveries, reminders, folds. Imports the back end, is never imported by it."""

from billiard.exceptions import SoftTimeLimitExceeded

from backend.outbox import errors

# Celery raises it in the middle of whatever a task does; it is an `Exception` like any other.
errors.ends_the_task(SoftTimeLimitExceeded)
