"""Words that are there (existence), that should be others (substitution), that are there too often or too rarely (occurrence)."""

import re
from collections.abc import Iterator, Sequence

from ...engine.blocks import Block
from ...exceptions import BadRule
from ..style import Alert, Style, strings

_PHRASE = re.compile(r"[\w\s-]+")


def tokens_of(style: Style) -> list[str]:
    return [token for token in strings(style.data.get("tokens")) if token.strip()]


def existence_source(style: Style) -> str:
    tokens, raw = tokens_of(style), "".join(strings(style.data.get("raw")))
    if not tokens and not raw:
        raise BadRule("An existence rule needs “tokens” or “raw”.")
    inner = style.joined("|".join(tokens), wordwise=bool(tokens) and not style.data.get("nonword"))
    return inner + raw if style.data.get("append") else raw + inner


def existence(style: Style, blocks: Sequence[Block]) -> Iterator[Alert]:
    matcher = style.compiled(existence_source(style))
    for block in blocks:
        for start, end, _ in matcher.find(block.text):
            match = block.text[start:end]
            if not style.excused(match.strip(), block.text, start):
                yield Alert(block, start, end, (match,), fix_of(style, match))


def swaps(style: Style) -> list[tuple[str, str]]:
    given = style.data.get("swap") or {}
    pairs = given.items() if isinstance(given, dict) else [pair for one in given for pair in one.items()]
    return [(str(said), str(instead)) for said, instead in pairs]


def substitution_source(style: Style) -> str:
    pairs = swaps(style)
    if not pairs:
        raise BadRule("A substitution rule needs “swap”: what is said, and what to say instead.")
    for said, _ in pairs:
        opened = said.count("(")
        if opened not in (said.count("(?"), said.count("\\(")):
            raise BadRule(f"“{said}” holds a group that captures, which Vale does not allow here. Write “(?:” instead of “(”.")
    return style.joined("|".join(f"({said})" for said, _ in pairs), wordwise=not style.data.get("nonword"))


def substitution(style: Style, blocks: Sequence[Block]) -> Iterator[Alert]:
    matcher, pairs = style.compiled(substitution_source(style)), swaps(style)
    for block in blocks:
        for start, end, group in matcher.find(block.text):
            if group:
                yield from substituted(style, block, start, end, pairs[group - 1][1])


def substituted(style: Style, block: Block, start: int, end: int, instead: str) -> Iterator[Alert]:
    """The alert, unless what stands there is what should stand there."""
    match = block.text[start:end]
    said = match.strip()
    if same(style, instead, said) or style.excused(said, block.text, start):
        return
    options = instead.split("|")
    action = style.data.get("action") or {}
    choose = action.get("name") == "replace" and not action.get("params")
    shown = choice_of(options) if choose else instead
    yield Alert(block, start, end, (shown, said), options[0], unquoted(str(style.data["message"])) if choose else "")


def same(style: Style, instead: str, said: str) -> bool:
    """A word to say instead may be an expression; a phrase of plain words is compared letter by letter."""
    if _PHRASE.fullmatch(instead) and " " in instead:
        return instead == said
    try:
        return re.fullmatch(instead, said, re.IGNORECASE if style.ignorecase and not _PHRASE.fullmatch(instead) else 0) is not None
    except re.error:
        return instead == said


def occurrence(style: Style, blocks: Sequence[Block]) -> Iterator[Alert]:
    """One alert for each block: at its first match, or for the whole file when there is none."""
    matcher = style.compiled(f"(?:{style.data.get('token') or ''})", multiline=False)
    most, least = int(style.data.get("max") or 0), int(style.data.get("min") or 0)
    for block in blocks:
        found = list(matcher.find(block.text))
        if (most and len(found) > most) or (least and len(found) < least):
            start, end = found[0][:2] if found else (-1, -1)
            yield Alert(block if found else None, start, end, (block.text[start:end] if found else "",), message=str(style.data["message"]))


def fix_of(style: Style, match: str) -> str:
    """What a click puts there, by the rule's action: replace, remove, or an edit."""
    action = style.data.get("action") or {}
    name, params = action.get("name"), strings(action.get("params"))
    if name == "replace" and params:
        return params[0]
    if name != "edit" or not params:
        return ""
    how, *values = params
    if how == "regex" and len(values) == 2:
        try:
            return re.sub(values[0], re.sub(r"\$\{?(\d+)\}?", r"\\\1", values[1]), match)
        except re.error:
            return ""
    if how == "replace" and len(values) == 2:
        return match.replace(values[0], values[1])
    simple = {"trim": match.strip, "trim_right": match.rstrip, "trim_left": match.lstrip}
    return (
        simple[how](values[0] if values else None) if how in simple else match.replace(values[0], "") if how == "remove" and values else ""
    )


def choice_of(options: Sequence[str]) -> str:
    """'a' or 'b'; 'a', 'b', or 'c'."""
    quoted = [f"'{option}'" for option in options]
    return " or ".join(quoted) if len(quoted) < 3 else f"{', '.join(quoted[:-1])}, or {quoted[-1]}"


def unquoted(message: str) -> str:
    """The message without quotation marks round its first %s, when both are in them: the choices bring their own."""
    for quoted in ("'%s'", '"%s"'):
        if message.count(quoted) == 2:
            message = message.replace(quoted, "%s", 1)
    return message
