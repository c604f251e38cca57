"""What every public page weighs and costs, measured by the browser: `python -m tests.support.figures` writes docs/public-pages.md."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.support.browser import DESKTOP, PHONE, launched
from tests.support.live import LiveStack

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

PAPER = Path(__file__).resolve().parents[2] / "docs" / "public-pages.md"
LANGUAGES = ("en", "id", "ko", "pl", "de", "es")
# The best of so many counts: the others say how busy the machine was.
TRIES = 5
SHIFTS = """() => new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => { for (const one of list.getEntries()) if (!one.hadRecentInput) sum += one.value; })
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(sum), 250);
})"""
SERVER = "() => { const t = performance.getEntriesByType('navigation')[0]; return t.responseStart - t.requestStart; }"


@dataclass(frozen=True)
class Figures:
    bytes: int  # over the wire, pictures included, on an empty cache
    requests: int
    server_ms: float  # from the request's last byte to the answer's first, the best of TRIES
    shift: float  # cumulative layout shift


def places(stack: LiveStack) -> dict[str, str]:
    """Name and address of every public page of the demo company, those behind a reader's token included."""
    code = (
        "import json; from sellers.audience.models import Subscriber, ConsentEvent; from sellers.audience import tokens;"
        "reader = Subscriber.objects.filter(seller__slug='anna-nowak', state='active').order_by('pk').first();"
        "asked = ConsentEvent.objects.filter(seller__slug='anna-nowak', kind='requested').order_by('pk').last();"
        "from sellers.newsletters.models import LetterPage;"
        "letter = LetterPage.objects.filter(seller__slug='anna-nowak', archived_artefact__isnull=False).order_by('pk').first();"
        "print('TOKENS', json.dumps([tokens.confirm_token(asked.pk), tokens.unsubscribe_token(reader.pk),"
        " tokens.preferences_token(reader.pk), letter.slug]))"
    )
    said = stack.manage("shell", "-v0", "-c", code).stdout
    confirm, leave, prefer, letter = json.loads(said.split("TOKENS ", 1)[1])
    return {
        "front page": "/",
        "seller's page": "/anna-nowak/",
        "her letters": "/anna-nowak/letters/",
        "a letter": f"/anna-nowak/{letter}/",
        "poster": "/anna-nowak/poster/",
        "cards": "/anna-nowak/cards/",
        "look into your mailbox": "/subscribe/anna-nowak/sent/",
        "confirm": f"/yes/{confirm}",
        "leave": f"/u/{leave}",
        "preferences": f"/p/{prefer}",
        "what is kept about me": f"/p/{prefer}/about",
        "forget me": f"/p/{prefer}/erase",
        "nothing is here": "/no-such-page/",
    }


def measured(browser: "Browser", address: str, *, phone: bool = True) -> Figures:
    """One page on an empty cache, as a phone or a desktop sees it."""
    context = browser.new_context(viewport=PHONE if phone else DESKTOP, device_scale_factor=2 if phone else 1, is_mobile=phone)
    try:
        return _measured(context, address)
    finally:
        context.close()


def _measured(context: "BrowserContext", address: str) -> Figures:
    page = context.new_page()
    weights: list[float] = []
    asked: list[str] = []
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.on("Network.loadingFinished", lambda event: weights.append(event["encodedDataLength"]))
    wire.on("Network.requestWillBeSent", lambda event: asked.append(event["request"]["url"]) if _travels(event) else None)
    page.goto(address, wait_until="networkidle")
    shift = page.evaluate(SHIFTS)
    weight, requests = int(sum(weights)), len(asked)
    times = [page.evaluate(SERVER)]
    for _ in range(TRIES - 1):
        page.reload()
        times.append(page.evaluate(SERVER))
    return Figures(weight, requests, round(min(times), 1), round(shift, 4))


def _travels(event: dict) -> bool:
    return not re.match("data:|blob:", event["request"]["url"])


def table(rows: dict[str, Figures]) -> str:
    lines = [f"| {name} | {f.bytes / 1000:.0f} | {f.requests} | {f.server_ms:.0f} | {f.shift:g} |" for name, f in rows.items()]
    return "\n".join(["| page | kB | requests | server ms | layout shift |", "|---|---|---|---|---|", *lines])


HEAD = """# Public pages in figures

What a phone (390 × 844, two pixels a point) fetches from the demo company on an empty cache, pictures included and nothing from
elsewhere; no page has a script. Server time is the best of {tries} requests to two busy cores that ran other test suites meanwhile.
Bounds that a test holds on every page: 100 kB, 100 ms (on a busy machine twenty times an empty answer), no layout shift, and no
WCAG 2.2 A or AA violation in any of the six languages (`tests/journeys/test_public_pages_in_figures.py`). Measured by
`python -m tests.support.figures`.

"""


def main() -> None:
    stack = LiveStack().start()
    try:
        with launched() as browser:
            rows = {name: measured(browser, stack.origin + path) for name, path in places(stack).items()}
    finally:
        stack.stop()
    PAPER.write_text(HEAD.format(tries=TRIES) + table(rows) + "\n")


if __name__ == "__main__":
    main()
