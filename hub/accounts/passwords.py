"""What everybody at this company would guess first."""

import re
from typing import Any

from django.core.exceptions import ValidationError

from hub.company.models import Region, Shop
from hub.company.queries import brand

# Beside the names of the brand, its shops and regions.
WORDS = ("letters", "letter", "newsletter", "seller", "password", "welcome", "shop")
ENOUGH = 6


class NotOurOwnWords:
    """Refuses a password that is little more than the company's own words and a number."""

    def validate(self, password: str, user: Any = None) -> None:
        rest = re.sub(r"[\W\d_]+", "", password.casefold())
        for word in sorted(_words(), key=len, reverse=True):
            rest = rest.replace(word, "")
        if len(rest) < ENOUGH and re.search(r"[^\W\d_]", password):
            raise ValidationError("This is little more than words that everybody here knows. Put a few others together.", code="our_words")

    def get_help_text(self) -> str:
        return "Not the names of the brand or a shop with a number behind."


def _words() -> set[str]:
    names = [brand().name, *Shop.objects.values_list("name", flat=True)[:500], *Region.objects.values_list("name", flat=True)]
    parts = {part for name in names for part in re.findall(r"[^\W\d_]{3,}", name.casefold())}
    return parts | set(WORDS)
