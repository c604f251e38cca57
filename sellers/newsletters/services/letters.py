"""A letter's beginning and its end: written, copied, put into the archive."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction

from hub.common import audit
from hub.common.exceptions import NotAllowed
from hub.common.headers import address_header
from hub.common.origin import absolute
from hub.common.outbox import enqueue_mail
from sellers.profiles.queries import sellers_written_by

from ..compile import compile_letter
from ..exceptions import LetterError
from ..marks import MADE_UP
from ..models import LetterPage
from ..preview import shown
from ..signals import letter_archived, letter_created

if TYPE_CHECKING:
    from brandguard.models import Artefact
    from hub.accounts.models import User
    from sellers.audience.models import Topic
    from sellers.profiles.models import Seller

Body = Iterable[tuple[str, Any] | Mapping[str, Any]]


def may_write_for(user: "User", seller: "Seller") -> bool:
    """The seller herself, or an assistant who was named to write for her."""
    return sellers_written_by(viewer=user).filter(pk=seller.pk).exists()


@transaction.atomic
def create_letter(
    *, seller: "Seller", by: "User", subject: str = "", preheader: str = "", body: Body = (), topic: "Topic | None" = None
) -> LetterPage:
    """A new draft under the seller's page. `body` is [(block type, value)] or Wagtail's raw list. NotAllowed for other people's sellers."""
    if not may_write_for(by, seller):
        raise NotAllowed("You write letters for yourself, or for sellers who were given to you.")
    letter = begin_letter(seller=seller, owner=by, by=by, subject=subject, preheader=preheader, body=body, topic=topic)
    audit.record("letter.created", actor=by, subject=letter.guard_subject, data={"seller": seller.pk})
    return letter


def begin_letter(
    *,
    seller: "Seller",
    owner: "User",
    by: "User | None" = None,
    subject: str = "",
    preheader: str = "",
    body: Body = (),
    topic: "Topic | None" = None,
) -> LetterPage:
    """The draft itself, for services that have settled who may: they record it. `by` is whose hand wrote it, None for the product."""
    letter = LetterPage(seller=seller, owner=owner, live=False, subject=subject, preheader=preheader, topic=topic)
    letter.body = list(body)  # type: ignore[assignment]
    seller.page.add_child(instance=letter)
    letter.save_revision(user=by, clean=False)
    letter_created.send(LetterPage, letter=letter)
    return letter


@transaction.atomic
def copy_letter(letter: LetterPage, *, by: "User") -> LetterPage:
    """A new draft with the letter's content: how a letter that was sent is written on. NotAllowed as for create_letter."""
    topic = letter.topic if letter.topic and letter.topic.in_use else None
    said = {"subject": letter.subject, "preheader": letter.preheader, "body": letter.body.get_prep_value(), "topic": topic}
    return create_letter(seller=letter.seller, by=by, **said)


@transaction.atomic
def publish_to_archive(sent: Iterable[tuple[LetterPage, "Artefact"]]) -> None:
    """From now on the public page shows these bytes and the letter is history. LetterError when they are another letter's."""
    lines = []
    for letter, artefact in sent:
        if artefact.subject != letter.guard_subject:
            raise LetterError("These bytes belong to another letter.", code="other_letter")
        letter.archived_artefact = artefact
        lines.append((letter, {"artefact": artefact.pk, "sha256": artefact.sha256}))
    LetterPage.objects.bulk_update([letter for letter, _ in lines], ["archived_artefact"])
    audit.record_each("letter.archived", ((letter.guard_subject, data) for letter, data in lines))
    for letter, _ in lines:
        letter_archived.send(LetterPage, letter=letter)


@transaction.atomic
def send_test(letter: LetterPage, *, by: "User") -> None:
    """The letter, marked as a test and filled for a made-up reader, to `by`'s own address. LetterTooBig as compile_letter."""
    if not may_write_for(by, letter.seller):
        raise NotAllowed("You test letters of your own, or of sellers who were given to you.")
    payload = compile_letter(letter)
    nowhere = absolute("/")
    enqueue_mail(
        to=by.email,
        template="newsletters/test",
        context={"letter": shown(payload, MADE_UP, leave=nowhere, preferences=nowhere)},
        kind="newsletters.test",
        headers={"Reply-To": payload.reply_to},
        from_header=address_header(payload.from_name, payload.from_address),
    )
    audit.record("letter.tested", actor=by, subject=letter.guard_subject)
