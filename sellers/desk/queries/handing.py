"""A list that is handed over, as its old seller sees it and as those see it who may be followed instead."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from sellers.audience.exceptions import NoSuchHandOver
from sellers.audience.models import HandOver, HandOverAnswer, Subscriber
from sellers.audience.queries import hand_over_progress
from sellers.profiles.models import Seller

REMEMBERED = timedelta(days=60)  # after it is over
Answer, State = HandOverAnswer.Answer, HandOver.State


@dataclass(frozen=True)
class HandOverSeen:
    """One hand-over from one seller's side. `mine` are the customers who chose her; numbers of all others, never names."""

    hand_over: HandOver
    seller: Seller
    progress: dict[str, int]

    @property
    def is_old(self) -> bool:
        return self.hand_over.seller_id == self.seller.pk

    @property
    def as_answer(self) -> str:
        """Which of a customer's answers means this seller."""
        return Answer.SHOP if self.hand_over.shop_voice_id == self.seller.pk else Answer.PERSON

    @property
    def mine(self) -> int:
        return 0 if self.is_old else self.progress[self.as_answer]

    @property
    def others(self) -> int:
        """Who follows the other one of the two that are offered, or either of them, from the old seller's side."""
        return self.progress[Answer.PERSON] + self.progress[Answer.SHOP] - self.mine

    @property
    def waiting(self) -> int:
        """Who has not had the mail yet: sixty a minute go out."""
        return self.progress["readers"] - self.progress["asked"]

    @property
    def title(self) -> str:
        return "Your customers are asked" if self.is_old else f"{self.hand_over.seller.first_name}’s customers are asked"

    @property
    def said(self) -> str:
        """Where it stands, in a sentence."""
        if self.hand_over.state == State.PREPARING:
            whose = "your" if self.is_old else f"{self.hand_over.seller.first_name}’s"
            return f"Head office chooses whom {whose} customers may follow. Until then nobody is asked and nothing moves."
        asked, of = self.progress["asked"], self.progress["readers"]
        told = f"{asked:,} of {of:,} have had the mail. " if self.waiting else f"All {of:,} have had the mail. "
        if self.is_old:
            return told + f"{self.others:,} said yes to somebody, {_have(self.progress['silent'])} not answered."
        return told + (f"{self.mine:,} said yes to you." if self.mine else "Nobody has said yes to you yet.")


def hand_overs_of(*, seller: Seller) -> list[HandOverSeen]:
    """Those that concern her now or were over lately: her own list, or one whose customers may follow her."""
    since = timezone.now() - REMEMBERED
    found = _concerning(seller).filter(~Q(state=State.CLOSED) | Q(closes_at__gte=since) | Q(closes_at=None, begun_at__gte=since))
    return [HandOverSeen(one, seller, hand_over_progress(one)) for one in found.order_by("-begun_at", "-pk")[:5]]


def hand_over_seen(*, seller: Seller, pk: int) -> HandOverSeen:
    """One of them; NoSuchHandOver for one that does not concern her."""
    found = _concerning(seller).filter(pk=pk).first()
    if found is None:
        raise NoSuchHandOver
    return HandOverSeen(found, seller, hand_over_progress(found))


def came_by(*, seen: HandOverSeen) -> QuerySet[Subscriber]:
    """The customers who chose this seller, on her own list, who answered last first. Nobody of anybody else's."""
    if seen.is_old:
        return Subscriber.objects.none()
    chose = HandOverAnswer.objects.filter(hand_over=seen.hand_over, answer=seen.as_answer).values("subscriber__person")
    return Subscriber.objects.filter(seller=seen.seller, person__in=chose, state=Subscriber.State.ACTIVE).order_by("-confirmed_at", "-pk")


def _concerning(seller: Seller) -> QuerySet[HandOver]:
    found = HandOver.objects.filter(Q(seller=seller) | Q(successor=seller) | Q(shop_voice=seller))
    return found.select_related("seller__shop", "successor", "shop_voice")


def _have(count: int) -> str:
    return "1 has" if count == 1 else f"{count:,} have"
