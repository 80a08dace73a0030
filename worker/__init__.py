"""What happens later: deliveries, reminders, folds. Imports the back end, is never imported by it."""

from billiard.exceptions import SoftTimeLimitExceeded

from backend.notifications import faults

# Celery raises it in the middle of whatever a task does; it is an `Exception` like any other.
faults.ends_the_task(SoftTimeLimitExceeded)
