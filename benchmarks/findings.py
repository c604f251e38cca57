"""What the editor asks a moment after the last key: findings for a whole letter of 10 KB in which one paragraph goes on.

Through every layer from the request to the answer, with ten thousand phrases in force and one of them in the letter.
"""

import itertools
import json
import tempfile
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.core.management import call_command

from benchmarks.frame import Result
from benchmarks.guard import PROSE, phrases_of, within, words
from benchmarks.send import own_database

LETTER_BYTES, PHRASES, PROMISED = 10_000, 10_000, 20_000.0


def measure() -> list[Result]:
    with tempfile.TemporaryDirectory() as folder, own_database(folder):
        settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
        call_command("migrate", verbosity=0)
        name = f"findings while typing: 20 ms of CPU promised for {PHRASES} phrases and a letter of {LETTER_BYTES // 1000} KB with a hit"
        return [within(name, typing(a_letter(a_rule())), PROMISED)]


def a_rule() -> str:
    """A rule in force; the phrase of it that stands in the letter."""
    from brandguard.services import rules

    phrases = phrases_of(PHRASES)
    examples = {"hit": [phrases[0], f"It is {phrases[1]}"], "miss": ["Come and see us", "Dear Eva"]}
    fields = {"key": "banned", "name": "Banned", "reason": "Not ours.", "params": {"terms": phrases}, "examples": examples}
    rules.publish_rule(rules.save_rule(fields, by=None), by=None)
    return phrases[7]


def a_letter(phrase: str) -> Any:
    """A letter of as many paragraphs as 10 KB hold, no two of them the same."""
    from hub.demo.volume import load_volume
    from sellers.newsletters.services.letters import create_letter
    from sellers.profiles.models import Seller

    seller = Seller.objects.get(pk=load_volume(sellers=1, subscribers=0, issues=0)["sellers"][0])
    text = (PROSE / "en.txt").read_text(encoding="utf-8")
    copies = (text.replace(". ", f" {word}. ") for word in words(4, 10))
    paragraphs = "\n\n".join(copies)[: LETTER_BYTES - 100].split("\n\n")
    body = [("text", f"<p>{paragraph}</p>") for paragraph in [f"It is {phrase}.", *paragraphs] if paragraph.strip()]
    return create_letter(seller=seller, by=seller.user, subject="News", body=body)


def typing(letter: Any) -> Callable[[int], None]:
    from django.test import Client
    from django.urls import reverse
    from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

    from sellers.newsletters.blocks import TEXT_FEATURES

    client = Client(headers={"host": urlsplit(settings.ORIGIN).netloc}, raise_request_exception=True)
    client.force_login(letter.seller.user)
    address, converter = reverse("letter_editor:check", args=[letter.pk]), ContentstateConverter(TEXT_FEATURES)
    posted = {"body-count": str(len(letter.body)), "preheader": ""}
    for index, child in enumerate(letter.body):
        value = converter.from_database_format(child.value.source)
        fields = {"deleted": "", "order": str(index), "type": "text", "id": child.id, "value": value}
        posted |= {f"body-{index}-{name}": field for name, field in fields.items()}
    # Made before the clock runs, as the browser makes them.
    bodies = itertools.cycle([_body(posted, number) for number in range(200)])

    def run(times: int) -> None:
        for _ in range(times):
            answer = client.post(address, next(bodies), content_type="application/x-www-form-urlencoded", secure=True)
            if answer.status_code != 200 or not answer.json()["blocking"]:
                raise RuntimeError(f"{answer.status_code}: {answer.content[:200]!r}")

    return run


def _body(posted: dict[str, str], number: int) -> str:
    """The form with a paragraph that has gone on."""
    value = json.loads(posted["body-3-value"])
    value["blocks"][0]["text"] += f" Again {number}."
    return urlencode({**posted, "subject": "News", "body-3-value": json.dumps(value)})
