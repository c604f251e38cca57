"""Approved letters in bulk: compiled, frozen and approved as any other, so that the gate lets them through and nothing else does."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from brandguard.choices import ArtefactState
from brandguard.models import Approval, Artefact
from brandguard.services.rules import check_document
from sellers.delivery.models import Issue
from sellers.delivery.services.installation import armed
from sellers.newsletters.audience import audience_of
from sellers.newsletters.compile import compile_letter
from sellers.newsletters.document import letter_document
from sellers.newsletters.models import LetterPage
from sellers.newsletters.queries import fingerprint
from sellers.profiles.models import Seller
from sellers.profiles.pages import add_pages

BATCH = 500
SUBJECT = "Something for you, {firstname}"
PARAGRAPH = (
    "<p>When the new autumn teas came in on Tuesday I put one aside, because I remembered what you told me about the last one. "
    "It is rounder, less smoky, and it keeps well. Come by when you have ten minutes: I will make you a cup, and you tell me "
    "whether I was right. We are open until seven, and on Thursdays until nine.</p>"
)
BODY = [("text", "<p>I thought of you this week, {firstname|friend}.</p>"), ("text", PARAGRAPH * 6), ("signature", {"sign_off": ""})]


def make_approved_letters(sellers: Sequence[Seller], count: int, *, readers: int, reviewer: Any) -> list[int]:
    """`count` letters, dealt round the sellers, each approved by `reviewer`, who wrote none of them. Their ids."""
    ids: list[int] = []
    armed()  # as the approval of any letter does: a copy of this database will send nothing
    for index, seller in enumerate(sellers):
        mine = count // len(sellers) + (index < count % len(sellers))
        letters = [_letter(seller, n) for n in range(mine)]
        add_pages(seller.page, letters)
        ids += [letter.pk for letter in letters]
    for start in range(0, len(ids), BATCH):
        _approve(ids[start : start + BATCH], readers=readers, reviewer=reviewer)
    return ids


def _letter(seller: Seller, number: int) -> LetterPage:
    letter = LetterPage(seller=seller, owner_id=seller.user_id, live=False, subject=SUBJECT, slug=f"letter-{number}-{timezone.now():%f}")
    letter.title = letter.title_from_subject()
    letter.body = list(BODY)
    return letter


def _approve(ids: Sequence[int], *, readers: int, reviewer: Any) -> None:
    letters = list(LetterPage.objects.filter(pk__in=ids).select_related("seller__shop__region", "seller__page").order_by("pk"))
    now = timezone.now()
    report = check_document(letter_document(letters[0]))
    artefacts = Artefact.objects.bulk_create([_artefact(letter, report, readers) for letter in letters])
    Approval.objects.bulk_create(
        [Approval(artefact=a, sha256=a.sha256, by=reviewer, at=now, ruleset=report.ruleset, findings=a.findings) for a in artefacts]
    )
    Issue.objects.bulk_create(
        [Issue(letter_id=letter.pk, seller_id=letter.seller_id, artefact=a) for letter, a in zip(letters, artefacts, strict=True)]
    )


def _artefact(letter: LetterPage, report: Any, readers: int) -> Artefact:
    payload = compile_letter(letter)
    return Artefact(
        subject=letter.guard_subject,
        title=letter.title,
        author_id=letter.seller.user_id,
        writers=[letter.seller.user_id],
        region=letter.seller.shop.region.code,
        payload=payload.to_bytes(),
        sha256=payload.sha256,
        document=letter_document(letter).as_json(),
        findings=[finding.as_json() for finding in report.findings],
        ruleset=report.ruleset,
        audience=audience_of(letter.seller_id),
        audience_count=readers,
        fingerprint=fingerprint(letter),
        state=ArtefactState.APPROVED,
    )
