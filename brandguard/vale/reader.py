"""Reads directories of Vale styles (`Style/Rule.yml`, https://vale.sh/docs/styles) as Specs whose findings are Vale's own."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import yaml

from ..choices import Kind, Severity
from ..engine.patterns import too_slow
from ..engine.spec import Spec
from ..exceptions import BadRule
from .inherit import flattened
from .ini import BUILT_IN, Config, find_config
from .points import LEFT_OUT, POINTS
from .points.tokens import existence_source, substitution_source
from .style import compiled, read_yaml, strings, understood

LEVELS = {"error": Severity.BLOCK.value, "warning": Severity.WARNING.value, "suggestion": Severity.ADVICE.value}
# Directories beside the styles that hold none.
BESIDE = frozenset({"Vocab", "config"})
_TERM = re.compile(r"[^\W_](?:[\w' -]*[^\W_])?")
_QUOTED = re.compile("“([^”]+)”")
# So much of a long expression tells its line.
LOOKED_FOR = 40
TERMS, AVOID, REPETITION = "Vale.Terms", "Vale.Avoid", "Vale.Repetition"
REPEATED = """
extends: repetition
message: "'%s' is repeated!"
level: error
ignorecase: true
alpha: true
action: {name: edit, params: [truncate, " "]}
tokens: ['[^\\s.!?]+']
"""


@dataclass
class Styles:
    """What a directory holds: rules, a sentence for each that is left out, and the configuration beside it."""

    specs: list[Spec] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    config: Config | None = None
    # The names of all rules that lie there, those that are left out among them.
    read: set[str] = field(default_factory=set)


def read_styles(directory: Path, *, name: str = "", careful: bool = False) -> Styles:
    """Every rule in a directory of styles, or in a single style, which may be called by `name`. BadRule names the file that is wrong.

    `careful`: rules that take for ever on some texts are left out; otherwise they run as long as their time lasts.
    A .vale.ini in the directory or beside it says where the styles are, which vocabularies hold and which rules run.
    """
    if not directory.is_dir():
        raise BadRule(f"There is no directory {directory}. Give the one that holds the styles.")
    found = Styles(config=find_config(directory))
    if found.config:
        found.left_out += found.config.left_out
        configured = found.config.directory / found.config.styles_path
        directory = configured if found.config.styles_path and configured.is_dir() else directory
    single = any(directory.glob("*.yml"))
    home = directory.parent if single and not (directory / "config").is_dir() else directory
    accepted, rejected = (
        tuple(dict.fromkeys(term for term, where in _vocabulary(home, kind, found.config) if _compiles(term, where, found)))
        for kind in ("accept", "reject")
    )
    for style in [directory] if single else sorted(p for p in directory.iterdir() if p.is_dir() and p.name not in BESIDE):
        for path in sorted(style.rglob("*.yml")):
            if _holds_a_rule(path.relative_to(style)):
                called = ".".join([name if single and name else style.name, *path.relative_to(style).with_suffix("").parts])
                _read_rule(path, called, accepted, found, directory.parent if single else directory)
    if careful:
        slow = {spec.key: wrong for spec in found.specs if (wrong := slowness(spec.params["style"], accepted))}
        found.left_out += [f"{key}: {wrong}" for key, wrong in slow.items()]
        found.specs = [spec for spec in found.specs if spec.key not in slow]
    if found.config:
        found.left_out += found.config.unknown({key.partition(".")[0] for key in found.read}, found.read)
    found.specs += _of_vocabulary(accepted, rejected)
    if found.config and not {BUILT_IN, REPETITION}.isdisjoint(found.config.named):
        found.specs.append(spec_of(REPETITION, REPEATED, accepted))
    return found


def _holds_a_rule(path: Path) -> bool:
    """A rule's own tests and what is parked under a dot or an underscore are none."""
    inert = any(part.startswith((".", "_")) for part in path.parts[:-1])
    return not inert and not BESIDE & set(path.parts) and not path.name.endswith((".test.yml", "_test.yml"))


