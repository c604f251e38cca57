"""What no rule can see in a letter and a person should: pictures nobody has looked at, links to other people's sites."""

from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from wagtail.images.models import Image

from brandguard.queries import allowed_domains
from hub.accounts.roles import WRITERS
from hub.company.models import BrandKit

from .belongings import used_in

if TYPE_CHECKING:
    from .models import LetterPage
    from .payload import LetterPayload


def risks_of(letter: "LetterPage", payload: "LetterPayload") -> Iterator[str]:
    """One sentence for each, for the reviewer and the writer."""
    shown = {used.pk for used in used_in(letter.body) if used.kind == "picture"}
    own = Image.objects.filter(pk__in=shown, uploaded_by_user__role__in=WRITERS).values_list("title", flat=True)
    for title in own:
        yield f"It shows the picture “{title}”, which is not the company's."
    known = _known_sites()
    for site in dict.fromkeys(_host(target) for target in payload.links):
        if not any(site == ours or site.endswith(f".{ours}") for ours in known):
            yield f"It links to {site}, which is not one of the company's sites."


def _known_sites() -> set[str]:
    """Ours, and those that a rule about links allows."""
    named = {_host(settings.ORIGIN), _host(BrandKit.load().privacy_url), *allowed_domains()}
    return {site.removeprefix("www.") for site in named if site}


def _host(address: str) -> str:
    return (urlsplit(address).hostname or "").lower()
