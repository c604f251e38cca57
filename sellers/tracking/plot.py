"""A small plot as numbers for an SVG: for each letter a dot where its share is, and a line over where it may be."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from .queries.results import LetterResult, Share

ROW, LEFT, WIDTH = 46, 12, 590


@dataclass(frozen=True)
class Bar:
    """One line of the plot, in the SVG's own units."""

    y: int
    label: str
    words: str
    x: float
    low: float
    high: float
    comparable: bool


@dataclass(frozen=True)
class Plot:
    title: str
    height: int
    bars: list[Bar]
    ticks: list[tuple[float, str]]


def plot_of(results: Sequence[LetterResult]) -> Plot | None:
    """Clicks where readers are told apart, else answers; None when nothing was sent or there is nothing to show."""
    shares = [(result, result.click_share) for result in results if result.click_share and result.arrived]
    title = "Readers who clicked, of those whom the letter reached"
    if not shares:
        shares = [(result, result.reply_share) for result in results if result.arrived]
        title = "Readers who answered, of those whom the letter reached"
    found: list[tuple[LetterResult, Share]] = [(result, share) for result, share in shares if share is not None][:12]
    if not any(share.hits for _, share in found):
        return None
    # Up to a round number, so that the scale has round steps.
    most = min(100, 20 * ceil(max(share.interval[1] for _, share in found) / 20))
    scale = WIDTH / most
    bars = [_bar(number, result, share, scale) for number, (result, share) in enumerate(found)]
    return Plot(title, ROW * len(bars) + 22, bars, [(round(LEFT + WIDTH * part / 4, 1), f"{most * part / 4:.0f} %") for part in range(5)])


def _bar(number: int, result: LetterResult, share: Share, scale: float) -> Bar:
    low, high = share.interval
    label = result.title if len(result.title) <= 40 else f"{result.title[:39]}…"
    x, left, right = (round(LEFT + value * scale, 1) for value in (share.percent, low, high))
    return Bar(ROW * number + 54, label, f"{result.title}: {share.hits} of {share.of}", x, left, right, share.comparable)
