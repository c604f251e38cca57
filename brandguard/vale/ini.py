"""A .vale.ini: which styles and vocabularies hold for which files, and how grave each rule is (https://vale.sh/docs/vale-ini)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from fnmatch import translate
from functools import lru_cache
from pathlib import Path, PurePath

from ..engine.dialect import translated
from ..engine.patterns import compile_pattern
from ..exceptions import BadRule

NAMES = (".vale.ini", "_vale.ini", "vale.ini")
GRAVITY = {"suggestion": 0, "warning": 1, "error": 2}
_READING = "how a file is read is the guard's own affair"
_SPELLING = "there are no dictionaries here"
# What Vale knows and the guard does not use, and why.
NOT_USED = {
    **dict.fromkeys("IgnorePatterns CommentDelimiters Transform View WordTemplate".split(), _READING),
    **dict.fromkeys("IgnoredScopes SkippedScopes IgnoredClasses".split(), _READING),
    "Lang": "a file's language is guessed, or given with --lang",
    "Packages": "styles are not fetched; what lies in the directory is used",
    "NLPEndpoint": "no service outside is asked",
    "DictionaryPath": _SPELLING,
}
TOP = frozenset({"StylesPath", "Vocab", "MinAlertLevel"})
IGNORES = frozenset({"TokenIgnores", "BlockIgnores"})
# The style that Vale brings along, and the rules in it that the guard has.
BUILT_IN, SPELLING, BUILT_IN_RULES = "Vale", "Vale.Spelling", frozenset({"Vale.Terms", "Vale.Avoid", "Vale.Repetition"})
FORMATS, ASCIIDOCTOR = "formats", "asciidoctor"
# As what a file may be read: everything else is plain text already.
READ_AS = frozenset({"md", "markdown", "html", "htm", "txt"})


@dataclass
class Section:
    """What holds for files that match a pattern. `rules`: "YES", "NO" or a level for a rule, or for a whole style."""

    pattern: str
    styles: tuple[str, ...] | None = None
    rules: dict[str, str] = field(default_factory=dict)
    # Expressions: what they match in Markdown and HTML is as good as code.
    ignored: tuple[str, ...] = ()

    def based_on(self, styles: tuple[str, ...]) -> None:
        self.styles = tuple(dict.fromkeys((*(self.styles or ()), *styles)))


@dataclass
class Config:
    """Everything that is used of the file, and a sentence with file and line for each thing that is not.

    `named`: styles and rules that are to run, each with the place where it is first named. `formats`: {"mdx": "md"}.
    """

    directory: Path
    styles_path: str = ""
    vocabularies: tuple[str, ...] = ()
    least: str = "suggestion"
    sections: list[Section] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    named: dict[str, str] = field(default_factory=dict)
    formats: dict[str, str] = field(default_factory=dict)

    def read_as(self, path: Path) -> Path:
        """The name under which a file is read and found by patterns: page.mdx is page.md where the formats say so."""
        wanted = self.formats.get(path.suffix.lstrip("."))
        return path.with_suffix(f".{wanted}") if wanted else path

    def ignored(self, path: Path) -> tuple[str, ...]:
        """The expressions whose matches are not read in this file."""
        return tuple(source for section in self.sections if matches(section.pattern, path) for source in section.ignored)

    def unknown(self, styles: set[str], rules: set[str]) -> list[str]:
        """A sentence for each style and rule that is to run and is not among these."""
        found = []
        for name, where in self.named.items():
            style = name.partition(".")[0]
            if name == SPELLING or (name == BUILT_IN and not any(SPELLING in section.rules for section in self.sections)):
                found.append(f"{where}: “{SPELLING}” is left out: {_SPELLING}.")
            elif style == BUILT_IN:
                found += [f"{where}: Vale has no rule “{name}”."] if name not in (BUILT_IN, *BUILT_IN_RULES) else []
            elif style not in styles:
                found.append(f"{where}: there is no style “{style}” in the directory.")
            elif "." in name and name not in rules:
                found.append(f"{where}: there is no rule “{name}” in the directory.")
        return found

    def level_of(self, rule: str, own: str, path: Path) -> str:
        """How grave this rule is for this file, "" when it does not run there."""
        style = rule.partition(".")[0]
        styles: tuple[str, ...] = ()
        said: dict[str, str] = {}
        for section in self.sections:
            if matches(section.pattern, path):
                styles = section.styles if section.styles is not None else styles
                said |= section.rules
        wanted = said.get(rule, said.get(style, ""))
        if wanted == "NO" or (not wanted and style not in styles):
            return ""
        level = wanted if wanted in GRAVITY else own
        return level if GRAVITY[level] >= GRAVITY[self.least] else ""


def find_config(directory: Path) -> Config | None:
    """The configuration in or beside a directory of styles, when it speaks of that directory."""
    for place in (directory, directory.parent):
        for name in NAMES:
            path = place / name
            if path.is_file():
                config = read_config(path)
                if place == directory or (place / config.styles_path).resolve() == directory.resolve():
                    return config
    return None


def read_config(path: Path) -> Config:
    """Raises BadRule naming the file and what is wrong in it."""
    config, section = Config(path.parent), Section("")
    for number, line in _lines(path.read_text(encoding="utf-8-sig")):
        where = f"{path}, line {number}"
        if line.startswith("["):
            section = Section(line.removeprefix("[").removesuffix("]").strip())
            config.sections.append(section)
            continue
        name, equals, value = (part.strip() for part in line.partition("="))
        if not equals:
            raise BadRule(f"{where}: “{line}” is neither a [section] nor a name with a value.")
        if section.pattern == FORMATS:
            _set_format(config, name, value, where)
        elif section.pattern == ASCIIDOCTOR:
            config.left_out.append(f"{where}: “{name}” is not used: AsciiDoc is read as plain text.")
        elif name in NOT_USED:
            config.left_out.append(f"{where}: “{name}” is not used: {NOT_USED[name]}.")
        elif section.pattern:
            _set_within(config, section, name, value, where)
        else:
            _set_at_top(config, name, value, where)
    # The section for all files comes first, whatever its place.
    config.sections.sort(key=lambda held: held.pattern != "*")
    return config


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """(number, line) without comments and empty lines; one that ends in a backslash goes on in the next."""
    begun, held = 0, ""
    for number, raw in enumerate(text.splitlines(), 1):
        line = re.split(r"(?:^|\s)[#;]", raw, maxsplit=1)[0].strip()
        begun = begun or number
        if line.endswith("\\"):
            held += line[:-1]
            continue
        if held + line:
            yield begun, held + line
        begun, held = 0, ""
    if held:
        yield begun, held


def _listed(value: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item.strip() for item in value.split(",") if item.strip()))


def _set_at_top(config: Config, name: str, value: str, where: str) -> None:
    if name == "StylesPath":
        config.styles_path = value.strip("\"'")
    elif name == "Vocab":
        config.vocabularies += _listed(value)
    elif name == "MinAlertLevel":
        if value not in GRAVITY:
            raise BadRule(f"{where}: MinAlertLevel is suggestion, warning or error.")
        config.least = value
    elif name in ("BasedOnStyles", *IGNORES) or "." in name:
        config.left_out.append(f"{where}: “{name}” is left out: it holds only within a section, such as [*].")
    else:
        config.left_out.append(f"{where}: “{name}” is left out: it is no setting that is known.")


def _set_within(config: Config, section: Section, name: str, value: str, where: str) -> None:
    if name in IGNORES:
        section.ignored += _expressions(value, where)
    elif name in TOP:
        config.left_out.append(f"{where}: “{name}” is left out: it holds only before the first section.")
    elif name == "BasedOnStyles":
        section.based_on(_listed(value))
        for style in section.styles or ():
            config.named.setdefault(style, where)
    elif value not in ("YES", "NO", *GRAVITY):
        raise BadRule(f"{where}: “{value}” is none of YES, NO, suggestion, warning, error.")
    else:
        section.rules[name] = value
        if value != "NO":
            config.named.setdefault(name, where)


def _expressions(value: str, where: str) -> tuple[str, ...]:
    """Expressions between commas; a comma of their own is written \\,. Raises BadRule."""
    found = tuple(piece.strip().replace("\\,", ",") for piece in re.split(r"(?<!\\),", value) if piece.strip())
    for source in found:
        try:
            compile_pattern(translated(source), ignorecase=False, multiline=False, shown=source)
        except ValueError as error:
            raise BadRule(f"{where}: {error}") from error
    return found


def _set_format(config: Config, name: str, value: str, where: str) -> None:
    if value in READ_AS:
        config.formats[name] = value
    else:
        config.left_out.append(f"{where}: “{name} = {value}” is not used: of “{value}” nothing is known here, such files are plain text.")


def matches(pattern: str, path: Path) -> bool:
    """Whether a glob with {a,b} means this file: its whole path, or its name."""
    return any(test.match(path.as_posix()) or test.match(path.name) for test in _globs(pattern))


@lru_cache(maxsize=500)
def _globs(pattern: str) -> tuple[re.Pattern[str], ...]:
    match = re.search(r"\{([^{}]*)\}", pattern)
    if match:
        options = (pattern[: match.start()] + option + pattern[match.end() :] for option in match[1].split(","))
        return tuple(test for option in options for test in _globs(option))
    return (re.compile(translate(PurePath(pattern).as_posix())),)
