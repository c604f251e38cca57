"""Brakes: what a room above knows that must stop a seller's letters, whatever was approved. Asked at arming, start and resumption.

A brake that is pulled holds what runs at once (services.control.hold_issue); the claim asks only whether the issue is still being sent.
"""

from collections.abc import Callable, Sequence

from brandguard.exceptions import Held

Look = Callable[[int], Sequence[tuple[str, str]]]
_looks: list[Look] = []


def register_brake(look: Look) -> None:
    """`look(seller id)` gives (code, sentence) of each brake that holds this seller's letters now. Tracking, above, tells it here."""
    _looks.append(look)


def ensure_free(seller_id: int) -> None:
    """Raise Held with every reason while a brake is on."""
    if reasons := [tuple(reason) for look in _looks for reason in look(seller_id)]:
        raise Held(" ".join(sentence for _, sentence in reasons), reasons=reasons)
