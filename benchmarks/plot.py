"""docs/performance.svg from benchmarks/out/summary.json: each row's ratio as a part of its goal. `python -m benchmarks.plot`"""

import json
from html import escape
from pathlib import Path
from typing import Any

OUT = Path(__file__).parent / "out" / "summary.json"
PLOT = Path(__file__).parent.parent / "docs" / "performance.svg"
WIDTH, LEFT, ROW, GOAL = 1000, 600, 26, 200  # pixels; GOAL: how long a bar that meets its goal is


def drawn(lines: list[dict[str, Any]]) -> str:
    """One bar a row; the upright line is the goal. Bars that would leave the picture end at its edge."""
    rows = [line for line in lines if line["goal"]]
    height = ROW * (len(rows) + 1) + 12
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" font-size="13">',
        "<title>Benchmarks as parts of their goals</title>",
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
    ]
    bottom = 8 + len(rows) * ROW
    parts.append(f'<path d="M{LEFT + GOAL} 4V{bottom}" stroke="#222" stroke-dasharray="4 3"/>')
    for place, line in enumerate(rows):
        top, length = 8 + place * ROW, min(line["ratio"] / line["goal"] * GOAL, WIDTH - LEFT - 70)
        colour, name = ("#1f6f54" if line["holds"] else "#b3541e"), escape(str(line["name"]))
        parts.append(f'<text x="{LEFT - 8}" y="{top + 14}" text-anchor="end">{name}</text>')
        parts.append(f'<rect x="{LEFT}" y="{top + 2}" width="{length:.0f}" height="{ROW - 8}" fill="{colour}"/>')
        # Readable where the line of the goal runs through it.
        halo = 'paint-order="stroke" stroke="#fff" stroke-width="4"'
        parts.append(f'<text x="{LEFT + length + 6:.0f}" y="{top + 14}" {halo}>{line["ratio"]:g} of {line["goal"]:g}</text>')
    parts.append(f'<text x="{LEFT + GOAL}" y="{bottom + 16}" text-anchor="middle">goal</text></svg>')
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    PLOT.write_text(drawn(json.loads(OUT.read_text())))
