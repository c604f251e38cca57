"""Purchases taken in from shop systems, and who may report them."""

from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from hub.accounts.queries import is_administrator
from hub.common import audit
from hub.common.addresses import normalise
from hub.common.exceptions import BadAddress, BadToken, NotAllowed
from hub.common.tokens import address_hash
from sellers.audience.models import Subscriber
from sellers.profiles.directory import open_seller
from sellers.profiles.models import Seller

from ..exceptions import BadPurchase, OtherPurchase
from ..models import Purchase, ShopSystem
from ..reported import Reported
from ..signals import purchase_taken
from ..tokens import key_digest, new_key, read_customer_reference

HEARD_EVERY = timedelta(minutes=1)
NOBODY = "This seller has no customer of this kind on her list."


@transaction.atomic
def admit_system(name: str, *, by: Any) -> tuple[ShopSystem, str]:
    """A new shop system and its token, which is told this once. Raises NotAllowed, BadPurchase."""
    _require_administrator(by)
    name = " ".join(name.split())
    if not 1 <= len(name) <= 80:
        raise BadPurchase({"name": "Please give it a name of at most 80 characters."})
    key = new_key()
    system = ShopSystem.objects.create(name=name, digest=key_digest(key), hint=key[-4:], made_by=by, made_at=timezone.now())
    audit.record("desk.shop_system_admitted", actor=by, subject=f"shop_system:{system.pk}")
    return system, key


@transaction.atomic
def withdraw_system(system: ShopSystem, *, by: Any) -> None:
    """Its token opens nothing from now on; what it reported stays. Twice changes nothing. Raises NotAllowed."""
    _require_administrator(by)
    if system.withdrawn_at is None:
        system.withdrawn_at, system.withdrawn_by = timezone.now(), by
        system.save(update_fields=["withdrawn_at", "withdrawn_by"])
        audit.record("desk.shop_system_withdrawn", actor=by, subject=f"shop_system:{system.pk}")


def note_call(system: ShopSystem) -> None:
    """It was heard of; written down once a minute at most, so that a busy till writes one row a purchase."""
    now = timezone.now()
    if system.last_used_at is None or system.last_used_at < now - HEARD_EVERY:
        ShopSystem.objects.filter(pk=system.pk).update(last_used_at=now)


def take_purchase(said: Reported, *, system: ShopSystem) -> tuple[Purchase, bool]:
    """The purchase, and whether it is new: the same number with the same content is one purchase, however often it is reported.

    Raises BadPurchase for a seller or customer that is not there, OtherPurchase when the number is another purchase's.
    """
    if there := Purchase.objects.filter(number=said.number).first():
        return _the_same(there, said), False
    seller = _seller(said)
    customer = _customer(said, seller)
    try:
        with transaction.atomic():
            made = Purchase.objects.create(seller=seller, subscriber=customer, **_kept(said), system=system, taken_at=timezone.now())
            audit.record("desk.purchase_taken", subject=f"purchase:{made.pk}", data={"subscriber": customer.pk, "system": system.pk})
            purchase_taken.send(Purchase, purchase=made)
    except IntegrityError:
        # Reported twice at the same moment: the other one was first.
        return _the_same(Purchase.objects.get(number=said.number), said), False
    return made, True


def _kept(said: Reported) -> dict[str, Any]:
    items = [{"name": name, "quantity": quantity} for name, quantity in said.items]
    return {"number": said.number, "at": said.at, "total": said.total, "currency": said.currency, "items": items}


def _the_same(there: Purchase, said: Reported) -> Purchase:
    if any(getattr(there, name) != value for name, value in _kept(said).items()):
        raise OtherPurchase
    return there


def _seller(said: Reported) -> Seller:
    here = Seller.objects.exclude(state=Seller.State.LEFT)
    found = here.filter(user__email=said.seller.lower()).first() if "@" in said.seller else open_seller(said.seller)
    if found is None:
        raise BadPurchase({"seller": "There is no seller with this address or page."})
    return found


def _customer(said: Reported, seller: Seller) -> Subscriber:
    """On her list now, as herself or as the card that hers was joined with: of nobody else anything is kept."""
    field = "reference" if said.reference else "address"
    try:
        which: dict[str, Any] = (
            {"pk": read_customer_reference(said.reference)} if said.reference else {"person__address_hash": _hash_of(said.address)}
        )
    except BadToken as error:
        raise BadPurchase({"reference": "This is no customer's reference."}) from error
    except BadAddress as error:
        raise BadPurchase({"address": error.message}) from error
    found = Subscriber.objects.select_related("merged_into").filter(seller=seller, **which).first()
    if found is not None and found.merged_into is not None:
        found = found.merged_into
    if found is None or found.state != Subscriber.State.ACTIVE:
        raise BadPurchase({field: NOBODY})
    return found


def _hash_of(address: str) -> str:
    return address_hash(normalise(address))


def _require_administrator(by: Any) -> None:
    if not is_administrator(by):
        raise NotAllowed("Only an administrator admits shop systems.")
