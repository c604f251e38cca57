"""What delivery says when it says no."""

from hub.common.exceptions import HubError


class DeliveryError(HubError):
    code = "delivery"


class NotReady(DeliveryError):
    """The issue is not in a state in which this can be done."""

    code = "not_ready"


class AudienceChanged(DeliveryError):
    """The number of readers is not the one that was confirmed."""

    code = "audience_changed"


class BadKey(DeliveryError):
    """A DKIM key that letters cannot be signed with."""

    code = "dkim_key"


class LostLease(DeliveryError):
    """The worker's claim is not its own any more; whatever it still holds is not sent."""

    code = "lost_lease"


class TransportDown(DeliveryError):
    """The mail server cannot be reached or does not let us in. No row has been touched by this."""

    code = "transport_down"


class ConnectionCut(DeliveryError):
    """The connection broke in mid-work. A row whose body was under way is in doubt, the others are not."""

    code = "connection_cut"
