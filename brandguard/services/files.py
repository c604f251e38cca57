"""Checks files. Changes nothing; needs no database when the rules come from a directory."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .. import engine, queries
from ..choices import Severity
from ..engine import Compiled
from ..files import read_file
from ..vale.reader import Styles, read_styles

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


def rules_from(directory: Path | None) -> tuple[Compiled, list[str]]:
    """The Vale styles in a directory, or the live rules of this installation; and a sentence for each rule that is left out."""
    styles = read_styles(directory) if directory else Styles()
    return Compiled(styles.specs) if directory else engine.compiled(queries.current_ruleset()), styles.left_out


def check_file(path: Path, rules: Compiled, *, language: str = "") -> list[FileFinding]:
    """Findings in a text, Markdown or HTML file, in the order of the file. GuardError when it cannot be read."""
    file = read_file(path, language=language)
    found = []
    for finding in engine.check(file.document, rules):
        line, first, last = file.place(finding)
        level = LEVELS.get(finding.severity, "warning")
        found.append(FileFinding(line, (first, last), finding.match, finding.rule, level, finding.message, finding.view))
    return sorted(found, key=lambda f: (f.line, f.span, f.check))
