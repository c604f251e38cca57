"""The first line of a letter is the hardest: a draft that has a greeting, a place to write, and her name under it."""

from typing import Any

from django.db import transaction
from django.utils.html import escape

from brandguard.models import BlockVersion
from brandguard.queries import may_use, usable_block_versions
from hub.common.exceptions import NotAllowed
from hub.company.greetings import greeting_of
from sellers.newsletters.models import LetterPage
from sellers.newsletters.services.letters import copy_letter, create_letter
from sellers.profiles.models import Seller

from ..models import Idea
from .ideas import note_use

SIGNED = ("signature", {"sign_off": ""})


def greeting_for(seller: Seller, *, opening: str = "") -> tuple[str, str]:
    """The first lines: each reader as she is greeted, in the language of the letter, and a place to write, or first words to change."""
    greeting = greeting_of(seller.shop)
    rows = "".join(f"<p>{escape(row.strip())}</p>" for row in opening.splitlines() if row.strip())
    return "text", f"<p>{{salutation|{greeting.nobody}}}{greeting.stop}</p>{rows or '<p></p>'}"


@transaction.atomic
def start_blank(*, seller: Seller, by: Any) -> LetterPage:
    """Greeting and signature, and room between them. Raises NotAllowed."""
    return create_letter(seller=seller, by=by, body=[greeting_for(seller), SIGNED])


@transaction.atomic
def start_from_text(version: BlockVersion, *, seller: Seller, by: Any) -> LetterPage:
    """A letter round a text of head office, which stays as it was approved. NotAllowed for a text that is not hers to use."""
    if not may_use(version, viewer=by):
        raise NotAllowed("This text is not for you to use now. Please choose another start.")
    return create_letter(seller=seller, by=by, subject=version.block.title, body=[greeting_for(seller), ("approved", version), SIGNED])


@transaction.atomic
def start_from_idea(idea: Idea, *, seller: Seller, by: Any) -> LetterPage:
    """A letter with all that head office has laid ready: first words to be made her own, its picture, its approved texts.

    Texts that may not be used now are left out: the idea is a start, the guard decides later. Raises NotAllowed.
    """
    body: list[tuple[str, Any]] = [greeting_for(seller, opening=idea.opening)]
    if idea.picture is not None:
        body.append(("picture", {"image": idea.picture, "alt": idea.picture_alt, "caption": "", "link": ""}))
    usable = usable_block_versions(region=seller.shop.region.code, role=by.role, language=None).filter(block__in=idea.blocks.all())
    body += [("approved", version) for version in usable.order_by("block__title")]
    letter = create_letter(seller=seller, by=by, subject=idea.subject, body=[*body, SIGNED])
    note_use(idea, letter, by=by)
    return letter


@transaction.atomic
def start_from_letter(letter: LetterPage, *, by: Any) -> LetterPage:
    """A new draft with the words of an earlier one. Raises NotAllowed."""
    return copy_letter(letter, by=by)