def _read_rule(path: Path, key: str, accepted: tuple[str, ...], found: Styles, styles: Path) -> None:
    found.read.add(key)
    try:
        text = path.read_text(encoding="utf-8-sig")
        data = read_yaml(text)
        if "." in str(data.get("extends") or ""):
            text = yaml.safe_dump(flattened(data, partial(_rule_named, styles)), allow_unicode=True, sort_keys=False)
        extends = understood(text).extends
        if extends in LEFT_OUT:
            found.left_out.append(f"{_where(path, text, extends)}: “extends: {extends}” is left out: {LEFT_OUT[extends]}.")
        else:
            found.specs.append(spec_of(key, text, accepted))
    except UnicodeDecodeError as error:
        raise BadRule(f"{path}: this is not text in UTF-8. {error}") from error
    except BadRule as error:
        raise BadRule(f"{_where(path, text, _wrong_piece(text) or _quoted(error.message))}: {error.message}") from error


def _quoted(message: str) -> str:
    found = _QUOTED.search(message)
    return found[1] if found else ""


def _wrong_piece(text: str) -> str:
    """The first expression of a rule that cannot be understood by itself; "" when each can, or the file is no rule."""
    try:
        data = read_yaml(text)
    except BadRule:
        return ""
    pieces = [
        piece for name in ("tokens", "raw", "swap", "token", "first", "second", "exceptions") for piece in strings(_keys(data.get(name)))
    ]
    return next((piece for piece in pieces if not _understood(piece)), "")


def _keys(value: Any) -> Any:
    return list(value) if isinstance(value, dict) else value


def _understood(piece: str) -> bool:
    try:
        compiled(piece)
    except ValueError:
        return False
    return True


def _where(path: Path, text: str, said: str) -> str:
    """The file, and the line that has these words: the first one when none has."""
    wanted = said.strip()[:LOOKED_FOR]
    number = next((at for at, line in enumerate(text.splitlines(), 1) if wanted and wanted in line), 1)
    return f"{path}, line {number}"


def _rule_named(styles: Path, name: str) -> Mapping[str, Any] | None:
    style, _, rest = name.partition(".")
    path = styles.joinpath(style, *rest.split(".")).with_suffix(".yml")
    within = path.resolve().is_relative_to(styles.resolve())
    return read_yaml(path.read_text(encoding="utf-8-sig")) if within and path.is_file() else None


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
        _ = style.limit, style.selectors, style.action
    except (ValueError, TypeError, AttributeError) as error:
        raise BadRule(str(error)) from error


def slowness(text: str, accepted: tuple[str, ...] = ()) -> str:
    """A sentence when an expression of a rule takes for ever on some texts, or ""."""
    style = understood(text, accepted)
    sources = [existence_source(style)] if style.extends == "existence" else []
    sources += [substitution_source(style)] if style.extends == "substitution" else []
    sources += [str(style.data[name]) for name in ("token", "first", "second") if style.data.get(name)]
    return next((wrong for source in sources if (wrong := too_slow(style.compiled(source), source))), "")


def literal(token: str) -> bool:
    """Whether a token is plain words, that can be looked for in disguise as well."""
    return bool(_TERM.fullmatch(token))


def _vocabulary(directory: Path, kind: str, config: Config | None) -> Iterator[tuple[str, str]]:
    """The lines and the places of every accept.txt or reject.txt that holds, comments and empty ones left out."""
    chosen = config.vocabularies if config else None
    for pattern in (f"config/vocabularies/**/{kind}.txt", f"Vocab/**/{kind}.txt"):
        for path in sorted(directory.glob(pattern)):
            named = path.relative_to(directory).parts[2 if pattern.startswith("config") else 1 : -1]
            if chosen is None or (named and named[0] in chosen):
                for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), 1):
                    if line.strip() and not line.strip().startswith("# "):
                        yield line.strip(), f"{path}, line {number}"


def _of_vocabulary(accepted: tuple[str, ...], rejected: tuple[str, ...]) -> Iterator[Spec]:
    """Vale's own two rules: accepted terms are spelled as they are listed, rejected ones are avoided."""
    swap = {term.lower(): term for term in accepted}
    if swap:
        rule = {"extends": "substitution", "message": "Use '%s' instead of '%s'.", "level": "error", "ignorecase": True, "vocab": False}
        yield spec_of(TERMS, yaml.safe_dump({**rule, "swap": swap}, allow_unicode=True))
    if rejected:
        rule = {"extends": "existence", "message": "Avoid using '%s'.", "level": "error", "vocab": False}
        yield spec_of(AVOID, yaml.safe_dump({**rule, "tokens": list(rejected)}, allow_unicode=True))


def _compiles(term: str, where: str, found: Styles) -> bool:
    try:
        compiled(term)
        compiled(term.lower())
    except ValueError as error:
        found.left_out.append(f"{where}: this term of the vocabulary is left out. {error}")
        return False
    return True
