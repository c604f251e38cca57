"""The brand's colours in a letter: always a colour, always readable. What contrast is, hub.company.colours says."""

from functools import lru_cache

from hub.company.colours import TEXT, contrast, is_colour, luminance, mixed


def safe(colour: str, default: str = "#1f4d3a") -> str:
    """The colour as "#rrggbb" in small letters; the default for anything else."""
    found = f"#{colour.lstrip('#')}"
    return found.lower() if is_colour(found) else default


@lru_cache(maxsize=256)
def readable_on(colour: str, ground: str) -> str:
    """The colour, moved towards black or white in twenty steps until it can be read on the ground. Approved bytes hang on the steps."""
    wanted, under = safe(colour), safe(ground)
    end = "#ffffff" if luminance(under) < 0.18 else "#000000"
    for step in range(21):
        if contrast(shade := mixed(wanted, end, step / 20), under) >= TEXT:
            return shade
    return end
