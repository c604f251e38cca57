"""Where the links of a letter lead. What is counted was approved with the letter; links are rewritten here and nowhere else.

A counted link is `/c/<token>/<n>`: the token names the letter (and with personal counting the copy), n the place in the link table that
was approved. No address stands in it, so that nobody can make our links lead elsewhere. The text part keeps its plain addresses.
"""

from collections.abc import Callable, Sequence

from django.conf import settings

from hub.common import tokens
from sellers.newsletters.marks import MARK, mark
from sellers.newsletters.payload import LetterPayload

PURPOSE = "delivery.track"
# The number in a token: 24 bits for the letter, 40 for the delivery, 0 when nobody is meant.
_DELIVERY_BITS = 40
# The place of a link that no person can see.
TRAP = 999


def targets(links: Sequence[str]) -> dict[str, str]:
    """The mark of each link of the link table ("link0" …) and the address that takes its place: its plain target."""
    return {f"link{number}": target for number, target in enumerate(links)}


def track_token(letter: int, delivery: int = 0) -> str:
    """32 characters that name a letter, or one copy of it."""
    return tokens.sign(PURPOSE, letter << _DELIVERY_BITS | delivery)


def read_track(token: str) -> tuple[int, int]:
    """(letter, delivery or 0); BadToken for what we did not sign."""
    number = tokens.read(PURPOSE, token)
    return number >> _DELIVERY_BITS, number & ((1 << _DELIVERY_BITS) - 1)


def counted_html(payload: LetterPayload) -> str:
    """The HTML with its links as they are counted: unchanged without counting, else with our addresses, and with personal counting
    a mark for the copy's token, a picture that tells of opening, and a link that only machines follow."""
    if not _counted(payload):
        return payload.html
    personal = payload.tracking == "personal"
    token = mark("tracktoken") if personal else track_token(payload.letter)
    known = {f"link{number}": number for number in range(len(payload.links))}
    start = f"{settings.ORIGIN}/c/{token}/"
    html = MARK.sub(lambda found: f"{start}{known[found[1]]}" if found[1] in known else found[0], payload.html)
    return _with_signs(html, token) if personal else html


def token_maker(payload: LetterPayload) -> Callable[[int], str] | None:
    """What makes the token of a delivery, where copies are told apart; None where they are not."""
    if payload.tracking != "personal" or not _counted(payload):
        return None
    make, high = tokens.maker(PURPOSE), payload.letter << _DELIVERY_BITS
    return lambda delivery: make(high | delivery)


def _counted(payload: LetterPayload) -> bool:
    return payload.tracking in ("anonymous", "personal") and 0 < payload.letter < 1 << 24


def _with_signs(html: str, token: str) -> str:
    trap = f'<a href="{settings.ORIGIN}/c/{token}/{TRAP}" style="display:none" aria-hidden="true" tabindex="-1"></a>'
    picture = f'<img src="{settings.ORIGIN}/o/{token}.gif" width="1" height="1" alt="" style="display:block;border:0">'
    head, end, rest = html.rpartition("</body>")
    return f"{head}{trap}{picture}{end}{rest}" if end else html
