"""What other rooms may listen to. All are sent after the commit, with `issue_id`."""

from django.dispatch import Signal

# An issue has been started: its readers are fixed.
issue_started = Signal()
# Every row of an issue has its outcome.
issue_finished = Signal()
# The gate has closed on an issue.
issue_held = Signal()
