"""What happens on the lists. Sent within the transaction of the change."""

from django.dispatch import Signal

# subscriber: has confirmed and gets letters from now on
confirmed = Signal()
# subscriber, source: has left one seller (sent once for each list that is left)
left = Signal()
# person, subscriber_ids: about to be erased; upper rooms forget what they hold
erasing = Signal()
