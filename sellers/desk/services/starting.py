"""The first line of a letter is the hardest: a draft that has a greeting, a place to write, and her name under it."""

from typing import Any

from django.db import transaction

from brandguard.models import BlockVersion
from brandguard.queries import may_use
from hub.common.exceptions import NotAllowed
from hub.company.greetings import greeting_of
from sellers.newsletters.models import LetterPage
from sellers.newsletters.services.letters import copy_letter, create_letter
from sellers.profiles.models import Seller

SIGNED = ("signature", {"sign_off": ""})


def greeting_for(seller: Seller) -> tuple[str, str]:
    """The first lines: each reader as she is greeted, in the language of the letter, and a place to write."""
    greeting = greeting_of(seller.shop)
    return "text", f"<p>{{salutation|{greeting.nobody}}}{greeting.stop}</p><p></p>"


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
def start_from_letter(letter: LetterPage, *, by: Any) -> LetterPage:
    """A new draft with the words of an earlier one. Raises NotAllowed."""
    return copy_letter(letter, by=by)
