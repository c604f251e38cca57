"""Styles in and out: the public style guides as draft rules, and the rules in force as a style."""

from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from hub.accounts.models import User

from .. import engine
from ..choices import RuleState
from ..engine.spec import Spec
from ..exceptions import BadRule
from ..inforce import spec_of
from ..kinds.style import style_of
from ..models import Rule
from ..vale.points.tokens import swaps, tokens_of
from ..vale.reader import literal, read_styles
from ..vale.writer import write_styles
from . import rules

# Lines that any letter may hold: what an imported rule finds here, it would find everywhere.
ORDINARY = ["We look forward to seeing you in the shop", "Thank you for your visit last week"]


@dataclass(frozen=True)
class Imported:
    """How many rules came in, how many have examples already, and a sentence for each that was left out."""

    made: int
    proven: int
    left_out: list[str]


@transaction.atomic
def import_styles(directory: Path, *, name: str = "", by: User | None = None) -> Imported:
    """Save each rule of a directory of Vale styles as a draft. A rule of the same key that is in force or retired stays as it is.

    Examples are proposed where a rule is made of plain words; the others need theirs before they can be published.
    Raises BadRule naming the file when one is not understood; nothing is saved then.
    """
    styles = read_styles(directory, name=name, careful=True)
    left_out, made, proven = list(styles.left_out), 0, 0
    for spec in styles.specs:
        held = Rule.objects.filter(key=spec.key).exclude(state=RuleState.DRAFT).first()
        if held is not None:
            left_out.append(f"{spec.key}: a rule of this key is {held.get_state_display()} already and stays as it is.")
            continue
        spec, holds = with_examples(spec)
        fields = {**spec.as_json(), "valid_from": None, "valid_to": None, "state": RuleState.DRAFT.value}
        rules.keep_draft(fields, by=by)
        made, proven = made + 1, proven + holds
    return Imported(made, proven, left_out)


def export_styles(directory: Path) -> tuple[list[Path], list[str]]:
    """Write the rules in force as Vale styles. The paths, and a sentence for each rule that Vale has no word for."""
    live = Rule.objects.filter(state=RuleState.LIVE).order_by("key")
    return write_styles(directory, [spec_of(rule) for rule in live])


def with_examples(spec: Spec) -> tuple[Spec, bool]:
    """The rule with examples out of its own words, and whether they hold; without examples when they do not."""
    style = style_of(spec)
    said = [said for said, _ in swaps(style)] if style.extends == "substitution" else tokens_of(style)
    hits = [f"{word} again" for word in said if literal(word)]
    hits += [f"Once more {word}" for word in said if literal(word)]
    proposed = Spec.from_json({**spec.as_json(), "examples": {"hit": hits[:4], "miss": ORDINARY, "excused": []}})
    try:
        engine.prove(proposed)
    except BadRule:
        return spec, False
    return proposed, True
