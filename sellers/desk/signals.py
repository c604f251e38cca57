"""What rooms above may hear of."""

from django.dispatch import Signal

# A shop system reported a purchase of a customer: purchase.
purchase_taken = Signal()
