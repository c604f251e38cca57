"""Reads directories of Vale styles (`Style/Rule.yml`, https://vale.sh/docs/styles) as Specs whose findings are Vale's own."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from ..choices import Kind, Severity
from ..engine.spec import Spec
from ..exceptions import BadRule
from .points import LEFT_OUT, POINTS
from .style import understood

LEVELS = {"error": Severity.BLOCK.value, "warning": Severity.WARNING.value, "suggestion": Severity.ADVICE.value}
# Directories beside the styles that hold none.
BESIDE = frozenset({"Vocab", "config"})
_TERM = re.compile(r"[^\W_](?:[\w' -]*[^\W_])?")


@dataclass
class Styles:
    """What a directory holds: rules, and a sentence for each that is left out."""

    specs: list[Spec] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def read_styles(directory: Path, *, name: str = "") -> Styles:
    """Every rule in a directory of styles, or in a single style, which may be called by `name`. BadRule names the file that is wrong."""
    if not directory.is_dir():
        raise BadRule(f"There is no directory {directory}. Give the one that holds the styles.")
    found = Styles()
    accepted, rejected = (tuple(_vocabulary(directory, kind)) for kind in ("accept", "reject"))
    single = any(directory.glob("*.yml"))
    for style in [directory] if single else sorted(p for p in directory.iterdir() if p.is_dir() and p.name not in BESIDE):
        for path in sorted(style.rglob("*.yml")):
            if not BESIDE & set(path.relative_to(style).parts):
                called = ".".join([name if single and name else style.name, *path.relative_to(style).with_suffix("").parts])
                _read_rule(path, called, accepted, found)
    found.specs += _of_vocabulary(accepted, rejected)
    return found


def _read_rule(path: Path, key: str, accepted: tuple[str, ...], found: Styles) -> None:
    try:
        text = path.read_text(encoding="utf-8-sig")
        extends = understood(text).extends
        if extends in LEFT_OUT:
            found.left_out.append(f"{path}: “extends: {extends}” is left out: {LEFT_OUT[extends]}.")
        else:
            found.specs.append(spec_of(key, text, accepted))
    except UnicodeDecodeError as error:
        raise BadRule(f"{path}: this is not text in UTF-8. {error}") from error
    except BadRule as error:
        raise BadRule(f"{path}: {error.message}") from error


def spec_of(key: str, text: str, accepted: tuple[str, ...] = ()) -> Spec:
    """The rule written in `text`, as a Spec. BadRule when something in it is not understood."""
    style = understood(text, accepted)
    if style.extends not in POINTS:
        raise BadRule(f"“extends: {style.extends}” is not supported. Supported: {', '.join(POINTS)}.")
    level = str(style.data.get("level") or "warning")
    if level not in LEVELS:
        raise BadRule(f"“level: {level}” is unknown. Write error, warning or suggestion.")
    try_out(text, accepted)
    params: dict[str, Any] = {"style": text}
    if accepted:
        params["accept"] = list(accepted)
    return Spec(
        key=key,
        kind=Kind.STYLE.value,
        name=key.rpartition(".")[2],
        severity=LEVELS[level],
        reason=str(style.data["message"]),
        legal_source=str(style.data.get("link") or "")[:200],
        params=params,
    )


def try_out(text: str, accepted: tuple[str, ...] = ()) -> None:
    """Run a rule over a line of text, so that what is wrong in it shows now. Raises BadRule."""
    from ..documents import Document, Part
    from ..engine.blocks import blocks_of

    style = understood(text, accepted)
    if style.extends not in POINTS:
        known = LEFT_OUT.get(style.extends, f"supported are {', '.join(POINTS)}")
        raise BadRule(f"“extends: {style.extends}” is not supported: {known}.")
    try:
        blocks = blocks_of(Document(parts=(Part("body", "One line of text.", "body", path="md"),)))
        list(POINTS[style.extends](style, blocks))
        style.excused("One line")
    except (ValueError, TypeError, AttributeError) as error:
        raise BadRule(str(error)) from error


def literal(token: str) -> bool:
    """Whether a token is plain words, that can be looked for in disguise as well."""
    return bool(_TERM.fullmatch(token))


def _vocabulary(directory: Path, kind: str) -> Iterator[str]:
    """The lines of every accept.txt or reject.txt, comments and empty ones left out."""
    for pattern in (f"Vocab/*/{kind}.txt", f"Vocab/{kind}.txt", f"config/vocabularies/*/{kind}.txt"):
        for path in sorted(directory.glob(pattern)):
            lines = (line.strip() for line in path.read_text(encoding="utf-8-sig").splitlines())
            yield from (line for line in lines if line and not line.startswith("# "))


def _of_vocabulary(accepted: tuple[str, ...], rejected: tuple[str, ...]) -> Iterator[Spec]:
    """Vale's own two rules: accepted terms are spelled as they are listed, rejected ones are avoided."""
    swap = {term.lower(): term for term in accepted if literal(term) and term != term.lower()}
    if swap:
        rule = {"extends": "substitution", "message": "Use '%s' instead of '%s'.", "level": "error", "ignorecase": True, "vocab": False}
        yield spec_of("Vale.Terms", yaml.safe_dump({**rule, "swap": swap}, allow_unicode=True))
    if rejected:
        rule = {"extends": "existence", "message": "Avoid using '%s'.", "level": "error", "vocab": False}
        yield spec_of("Vale.Avoid", yaml.safe_dump({**rule, "tokens": list(rejected)}, allow_unicode=True))
