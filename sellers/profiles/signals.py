"""What rooms above may hear about sellers."""

from django.dispatch import Signal

# sender=Seller; seller=, successor= (a Seller or None), by= (a user or None)
seller_left = Signal()
# sender=Seller; seller=, by=
seller_returned = Signal()
