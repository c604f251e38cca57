"""A mail from a seller to one customer: hers, logged, with the guard's advice and no review. One to one, never to many."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from brandguard.documents import Document, Finding, Part
from brandguard.services.rules import check_document
from hub.common import audit
from hub.common.exceptions import NotAllowed
from hub.common.headers import address_header
from hub.common.languages import known
from hub.common.outbox import enqueue_mail
from hub.company.greetings import first_line
from hub.company.queries import brand
from sellers.audience.models import Subscriber
from sellers.audience.queries import deliverable, merge_values
from sellers.audience.tokens import preferences_url, unsubscribe_mailto, unsubscribe_url
from sellers.newsletters.theme import reply_address
from sellers.profiles.models import Seller
from sellers.tracking.queries import replies_of
from sellers.tracking.services.replying import mark_read

from ..exceptions import NotWritable
from ..models import PersonalMail

PER_DAY = 40
LONGEST = 8_000


def advice_on(*, seller: Seller, subject: str, text: str) -> list[Finding]:
    """What the guard has to say about these words. Advice: she decides, since she writes to somebody she knows."""
    parts = (Part("subject", subject, "subject", seller.shop.language), Part("body", text, "body", seller.shop.language))
    facts = {"region": seller.shop.region.code, "role": "seller"}
    found = check_document(Document(parts=parts, language=seller.shop.language, facts=facts)).findings
    # Rules that ask for something to be in a letter have nothing to say about three lines to a friend.
    return [finding for finding in found if finding.match]


def beginning_for(customer: Subscriber) -> str:
    """The greeting that is offered: as letters of her shop greet this customer. She may change it or take it out."""
    return first_line(customer.seller.shop, merge_values(customer))


@transaction.atomic
def write_to(customer: Subscriber, *, subject: str, text: str, by: Any) -> PersonalMail:
    """Send one customer a mail, from the seller's own address, answers to her; what she answered herself counts as read.

    Raises NotAllowed, NotWritable.
    """
    seller = customer.seller
    if by is None or by.pk != seller.user_id:
        raise NotAllowed("Only the seller herself writes to her customer.")
    subject, text = " ".join(subject.split()), text.strip()
    _require_words(subject, text, greeting=beginning_for(customer))
    _require_way(customer)
    found = advice_on(seller=seller, subject=subject, text=text)
    mail = PersonalMail.objects.create(
        seller=seller,
        subscriber=customer,
        subject=subject,
        text=text,
        at=timezone.now(),
        by=by,
        outgoing=enqueue_mail(
            to=customer.person.address,
            template="desk/personal",
            context={"subject": subject, "text": text, "seller": seller, "brand": brand(), "preferences_url": preferences_url(customer.pk)},
            kind="desk.personal",
            headers=_headers(customer),
            language=known(customer.language) or known(seller.shop.language) or None,
            from_header=address_header(seller.name, f"{seller.mail_name}@{settings.MAIL_DOMAIN}", first=len("From: ")).replace("\r\n", ""),
        ),
    )
    data = {"subscriber": customer.pk, "advice": sorted({finding.rule for finding in found})}
    audit.record("desk.personal_mail", actor=by, subject=f"personal_mail:{mail.pk}", data=data)
    for reply in replies_of(seller=seller, subscriber=customer).filter(read_at=None):
        mark_read(reply, by=by)
    return mail


def _headers(customer: Subscriber) -> dict[str, str]:
    """A person wrote it (RFC 3834), answers go to her, and one click leaves as in every letter."""
    return {
        "Auto-Submitted": "no",
        "Reply-To": reply_address(customer.seller),
        "List-Unsubscribe": f"<{unsubscribe_url(customer.pk)}>, <{unsubscribe_mailto(customer.pk)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def _require_words(subject: str, text: str, *, greeting: str) -> None:
    if not subject or not text:
        raise NotWritable("Please write a subject and at least a line.")
    if text == greeting:
        raise NotWritable("Only the greeting stands there. Please write at least a line below it.")
    if len(subject) > 150 or len(text) > LONGEST:
        raise NotWritable(f"This is too long for one mail: {LONGEST:,} characters are the most.")


def _require_way(customer: Subscriber) -> None:
    if not deliverable(seller=customer.seller, only=[customer.pk]).exists():
        raise NotWritable("This customer is not on your list, so no mail may go out. Call, or ask in the shop.")
    since = timezone.now() - timedelta(days=1)
    if PersonalMail.objects.filter(seller=customer.seller, at__gt=since).count() >= PER_DAY:
        raise NotWritable(f"You wrote {PER_DAY} personal mails since yesterday. What many should read is a letter.")
