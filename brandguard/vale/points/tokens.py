"""Words that are there (existence), that should be others (substitution), that are there too often or too rarely (occurrence)."""

import re
from collections.abc import Iterator, Sequence

from ...engine.blocks import Block
from ...exceptions import BadRule
from ..style import Alert, Style, compiled, listed, strings
from .actions import fixes, recased
from .spellings import spellings

_CAPTURES = re.compile(r"(?<!\\)\((?!\?)")
_NUMBERED = re.compile(r"\$\{?(\d+)\}?")
_OPTIONS = re.compile(r"(?<!\\)\|")


def tokens_of(style: Style) -> list[str]:
    return [token for token in strings(style.data.get("tokens")) if token.strip()]


def existence_source(style: Style) -> str:
    tokens, raw = tokens_of(style), "".join(strings(style.data.get("raw")))
    if not tokens and not raw:
        raise BadRule("An existence rule needs “tokens” or “raw”.")
    inner = style.joined("|".join(tokens), wordwise=bool(tokens) and not style.nonword)
    return inner + raw if style.truth("append") else raw + inner


def existence(style: Style, blocks: Sequence[Block]) -> Iterator[Alert]:
    matcher = style.compiled(existence_source(style))
    for block in blocks:
        # A place may be found without a letter: a beginning that lacks something.
        for start, end, _ in matcher.find(block.text, empty=True):
            match = block.text[start:end]
            if not style.excused(match.strip(), block.text, start):
                found = fixes(style, match)
                values = (match, found[0] if len(found) == 1 else listed(found)) if style.action[0] else (match,)
                yield Alert(block, start, end, values, found[0] if found else "")


def swaps(style: Style) -> list[tuple[str, str]]:
    """What is said and what to say instead, the longest first, as the expressions are tried."""
    given = style.data.get("swap") or {}
    pairs = given.items() if isinstance(given, dict) else [pair for one in given for pair in one.items()]
    found = {str(said): "" if instead is None else str(instead) for said, instead in pairs}
    return sorted(found.items(), key=lambda pair: -len(pair[0].encode()))


def substitution_source(style: Style) -> str:
    pairs = swaps(style)
    if not pairs:
        raise BadRule("A substitution rule needs “swap”: what is said, and what to say instead.")
    groups = "|".join(f"({_uncaptured(said)})" for said, _ in pairs)
    return style.joined(groups, wordwise=not style.nonword)


def _uncaptured(said: str) -> str:
    """Groups of its own would be taken for the one that tells which words were found."""
    return _CAPTURES.sub("(?:", said) if said.count("(") != said.count("(?") + said.count("\\(") else said


def substitution(style: Style, blocks: Sequence[Block]) -> Iterator[Alert]:
    matcher, pairs = style.compiled(substitution_source(style)), swaps(style)
    for block in blocks:
        for start, end, group in matcher.find(block.text):
            if 0 < group <= len(pairs):
                yield from substituted(style, block, start, end, *pairs[group - 1])


def substituted(style: Style, block: Block, start: int, end: int, said: str, instead: str, *, match: str = "") -> Iterator[Alert]:
    """The alert, unless what stands there is what should stand there. `match`: how the reader sees it, when that differs."""
    match = match or block.text[start:end]
    wanted = _filled(style, said, instead, match)
    name, params = style.action
    options = options_of(wanted)
    same = match in options if name == "replace" else _fits(wanted, match)
    if same or style.excused(match, block.text, start):
        return
    message = ""
    if name == "replace" and not params:
        if style.truth("capitalize") and match == _capital(match):
            options = [_capital(option) for option in options]
        if style.truth("matchcase"):
            options = [recased(option, match) for option in options]
        wanted, message = listed(options), unquoted(str(style.data["message"]))
    elif name != "replace":
        wanted = _spelled(wanted, match)
    yield Alert(block, start, end, (wanted, match), (params or options or [""])[0], message)


def _filled(style: Style, said: str, instead: str, match: str) -> str:
    """What to say instead, with $1 out of what was said."""
    wanted = _capital(instead) if style.truth("capitalize") and match == _capital(match) else instead
    if not re.search(r"\$\d+", wanted):
        return wanted
    source = f"(?i){said}" if style.ignorecase else said
    return compiled(source).sub(_NUMBERED.sub(r"\\g<\1>", wanted.replace("\\", "\\\\")), match)


def options_of(instead: str) -> list[str]:
    """The choices of "a|b"; a bar that is escaped parts none."""
    return [option.replace("\\|", "|") for option in _OPTIONS.split(instead) if option]


def _fits(wanted: str, match: str) -> bool:
    """Whether what stands there is right: words are compared letter by letter, an expression is matched."""
    if all(char.isalpha() or char.isdigit() or char in " -" for char in wanted):
        return wanted == match
    try:
        matcher = compiled(f"^(?:{wanted})$")
    except ValueError:
        return wanted == match
    return any((start, end) == (0, len(match)) for start, end, _ in matcher.find(match))


def _spelled(term: str, match: str) -> str:
    """How a term is written that is an expression: of its spellings the one that was meant, or else the expression."""
    ways = spellings(term) if "[" not in term else ()
    return next((way for way in ways if way.casefold() == match.casefold()), term)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def occurrence(style: Style, blocks: Sequence[Block]) -> Iterator[Alert]:
    """One alert for each block: at its first match that is no code, or for the whole file when there is none."""
    matcher = style.compiled(f"(?:{style.data.get('token') or ''})")
    most, least = int(style.number("max")), int(style.number("min"))
    for block in blocks:
        found = list(matcher.find(block.text, empty=True))
        if not ((most and len(found) > most) or (least and len(found) < least)):
            continue
        count = (str(len(found)),)
        if not found:
            yield Alert(None, -1, -1, count)
            continue
        shown = (span for span in found if block.text[span[0] : span[1]].strip().strip("*@"))
        start, end, _ = next(shown, (-1, -1, 0))
        if start >= 0:
            yield Alert(block, start, end, count)


def unquoted(message: str) -> str:
    """The message without quotation marks round its first %s, when both are in them: the choices bring their own."""
    for quoted in ("'%s'", '"%s"'):
        if message.count(quoted) == 2:
            message = message.replace(quoted, "%s", 1)
    return message
