"""Pictures of letters that were handed in."""

from django.db import transaction
from wagtail.images.models import Image

from hub.common.exceptions import InUse

from ..belongings import used_in
from ..models import KeptPicture, LetterPage
from ..queries import letters_showing, names_of


@transaction.atomic
def keep_pictures(letter: LetterPage) -> None:
    """Note which pictures the frozen letter shows, the seller's photo included. Does nothing for those noted before."""
    shown = {used.pk for used in used_in(letter.body) if used.kind == "picture"}
    if letter.seller.photo_id is not None:
        shown.add(letter.seller.photo_id)
    KeptPicture.objects.bulk_create([KeptPicture(letter_id=letter.pk, image_id=pk) for pk in sorted(shown)], ignore_conflicts=True)


def ensure_deletable(image: Image) -> None:
    """InUse, saying whose letters show this picture."""
    letters = letters_showing(image)
    if letters.exists():
        raise InUse(f"This picture stands in {names_of(letters)}, so it stays. Take it out of drafts first; sent letters keep theirs.")
