"""What happens to letters. Each carries `letter`."""

from django.dispatch import Signal

letter_created = Signal()
letter_archived = Signal()
