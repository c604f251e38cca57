"""Expressions of Vale's dialect (.NET's, by regexp2) as `regex` reads them.

What differs: flags hold from where they stand to the end of their group; "$" before a last line end; sets do not nest.
"""

import re
from functools import lru_cache

_FLAGS = re.compile(r"\(\?([imsnx]*(?:-[imsnx]+)?)\)")
_GROUP = re.compile(r"\(\?(?:[:=!>#]|<[=!]|[imsnx]*(?:-[imsnx]+)?:|P?<\w+>|'\w+')")
_SET = re.compile(r"\[\^?\]?(?:\[:\^?\w+:\]|\\.|[^\]\\])*\]", re.DOTALL)
# A set without another one: [a-z-[aeiou]].
_LESS = re.compile(r"\[(\^?(?:\\[pP]\{[^}]+\}|\\.|[^\]\\\[])+)-(\[(?:\\[pP]\{[^}]+\}|\\.|[^\]\\\[])+\])\]", re.DOTALL)
_CODE_POINT = re.compile(r"\\x\{([0-9A-Fa-f]{1,6})\}")
# One character, or one of a kind, in several letters.
_SPELLED = re.compile(r"\\(?:[pP]\{\^?[\w-]+\}|u[0-9A-Fa-f]{4}|x[0-9A-Fa-f]{2}|c[A-Za-z]|0[0-7]{0,2})")
_BACK = re.compile(r"\\k(?:<(\w+)>|'(\w+)')")
_COUNT = re.compile(r"\{\d+(?:,\d*)?\}")


@lru_cache(maxsize=20_000)
def translated(source: str) -> str:
    """The expression for `regex` (version 0). What is not understood stays, so that the compiler names it."""
    out: list[str] = []
    # For each open group the flags that were opened in it and hold to its end.
    opened: list[list[str]] = [[]]
    at = 0
    while at < len(source):
        piece = next_piece(source, at)
        at += len(piece)
        if flags := _FLAGS.fullmatch(piece):
            wanted = _known(flags[1])
            if wanted:
                opened[-1].append(wanted)
                out.append(f"(?{wanted}:")
        elif piece == "|":
            held = opened[-1]
            out.append(")" * len(held) + "|" + "".join(f"(?{flags}:" for flags in held))
        elif piece == ")":
            out.append(")" * len(opened[-1]) + ")")
            if len(opened) > 1:
                opened.pop()
            else:
                opened[-1] = []
        else:
            if piece.startswith("(") and not piece.startswith("(?#"):
                opened.append([])
            out.append(_said(piece))
    return "".join(out) + ")" * sum(map(len, opened[:1]))


def weight(source: str) -> int:
    """How many pieces an expression has once its counts are written out: (a{100}){100} has ten thousand."""
    held, last, at = [0], 0, 0
    while at < len(source):
        piece = next_piece(source, at)
        at += len(piece)
        if _COUNT.fullmatch(piece):
            times = max(int(number) for number in re.findall(r"\d{1,9}", piece))
            held[-1] += last * (max(times, 1) - 1)
            last *= max(times, 1)
        elif piece == ")" and len(held) > 1:
            last = held.pop()
            held[-1] += last
        elif piece.startswith("(") and not piece.endswith(")"):
            held.append(0)
        else:
            last = 1
            held[-1] += 1
    return sum(held)


def next_piece(source: str, at: int) -> str:
    """The next piece: an escape, a set, the head of a group, a count, or one character."""
    if source[at] == "\\":
        match = _CODE_POINT.match(source, at) or _SPELLED.match(source, at) or _BACK.match(source, at)
        return match[0] if match else source[at : at + 2]
    if source[at] == "[":
        match = _LESS.match(source, at) or _SET.match(source, at)
        return match[0] if match else source[at]
    if source.startswith("(?#", at):
        return source[at : source.find(")", at) + 1 or len(source)]
    if source[at] == "(":
        match = _FLAGS.match(source, at) or _GROUP.match(source, at)
        return match[0] if match else source[at]
    if source[at] == "{":
        match = _COUNT.match(source, at)
        return match[0] if match else source[at]
    return source[at]


def _known(flags: str) -> str:
    """Flags that `regex` takes for part of an expression."""
    on, _, off = flags.partition("-")
    kept, dropped = ("".join(c for c in part if c in "imsx") for part in (on, off))
    return kept + (f"-{dropped}" if dropped else "")


def _said(piece: str) -> str:
    if piece.startswith("\\"):
        if match := _CODE_POINT.fullmatch(piece):
            return re.escape(chr(min(int(match[1], 16), 0x10FFFF)))
        if match := _BACK.fullmatch(piece):
            return f"(?P={match[1] or match[2]})"
        return {"\\z": "\\Z", "\\Z": "(?=\\n?\\Z)", "\\e": "\\x1b", "\\h": "[ \\t]"}.get(piece, piece)
    if less := _LESS.fullmatch(piece):
        return f"(?:(?!{less[2]})[{less[1]}])"
    if piece.startswith("[") and len(piece) > 1:
        return _CODE_POINT.sub(lambda m: re.escape(chr(min(int(m[1], 16), 0x10FFFF))), piece)
    if piece == "{":
        return "\\{"
    if piece.startswith("(?'"):
        return f"(?P<{piece[3:-1]}>"
    return piece
