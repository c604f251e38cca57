"""Steps that several flows share. They run inside the flow's transaction."""

import re
from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from hub.common.exceptions import BadHeader
from hub.common.headers import clean
from hub.common.tokens import address_hash
from sellers.profiles.models import Seller

from ..exceptions import BadName
from ..models import ConsentEvent, EarlierNo, Person, Suppression
from ..wording import consent_wording, wording_in

_LINKISH = re.compile(r"[<>@/\\{}\[\]]|www\.|https?:", re.IGNORECASE)
# The company's and the mailbox owner's heaviest words: a stronger reason is never overwritten by a weaker one.
_WEIGHT = {
    Suppression.Reason.UNSUBSCRIBED: 0,
    Suppression.Reason.BOUNCED: 1,
    Suppression.Reason.ERASED: 2,
    Suppression.Reason.COMPLAINED: 3,
    Suppression.Reason.MANUAL: 4,
}
# No sign-up lifts these: a complaint must never be answered by another mail, and the company's word stands.
NEVER_LIFTED = (Suppression.Reason.COMPLAINED, Suppression.Reason.MANUAL)


def locked_person(address: str) -> Person:
    """The person of a normalised address, made if new, locked so that two requests for one address follow each other."""
    while True:
        person, _ = Person.objects.get_or_create(address=address, defaults={"address_hash": address_hash(address)})
        # An erasure may have come in between; then she is made anew.
        if locked := Person.objects.select_for_update().filter(pk=person.pk).first():
            return locked


def clean_name(text: str) -> str:
    """A name as typed, without what could make it a link, mark-up or a broken header. Raises BadName."""
    name = " ".join(text.split())
    try:
        clean(name)
    except BadHeader as error:
        raise BadName(error.message) from error
    if len(name) > 80:
        raise BadName(_("This name is too long: 80 characters are the most."))
    if _LINKISH.search(name):
        raise BadName(_("A name has no links or signs like < > @ / in it. Please type the name alone."))
    return name


def record_consent(person: Person, seller: Seller | None, kind: str, *, at: datetime | None = None, **proof: object) -> ConsentEvent:
    """Append a consent event; the wording is added for what is agreed to, the IP address left out if the settings say so."""
    if not settings.CONSENT_KEEP_IP:
        proof["ip"] = None
    if seller is not None and kind in (ConsentEvent.Kind.REQUESTED, ConsentEvent.Kind.CONFIRMED):
        # In the language in which she was asked, which is what she has read.
        language = str(proof.get("locale") or "")
        proof.setdefault("wording", consent_wording(seller, language))
        proof.setdefault("wording_version", wording_in(language).version)
    return ConsentEvent.objects.create(person=person, seller=seller, kind=kind, at=at or timezone.now(), **proof)


def put_suppression(hashed: str, seller: Seller | None, reason: str) -> None:
    """Suppress the address from a seller, or everywhere; a weightier reason that stands already stays."""
    if seller is None and reason != Suppression.Reason.BOUNCED:
        # A mailbox that could not be reached said nothing.
        EarlierNo.objects.get_or_create(address_hash=hashed, defaults={"at": timezone.now()})
    row, created = Suppression.objects.get_or_create(address_hash=hashed, seller=seller, defaults={"reason": reason, "at": timezone.now()})
    if not created:
        if _WEIGHT[Suppression.Reason(reason)] >= _WEIGHT[Suppression.Reason(row.reason)]:
            row.reason = reason
        row.at = timezone.now()
        row.save(update_fields=["reason", "at"])
