"""Person or machine? Judged from the evidence alone, so that it can be judged again when we know more (mail-standards 27)."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sellers.delivery.links import TRAP

from .models import Event

HUMAN, MACHINE, UNKNOWN = Event.Verdict.HUMAN, Event.Verdict.MACHINE, Event.Verdict.UNKNOWN
# A scanner looks at a mail while it is being delivered; nobody reads that fast.
TOO_SOON = timedelta(seconds=10)
# A scanner follows every link at once.
AT_ONCE = timedelta(seconds=5)
# Two links are soon opened by a person too, one tab after the other; not within one second.
BOTH_AT_ONCE = timedelta(seconds=1)
_SCANNERS = re.compile(
    r"bot\b|crawl|spider|scan|barracuda|proofpoint|mimecast|forcepoint|fortinet|sophos|symantec|trendmicro|messagelabs|ironport|cloudmark"
    r"|safelinks|urldefense|avast|kaspersky|bitdefender|virustotal|headless|phantomjs|python|curl|wget|java/|okhttp|go-http|libwww|axios|node"
    r"|facebookexternalhit|slackbot|whatsapp|telegram|skypeuri|linkpreview|preview",
    re.I,
)
# These fetch pictures for people, but also for nobody: an open through them says nothing.
_PROXIES = re.compile(r"googleimageproxy|yahoomailproxy|ggpht|via duckduckgo", re.I)
_BROWSER = re.compile(r"mozilla/\d.{12,}(?:gecko|applewebkit|trident|edg)", re.I | re.S)


@dataclass(frozen=True)
class Judged:
    verdict: str
    reason: str


def judge(events: Sequence[Event], *, links: int, handed_over: datetime | None) -> list[Judged]:
    """A verdict on each event of one copy, which may depend on the others. `links`: how many the letter has."""
    alone = [judge_alone(event, handed_over=handed_over) for event in events]
    marked = {event.network + event.agent for event, found in zip(events, alone, strict=True) if found.reason == "trap"}
    rushed = _rushed(events, links)
    return [
        Judged(MACHINE, "trap_neighbour") if found.verdict != MACHINE and event.network + event.agent in marked
        else Judged(MACHINE, "every_link") if found.verdict != MACHINE and position in rushed
        else found
        for position, (event, found) in enumerate(zip(events, alone, strict=True))
    ]  # fmt: skip


def judge_alone(event: Event, *, handed_over: datetime | None) -> Judged:
    """What one request says by itself."""
    if event.method != "GET":
        return Judged(MACHINE, "method")
    if event.kind == Event.Kind.CLICK and event.link == TRAP:
        return Judged(MACHINE, "trap")
    if _SCANNERS.search(event.agent):
        return Judged(MACHINE, "scanner")
    if handed_over is not None and event.at - handed_over < TOO_SOON:
        return Judged(MACHINE, "too_soon")
    if event.kind == Event.Kind.OPEN and (_PROXIES.search(event.agent) or event.agent == "Mozilla/5.0"):
        return Judged(UNKNOWN, "proxy")
    return Judged(HUMAN, "browser") if _BROWSER.search(event.agent) else Judged(UNKNOWN, "agent")


def _rushed(events: Sequence[Event], links: int) -> set[int]:
    """Places of clicks that belong to a run over every link (of two or more) within a few seconds."""
    clicks = sorted(
        (event.at, event.link, place) for place, event in enumerate(events) if event.kind == Event.Kind.CLICK and event.link != TRAP
    )
    found: set[int] = set()
    limit = AT_ONCE if links > 2 else BOTH_AT_ONCE
    for start, (at, _, _) in enumerate(clicks):
        run = [click for click in clicks[start:] if click[0] - at <= limit]
        if links >= 2 and len({link for _, link, _ in run}) >= min(links, 4):
            found |= {place for _, _, place in run}
    return found


def by_copy(events: Iterable[Event]) -> Mapping[tuple[int, int | None], list[Event]]:
    """Events of each copy, in order of time; those of nobody each alone (by a number of their own)."""
    groups: dict[tuple[int, int | None], list[Event]] = {}
    for number, event in enumerate(events):
        key = (event.issue_id, event.delivery_id if event.delivery_id else -1 - number)
        groups.setdefault(key, []).append(event)
    return groups
