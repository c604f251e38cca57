"""A picture taken with the phone: upright, as large as a letter needs, and without what the phone wrote into it (place and time)."""

import io
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from PIL import Image as Picture
from PIL import ImageOps, UnidentifiedImageError
from wagtail.images.models import Image

from hub.common import audit
from hub.common.exceptions import NotAllowed
from sellers.newsletters.models import LetterPage
from sellers.newsletters.services.letters import may_write_for

from ..exceptions import BadPicture

LARGEST = 25_000_000  # bytes, as a phone of today writes them
SIDE = 1600  # twice the width of a letter
PIXELS = 60_000_000


@transaction.atomic
def take_picture(letter: LetterPage, file: Any, *, by: Any) -> Image:
    """Put an uploaded picture into the writer's own pictures. Raises NotAllowed, BadPicture."""
    if not may_write_for(by, letter.seller):
        raise NotAllowed("You take pictures for letters of your own, or of sellers who were given to you.")
    if file.size > LARGEST:
        raise BadPicture("This picture is too large. Please take it once more in a smaller size.")
    title = f"Picture for {letter.title}"[:200]
    picture = Image(title=title, uploaded_by_user=by, file=ContentFile(upright(file), name="picture.jpg"))
    picture.file_size = picture.file.size
    picture.save()
    picture.get_file_hash()
    audit.record("desk.picture_taken", actor=by, subject=letter.guard_subject, data={"picture": picture.pk})
    return picture


def upright(file: Any) -> bytes:
    """The picture as JPEG, turned as it was held, at most SIDE pixels, nothing but pixels in it. Raises BadPicture."""
    try:
        with Picture.open(file) as opened:
            if opened.width * opened.height > PIXELS:
                raise BadPicture("This picture has too many pixels. Please take it once more in a smaller size.")
            # A JPEG is read at a fraction of its size at once, which is what makes a large one quick.
            opened.draft("RGB", (SIDE, SIDE))
            turned = ImageOps.exif_transpose(opened)
            turned.thumbnail((SIDE, SIDE))
            flat = Picture.new("RGB", turned.size, "white")
            flat.paste(turned, mask=turned.getchannel("A") if "A" in turned.getbands() else None)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Picture.DecompressionBombError) as error:
        raise BadPicture("This file is no picture that we can read. A JPEG or PNG is best.") from error
    data = io.BytesIO()
    flat.save(data, "JPEG", quality=86, optimize=True, progressive=True)
    return data.getvalue()
