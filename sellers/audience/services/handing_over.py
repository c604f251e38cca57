"""A seller goes: her customers are asked once by mail, and only a button in their own hands moves them.

Silence means no mail: nobody is handed to anybody. Who follows somebody new gives that person a consent of its own; the notes
stay behind, since they were told to somebody else.
"""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from hub.accounts.models import Role
from hub.common import audit
from hub.common.exceptions import NotAllowed
from hub.common.languages import known
from hub.common.outbox import enqueue_mail
from hub.company.queries import brand
from sellers.profiles.models import Seller

from .. import signals, tokens
from ..choices import Source
from ..exceptions import CannotHandOver, Expired, HasLeft
from ..models import ConsentEvent, HandOver, HandOverAnswer, Person, Subscriber, Suppression
from ..queries import hand_overs_seen_by
from .finding import refresh_search
from .leaving import unsubscribe
from .merging import end_by_her_own_word
from .people import NEVER_LIFTED, record_consent

Answer, Stand, Kind = HandOverAnswer.Answer, HandOver.State, ConsentEvent.Kind
ANSWER_WITHIN = timedelta(days=30)
ASKED_PER_MINUTE = 60


@transaction.atomic
def begin_hand_over(seller: Seller, *, reason: str, successor: Seller | None = None, by: Any = None) -> HandOver:
    """Note that somebody has to care for a list whose seller went. Asks nobody yet. The one that is open already is returned.

    `by` is a lead or administrator who sees the seller, or None for the system. Raises NotAllowed, CannotHandOver.
    """
    if by is not None and not hand_overs_may_begin(seller, by):
        raise NotAllowed("Leads and administrators care for the lists of sellers who go.")
    if reason not in HandOver.Reason.values or (reason == HandOver.Reason.AWAY and seller.state == Seller.State.LEFT):
        raise CannotHandOver("Please say whether she has left or is away.")
    fresh = {"reason": reason, "successor": successor, "by": by, "begun_at": timezone.now()}
    found = HandOver.objects.filter(seller=seller).exclude(state=Stand.CLOSED).first()
    if found is None:
        found = HandOver.objects.create(seller=seller, **fresh)
        audit.record("audience.hand_over_begun", actor=by, subject=f"seller:{seller.pk}", data={"hand_over": found.pk, "reason": reason})
    return found


def hand_overs_may_begin(seller: Seller, by: Any) -> bool:
    """A lead of her region or an administrator."""
    if not by.is_active or by.role not in (Role.LEAD, Role.ADMINISTRATOR):
        return False
    return by.role == Role.ADMINISTRATOR or not by.region_id or by.region_id == seller.shop.region_id


@transaction.atomic
def ask_customers(hand_over: HandOver, *, successor: Seller | None, shop_voice: Seller | None, by: Any) -> int:
    """Say whom customers may follow, and have each of them asked by one mail; how many will be. Raises NotAllowed, CannotHandOver."""
    if not hand_overs_seen_by(viewer=by).filter(pk=hand_over.pk).exists():
        raise NotAllowed("Leads and administrators care for the lists of sellers who go.")
    offered = [seller for seller in (successor, shop_voice) if seller is not None]
    if not offered or successor == shop_voice or any(one.state != Seller.State.ACTIVE or one.pk == hand_over.seller_id for one in offered):
        raise CannotHandOver("Please name somebody who takes readers now: a colleague, somebody who writes for the shop, or both.")
    now = timezone.now()
    chosen = {"successor": successor, "shop_voice": shop_voice, "asking_since": now, "closes_at": now + ANSWER_WITHIN}
    if not HandOver.objects.filter(pk=hand_over.pk, state=Stand.PREPARING).update(state=Stand.ASKING, **chosen):
        raise CannotHandOver("These customers are being asked already.")
    readers = _askable(hand_over.seller).order_by("pk").values_list("pk", flat=True)
    waiting = [HandOverAnswer(hand_over=hand_over, subscriber_id=pk) for pk in readers.iterator(chunk_size=2000)]
    HandOverAnswer.objects.bulk_create(waiting, batch_size=1000)
    data = {"hand_over": hand_over.pk, "customers": len(waiting), "offered": [one.pk for one in offered]}
    audit.record("audience.hand_over_asking", actor=by, subject=f"seller:{hand_over.seller_id}", data=data)
    return len(waiting)


def ask_hand_overs(*, limit: int = ASKED_PER_MINUTE) -> int:
    """Send the next mails of hand-overs, each in a transaction of its own, and close those whose time is over; how many were sent."""
    now = timezone.now()
    HandOver.objects.filter(state=Stand.ASKING, closes_at__lte=now).update(state=Stand.CLOSED)
    waiting = HandOverAnswer.objects.filter(hand_over__state=Stand.ASKING, asked_at=None).order_by("pk")
    return sum(_ask_one(pk) for pk in list(waiting.values_list("pk", flat=True)[:limit]))


@transaction.atomic
def answer_hand_over(answer_id: int, choice: str, *, page: str = "", ip: str | None = None) -> HandOverAnswer:
    """The customer pressed a button: she follows the new person or the shop, or leaves. The same button again changes nothing.

    Raises Expired when it is over, HasLeft when she left after the mail: an old mail revives nothing.
    """
    answer = _open_answer(answer_id)
    person = Person.objects.select_for_update().get(pk=answer.subscriber.person_id)
    answer.refresh_from_db(fields=["answer", "answered_at"])
    target = _target(answer, choice)
    if choice != Answer.LEAVE and target is None:
        raise Expired(_("This is not offered any more."))
    if answer.answer == choice:
        return answer
    if target is None:
        _leave(answer, ip=ip)
    else:
        _follow(answer, person, target, page=page, ip=ip)
    answer.answer, answer.answered_at = choice, timezone.now()
    answer.save(update_fields=["answer", "answered_at"])
    return answer


