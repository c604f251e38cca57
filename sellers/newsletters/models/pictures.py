"""Pictures whose addresses stand in frozen bytes: mails and the archive go on showing them."""

from django.db import models
from wagtail.images.models import Image

from .letters import LetterPage


class KeptPicture(models.Model):
    """A picture that a letter showed when it was handed in. Written once, kept as long as the letter."""

    letter = models.ForeignKey(LetterPage, on_delete=models.CASCADE, related_name="kept_pictures")
    # Not PROTECT: its error cannot say where the picture stands. receivers.pictures_of_letters_stay refuses instead.
    image = models.ForeignKey(Image, on_delete=models.CASCADE, related_name="kept_by")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["letter", "image"], name="kept_picture_once")]

    def __str__(self) -> str:
        return f"{self.letter_id} {self.image_id}"
