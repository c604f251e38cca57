"""A writer's letters: where each stands, in words that say what comes next."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from sellers.newsletters.choices import LetterState
from sellers.newsletters.models import LetterPage
from sellers.newsletters.queries import letters_written_by, with_state

# What waits for the writer comes first.
ORDER = (
    LetterState.RETURNED,
    LetterState.HELD,
    LetterState.APPROVED,
    LetterState.SENDING,
    LetterState.SCHEDULED,
    LetterState.IN_REVIEW,
    LetterState.DRAFT,
    LetterState.SENT,
)
NEXT = {
    LetterState.DRAFT: "Write on whenever you have a minute.",
    LetterState.IN_REVIEW: "Head office is reading it. You will hear by mail.",
    LetterState.RETURNED: "Came back with a remark. Have a look.",
    LetterState.APPROVED: "May go out. Choose when.",
    LetterState.SCHEDULED: "Goes out by itself. You can still stop it.",
    LetterState.SENDING: "Is on its way right now.",
    LetterState.HELD: "Is stopped. See why.",
    LetterState.SENT: "See how it went.",
}
YOURS = {LetterState.RETURNED, LetterState.HELD, LetterState.APPROVED}


@dataclass(frozen=True)
class Standing:
    """A letter, what comes next with it, and where the next step is taken."""

    letter: LetterPage
    state: LetterState
    next: str
    url: str

    @property
    def is_yours(self) -> bool:
        """Whether nothing happens before its writer does something."""
        return self.state in YOURS


def standings(*, viewer: Any, limit: int = 12) -> list[Standing]:
    """The letters this person touched last, what waits for her first."""
    letters = with_state(letters_written_by(viewer=viewer)[:limit])
    found = [_standing(letter, letter.state, viewer) for letter in letters]  # type: ignore[attr-defined]
    return sorted(found, key=lambda one: ORDER.index(one.state))


# Sending and results are the seller's own; who writes for her meets the letter itself, and what was said about it.
_SELLERS = {
    LetterState.IN_REVIEW: "letters:standing",
    LetterState.RETURNED: "letters:standing",
    LetterState.APPROVED: "delivery_admin:send",
    LetterState.SCHEDULED: "delivery_admin:send",
    LetterState.SENDING: "delivery_admin:send",
    LetterState.HELD: "delivery_admin:send",
    LetterState.SENT: "seller_desk:result",
}
_ASSISTANTS = dict.fromkeys((LetterState.IN_REVIEW, LetterState.RETURNED, LetterState.APPROVED), "letters:standing")


def _standing(letter: LetterPage, state: LetterState, viewer: Any) -> Standing:
    places = _SELLERS if letter.seller.user_id == viewer.pk else _ASSISTANTS
    return Standing(letter, state, NEXT[state], reverse(places.get(state, "wagtailadmin_pages:edit"), args=[letter.pk]))