@transaction.atomic
def call_off(seller: Seller) -> None:
    """She is here again: nobody else is asked. Who followed somebody in the meantime goes on doing so."""
    HandOver.objects.filter(seller=seller).exclude(state=Stand.CLOSED).update(state=Stand.CLOSED)


def _askable(seller: Seller) -> Any:
    """Whoever got her letters: on the list and suppressed nowhere. (A pause is no reason not to be told.)"""
    no = Suppression.objects.filter(Q(seller=seller) | Q(seller=None), address_hash=OuterRef("person__address_hash"))
    return Subscriber.objects.filter(~Exists(no), seller=seller, state=Subscriber.State.ACTIVE, confirmed_at__isnull=False)


@transaction.atomic
def _ask_one(pk: int) -> bool:
    answer = HandOverAnswer.objects.select_related("hand_over__seller", "subscriber").get(pk=pk)
    person = Person.objects.select_for_update().get(pk=answer.subscriber.person_id)
    now = timezone.now()
    if not HandOverAnswer.objects.filter(pk=pk, asked_at=None).update(asked_at=now):
        return False
    if not _askable(answer.hand_over.seller).filter(pk=answer.subscriber_id).exists():
        answer.delete()  # she has left in the meantime: she is nobody's to be asked about
        return False
    hand_over = answer.hand_over
    context = {"hand_over": hand_over, "seller": hand_over.seller, "brand": brand(), "url": tokens.hand_over_url(answer.pk)}
    enqueue_mail(
        to=person.address,
        template="audience/hand_over",
        context=context | {"days": ANSWER_WITHIN.days},
        kind="audience.hand_over",
        headers={"Reply-To": (hand_over.successor or hand_over.shop_voice or hand_over.seller).reply_to},
        language=known(answer.subscriber.language) or known(answer.hand_over.seller.shop.language) or None,
    )
    return True


def _open_answer(answer_id: int) -> HandOverAnswer:
    found = HandOverAnswer.objects.select_related(
        "hand_over__seller", "hand_over__successor", "hand_over__shop_voice", "subscriber__person", "subscriber__seller"
    )
    answer = found.filter(pk=answer_id, hand_over__state=Stand.ASKING, asked_at__isnull=False).first()
    if answer is None:
        raise Expired(_("This question is over. To get letters, please subscribe on the page of the person you like."))
    return answer


def _target(answer: HandOverAnswer, choice: str) -> Seller | None:
    offered: dict[str, Seller | None] = {Answer.PERSON: answer.hand_over.successor, Answer.SHOP: answer.hand_over.shop_voice}
    found = offered.get(choice)
    return found if found is not None and found.state == Seller.State.ACTIVE else None


def _leave(answer: HandOverAnswer, *, ip: str | None) -> None:
    """Off the old list, and off the one she followed by this mail before."""
    unsubscribe(answer.subscriber, source=Source.HAND_OVER, ip=ip)
    if answer.answer and (target := _target(answer, answer.answer)):
        for followed in Subscriber.objects.filter(seller=target, person=answer.subscriber.person_id):
            unsubscribe(followed, source=Source.HAND_OVER, ip=ip)


def _follow(answer: HandOverAnswer, person: Person, target: Seller, *, page: str, ip: str | None) -> None:
    old = answer.subscriber
    _refuse_stale(answer, person, target)
    fresh = {"added_at": timezone.now(), "first_name": old.first_name, "last_name": old.last_name, "language": old.language}
    new = Subscriber.objects.get_or_create(seller=target, person=person, defaults={**fresh, "salutation": old.salutation})[0]
    if new.state != Subscriber.State.ACTIVE:
        Suppression.objects.filter(seller=target, address_hash=person.address_hash).delete()
        end_by_her_own_word(new)
        new.state, new.confirmed_at, new.left_at = Subscriber.State.ACTIVE, timezone.now(), None
        new.save(update_fields=["state", "confirmed_at", "left_at", "merged_into"])
        refresh_search(new)
    stated = f"asked by mail because {old.seller.name} {answer.hand_over.get_reason_display()}"[:300]
    record_consent(person, target, Kind.CONFIRMED, source=Source.HAND_OVER, stated=stated, page=page, ip=ip, locale=old.language)
    audit.record("audience.followed", subject=f"subscriber:{new.pk}", data={"seller": target.pk, "hand_over": answer.hand_over_id})
    if answer.hand_over.reason == HandOver.Reason.LEFT:
        unsubscribe(old, source=Source.HAND_OVER, ip=ip)
    signals.confirmed.send(sender=Subscriber, subscriber=new)


def _refuse_stale(answer: HandOverAnswer, person: Person, target: Seller) -> None:
    old = answer.subscriber.seller_id
    no = Suppression.objects.filter(Q(seller=target) | Q(seller=old) | Q(seller=None), address_hash=person.address_hash)
    if answer.answer in (Answer.PERSON, Answer.SHOP):
        # Off the old list because she followed one of the two by this mail: no reason against following the other.
        no = no.exclude(seller=old)
    if answer.answer == Answer.LEAVE or no.filter(Q(at__gte=answer.asked_at) | Q(reason__in=NEVER_LIFTED)).exists():
        raise HasLeft(_("You left after this mail was sent. To get letters again, please subscribe on the page of the person you like."))
