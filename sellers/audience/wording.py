"""What people agree to when they subscribe: kept word for word with each consent, so every change needs a new version."""

from hub.company.queries import brand
from sellers.profiles.models import Seller

VERSION = "2026-11"


def consent_wording(seller: Seller) -> str:
    """The sentence beside the button, for this seller."""
    return (
        f"Yes, {seller.name} of {brand().name} may write to me by e-mail about products, events and offers. "
        "I can leave at any time with one click in every letter."
    )
