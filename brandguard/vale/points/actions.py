"""What one click puts in place of a finding: a rule's action."""

import re
import unicodedata
from collections.abc import Callable

from ..style import Style, compiled

_SIMPLE: dict[str, Callable[[str, str], str]] = {
    "trim": lambda match, chars: match.strip(chars),
    "trim_left": lambda match, chars: match.lstrip(chars),
    "trim_right": lambda match, chars: match.rstrip(chars),
    "truncate": lambda match, chars: match.split(chars)[0] if chars else match,
    "remove": lambda match, chars: match.replace(chars, ""),
    "append": lambda match, chars: match + chars,
    "prepend": lambda match, chars: chars + match,
}
_BARE: dict[str, Callable[[str], str]] = {
    "lower": str.lower,
    "upper": str.upper,
    "capitalize": lambda match: match[:1].upper() + match[1:],
    "uncapitalize": lambda match: match[:1].lower() + match[1:],
    "squeeze": lambda match: re.sub(r"\s+", " ", match),
    "ascii": lambda match: "".join(c for c in unicodedata.normalize("NFD", match) if not unicodedata.combining(c)),
}


def fixes(style: Style, match: str) -> list[str]:
    """Every text that may stand there instead; empty for none, [""] to take it out."""
    name, params = style.action
    if name == "replace":
        return [recased(option, match) for option in params] if style.truth("matchcase") else list(params)
    if name == "remove":
        return [""]
    if name == "convert":
        return [re.sub(r"[\W_]+", " ", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", match)).strip().lower()]
    if name != "edit" or not params:
        return []
    return [_edited(match, *params).strip()]


def _edited(match: str, how: str, *values: str) -> str:
    if how == "regex" and len(values) == 2:
        wanted = re.sub(r"\$\{?(\d+)\}?", r"\\g<\1>", values[1].replace("\\", "\\\\"))
        try:
            return compiled(values[0]).sub(wanted, match)
        except ValueError:
            return match
    if how == "replace" and len(values) == 2:
        return match.replace(values[0], values[1])
    if how == "split" and len(values) == 2 and values[0] and values[1].isdigit():
        pieces = match.split(values[0])
        return pieces[int(values[1])] if int(values[1]) < len(pieces) else match
    if how in _SIMPLE and len(values) == 1:
        return _SIMPLE[how](match, values[0])
    return _BARE[how](match) if how in _BARE else match


def recased(text: str, match: str) -> str:
    """`text` in the case of what it replaces: all small, all large, or with a first letter as there."""
    if match == match.lower():
        return text.lower()
    if match == match.upper() and sum(char.isalpha() for char in match) > 1:
        return text.upper()
    return text[:1].upper() + text[1:] if match[:1].isupper() else text
