"""Findings while typing: what the server needs for a letter of 10 KB, against cleaning the same letter with bleach.

Both are CPU of one process in turns, so that it does not matter how fast the machine is or what else it does.
"""

import statistics
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from sellers.newsletters import richtext
from sellers.newsletters.blocks import TEXT_FEATURES
from tests.factories.brandguard import live_rule
from tests.factories.newsletters import make_letter

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]
PROSE = (Path(__file__).parent / "cases" / "en.txt").read_text(encoding="utf-8")
MIDDLES = "ango ember istle orrow ucket ayle".split()
LASTS = "ploming kreding stisher branal glunon vokery dunish pexal silon natered merly plovok kresil stidun brapex".split()
# `make bench` holds the 20 ms that are promised. Measured are 2.3 times; before sentences were remembered it was 5.4.
MOST = 3.2


def as_posted(letter) -> dict[str, str]:
    """The fields of the editor's form, as its script sends them."""
    converter, posted = ContentstateConverter(TEXT_FEATURES), {"body-count": str(len(letter.body))}
    for number, child in enumerate(letter.body):
        value = converter.from_database_format(child.value.source)
        fields = {"deleted": "", "order": str(number), "type": "text", "id": child.id, "value": value}
        posted |= {f"body-{number}-{name}": field for name, field in fields.items()}
    return posted


def spent(run) -> float:
    begun = time.process_time()
    run()
    return time.process_time() - begun


def test_findings_of_a_long_letter_cost_a_few_times_its_cleaning(client):
    phrases = [f"{first}{middle} {last}" for first in "bcdfglmnprst" for middle in MIDDLES for last in LASTS]
    live_rule(params={"terms": phrases}, examples={"hit": [phrases[0], f"a {phrases[1]}"], "miss": ["Come and see us", "Dear Eva"]})
    paragraphs = (paragraph for paragraph in (PROSE * 6)[:9_700].split("\n\n") if paragraph.strip())
    sources = [f"<p>{paragraph} No. {number}.</p>" for number, paragraph in enumerate(paragraphs)]
    letter = make_letter(body=[("text", source) for source in sources])
    client.force_login(letter.seller.user)
    address, posted = reverse("letter_editor:check", args=[letter.pk]), as_posted(letter)

    def typed(number: int) -> Callable[[], None]:
        """One paragraph goes on; the words of a rule stand at its end."""
        value = posted["body-7-value"].replace('"text": "', f'"text": "Again {number} and {phrases[number]}. ', 1)
        body = urlencode({**posted, "subject": f"Number {number}", "body-7-value": value})

        def ask() -> None:
            answer = client.post(address, body, content_type="application/x-www-form-urlencoded")
            assert phrases[number] in {finding["match"] for finding in answer.json()["findings"]}

        return ask

    def cleaned() -> None:
        for source in sources:
            richtext.clean.__wrapped__(source)

    assert len(phrases) > 1_000
    typed(0)()
    turns = [(spent(typed(number)), spent(cleaned)) for number in range(1, 12)]
    ours, theirs = (statistics.median(times) for times in zip(*turns, strict=True))
    assert ours < MOST * theirs, turns
