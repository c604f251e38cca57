"""The frozen letter: what approval binds and delivery compiles. Canonical JSON, so that the same letter has the same hash."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from hub.company.greetings import greeted


@dataclass(frozen=True)
class LetterPayload:
    """One letter for one seller's list; marks (marks.py) stand where readers differ.

    `html` is the whole inlined document, `text` the plain part with \\n line ends. Links to follow are marks "link0", "link1" …
    in html and text, their targets in `links`. `fallbacks` gives the value of a reader field that is empty.
    """

    subject: str
    preheader: str
    html: str
    text: str
    links: tuple[str, ...]
    fallbacks: dict[str, str]
    from_name: str
    from_address: str
    reply_to: str
    list_id: str
    list_name: str
    feedback_id: str
    language: str
    version: int = 1
    # What is counted of this letter (hub.company's Tracking), and the id under which: approved with the rest.
    tracking: str = "off"
    letter: int = 0
    # What {salutation} says to a reader whose name is known and who has no greeting of her own.
    greeting: str = "Dear {firstname}"

    def greeted(self, values: Mapping[str, str]) -> str:
        """What {salutation} says to this reader."""
        return greeted(self.greeting, values) or self.fallbacks.get("salutation", "")

    def to_bytes(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> "LetterPayload":
        raw = json.loads(bytes(data))
        return cls(**{**raw, "links": tuple(raw["links"])})

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.to_bytes()).hexdigest()
