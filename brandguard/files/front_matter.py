"""The front matter of a Markdown file: its texts are read, each by itself, and the rest of it is left out."""

import re
import tomllib
from typing import Any

import yaml

from ..choices import Scope
from .walker import Walker

_MATTER = re.compile(r"(?:---[ \t]*\n(?P<yaml>.*?)\n---|\+\+\+[ \t]*\n(?P<toml>.*?)\n\+\+\+)[ \t]*(?=\n|\Z)", re.DOTALL)


def blanked(source: str) -> str:
    """The file with its front matter blanked, so that every offset stays."""
    match = _MATTER.match(source)
    return re.sub(r"[^\n]", " ", match[0]) + source[match.end() :] if match else source


def read_front_matter(walker: Walker) -> None:
    """Each text of the front matter, named by its key: rules may select "text.frontmatter.title"."""
    match = _MATTER.match(walker.source)
    if match is None:
        return
    for key, value in _values(match).items():
        if isinstance(value, str) and value.strip():
            line = re.compile(rf"^[ \t]*[\"']?{re.escape(str(key))}[\"']?[ \t]*[:=].*$", re.MULTILINE).search(walker.source, 0, match.end())
            at = walker.source.find(value, line.start() if line else 0, match.end())
            if at >= 0:
                places = [(at + index, at + index + 1) for index in range(len(value))]
                walker.aside(Scope.BODY.value, value, places, f"frontmatter.{key}")


def _values(match: re.Match[str]) -> dict[str, Any]:
    try:
        found = yaml.safe_load(match["yaml"]) if match["yaml"] is not None else tomllib.loads(match["toml"])
    except (yaml.YAMLError, tomllib.TOMLDecodeError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
