"""Checks files. Changes nothing; needs no database when the rules come from a directory."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .. import engine, queries
from ..choices import Severity
from ..engine import Compiled
from ..files import read_file
from ..vale.ini import Config
from ..vale.reader import read_styles

# Vale's words for how grave a finding is.
LEVELS = {Severity.BLOCK.value: "error", Severity.ADVICE.value: "suggestion"}


@dataclass(frozen=True)
class FileFinding:
    """A finding as Vale would report it; columns count from 1 and both ends belong to the match."""

    line: int
    span: tuple[int, int]
    match: str
    check: str
    severity: str
    message: str
    view: str

    def as_json(self) -> dict[str, Any]:
        names = {"Line": self.line, "Span": list(self.span), "Match": self.match, "Check": self.check}
        return names | {"Severity": self.severity, "Message": self.message, "View": self.view}


@dataclass(frozen=True)
class Rules:
    """What files are checked by: the styles of a directory with the configuration beside it, or the live rules."""

    compiled: Compiled
    left_out: list[str]
    styles: bool = False
    config: Config | None = None


def rules_from(directory: Path | None) -> Rules:
    """The Vale styles in a directory, or the live rules of this installation; and a sentence for each rule that is left out."""
    if directory is None:
        return Rules(engine.compiled(queries.current_ruleset()), [])
    styles = read_styles(directory)
    return Rules(Compiled(styles.specs), styles.left_out, True, styles.config)


def check_file(path: Path, rules: Rules, *, language: str = "") -> list[FileFinding]:
    """Findings in a text, Markdown or HTML file, in the order of the file. GuardError when it cannot be read.

    Comments in the file may switch off rules of styles, as in Vale, but never a live rule.
    """
    known_as = rules.config.read_as(path) if rules.config else path
    ignored = rules.config.ignored(known_as) if rules.config else ()
    file = read_file(path, language=language, listen=rules.styles, suffix=known_as.suffix, ignored=ignored)
    found = []
    for finding in engine.check(file.document, rules.compiled):
        level = LEVELS.get(finding.severity, "warning")
        if rules.config and "." in finding.rule:
            level = rules.config.level_of(finding.rule, level, known_as)
        if level:
            line, first, last = file.place(finding)
            found.append(FileFinding(line, (first, last), finding.match, finding.rule, level, finding.message, finding.view))
    return sorted(found, key=lambda f: (f.line, f.span[0], f.check, f.span[1]))
