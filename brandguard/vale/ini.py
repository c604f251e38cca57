"""A .vale.ini: which styles and vocabularies hold for which files, and how grave each rule is (https://vale.sh/docs/vale-ini)."""

import re
from dataclasses import dataclass, field
from fnmatch import translate
from functools import lru_cache
from pathlib import Path, PurePath

from ..exceptions import BadRule

NAMES = (".vale.ini", "_vale.ini", "vale.ini")
GRAVITY = {"suggestion": 0, "warning": 1, "error": 2}
# Vale does the same with these, but they change how files are read, which is the guard's own affair.
NOT_USED = frozenset("TokenIgnores BlockIgnores IgnorePatterns CommentDelimiters Transform View IgnoredScopes SkippedScopes".split()) | {
    "IgnoredClasses", "WordTemplate", "Packages", "NLPEndpoint",
}  # fmt: skip
_HANDLED = frozenset({"BasedOnStyles", "Lang"})


@dataclass(frozen=True)
class Section:
    """What holds for files that match a pattern. `rules`: "YES", "NO" or a level for a rule, or for a whole style."""

    pattern: str
    styles: tuple[str, ...] | None = None
    rules: dict[str, str] = field(default_factory=dict)


@dataclass
class Config:
    """Everything that is used of the file, and the names of what is not."""

    directory: Path
    styles_path: str = ""
    vocabularies: tuple[str, ...] = ()
    least: str = "suggestion"
    sections: list[Section] = field(default_factory=list)
    not_used: list[str] = field(default_factory=list)

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
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), 1):
        line = re.split(r"(?:^|\s)[#;]", line, maxsplit=1)[0].strip()
        if not line:
            continue
        if line.startswith("["):
            section = Section(line.strip("[]").strip())
            config.sections.append(section)
            continue
        name, equals, value = (part.strip() for part in line.partition("="))
        if not equals:
            raise BadRule(f"{path}, line {number}: “{line}” is neither a [section] nor a name with a value.")
        _set(config, section, name, value, f"{path}, line {number}")
    # The section for all files comes first, whatever its place.
    config.sections.sort(key=lambda held: held.pattern != "*")
    return config


def _set(config: Config, section: Section, name: str, value: str, where: str) -> None:
    listed = tuple(dict.fromkeys(item.strip() for item in value.split(",") if item.strip()))
    if name == "StylesPath":
        config.styles_path = value
    elif name == "Vocab":
        config.vocabularies += listed
    elif name == "MinAlertLevel":
        if value not in GRAVITY:
            raise BadRule(f"{where}: MinAlertLevel is suggestion, warning or error.")
        config.least = value
    elif name in NOT_USED:
        config.not_used.append(name)
    elif section.pattern and name == "BasedOnStyles":
        index = config.sections.index(section)
        config.sections[index] = Section(section.pattern, (*(section.styles or ()), *listed), section.rules)
    elif section.pattern and name not in _HANDLED and section.pattern not in ("formats", "asciidoctor"):
        if value not in ("YES", "NO", *GRAVITY):
            raise BadRule(f"{where}: “{value}” is none of YES, NO, suggestion, warning, error.")
        section.rules[name] = value


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
