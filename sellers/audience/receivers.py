"""What the lists listen to: a seller leaves or is here again."""

from typing import Any

from django.dispatch import receiver

from sellers.profiles.models import Seller
from sellers.profiles.signals import seller_left, seller_returned

from . import services
from .models import HandOver


@receiver(seller_left, dispatch_uid="audience.hand_over")
def care_for_her_list(sender: Any, seller: Seller, successor: Seller | None = None, **kwargs: Any) -> None:
    services.begin_hand_over(seller, reason=HandOver.Reason.LEFT, successor=successor)


@receiver(seller_returned, dispatch_uid="audience.returned")
def call_it_off(sender: Any, seller: Seller, **kwargs: Any) -> None:
    services.call_off(seller)
