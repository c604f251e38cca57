"""A seller who is away for long: her customers are asked whom they want to follow, and some have answered."""

from itertools import cycle

from hub.accounts.models import User
from sellers.audience.models import HandOver, HandOverAnswer
from sellers.audience.services import answer_hand_over, ask_customers, ask_hand_overs, begin_hand_over
from sellers.profiles.models import Seller

from ..content.handing import ANSWERED, ANSWERS, ASKED_SO_FAR, AWAY, SHOP_VOICE, SUCCESSOR


def put_hand_over(users: dict[str, User]) -> None:
    """Asked by the lead, most of the mails sent, every other customer silent so far. One that has begun stays as it is."""
    away, successor, shop_voice = (Seller.objects.get(user=users[login]) for login in (AWAY, SUCCESSOR, SHOP_VOICE))
    hand_over = begin_hand_over(away, reason=HandOver.Reason.AWAY, by=users["helen"])
    if hand_over.state != HandOver.State.PREPARING:
        return
    ask_customers(hand_over, successor=successor, shop_voice=shop_voice, by=users["helen"])
    ask_hand_overs(limit=ASKED_SO_FAR)
    asked = HandOverAnswer.objects.filter(hand_over=hand_over, asked_at__isnull=False).order_by("pk")
    for answer, choice in zip(asked[:ANSWERED], cycle(ANSWERS), strict=False):
        answer_hand_over(answer.pk, choice)
