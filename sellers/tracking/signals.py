"""What other rooms may listen to."""

from django.dispatch import Signal

# People (not machines) have clicked in a letter: issue_id, delivery_ids. After the commit.
clicked = Signal()
