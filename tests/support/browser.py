"""One headless browser for a test session: Debian's Chromium or any Chrome found."""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}


def executable() -> str | None:
    """Where the browser is, or None. CHROME names one."""
    named = os.environ.get("CHROME", "")
    return named or next((path for name in NAMES if (path := shutil.which(name))), None)


# Wagtail looks at the unchanged letter two seconds after loading, twice in a row, and saves by itself only what is typed after that.
WATCHING = "document.addEventListener('w-unsaved:watch-edits', () => setTimeout(() => { window.editsAreWatched = true; }, 300));"
WATCHED = "window.editsAreWatched"


@contextmanager
def launched() -> Iterator["Browser"]:
    from playwright.sync_api import sync_playwright

    path = executable()
    if path is None:
        raise RuntimeError("No browser found. Install chromium (Debian: apt-get install chromium), or name one in CHROME.")
    # Playwright's loop runs in this thread, and Django takes that for an async context; the tests are synchronous.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


def sign_in(context: "BrowserContext", client: Any, address: str) -> None:
    """The browser is signed in as Django's test client is."""
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": address}])


def axe_violations(page: "Page", *, context: str | None = None) -> list[str]:
    """WCAG 2.2 A and AA violations on the page as it stands: "rule: how often, first place". Empty is well."""
    from axe_playwright_python.sync_playwright import Axe

    options: dict[str, Any] = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
    response = Axe().run(page, context=context, options=options).response
    return [f"{v['id']}: {len(v['nodes'])} times, first at {v['nodes'][0]['target']}" for v in response["violations"]]


# How many pixels a page is wider than its window; nobody should have to scroll sideways.
WIDER = "document.documentElement.scrollWidth - window.innerWidth"


def wait_for(page: "Page", met: Callable[[], object], *, what: str = "what was waited for", seconds: float = 30) -> None:
    """Wait until something that Python sees has happened, such as a request that a route holds back."""
    deadline = time.monotonic() + seconds
    while not met():
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {seconds} s: {what}")
        page.wait_for_timeout(50)


def wait_until(page: "Page", script: str, arg: Any = None, *, seconds: float = 30) -> None:
    """Wait for a script to say yes. `page.wait_for_function` evaluates text inside the page, which our own CSP forbids."""
    wait_for(page, lambda: page.evaluate(script, arg), what=script, seconds=seconds)
