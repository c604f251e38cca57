"""What a rule would do before it does it: tried on every stored letter. And what a rule has done so far."""

from dataclasses import dataclass, field

from hub.accounts.models import User
from hub.common import audit

from .. import engine, queries
from ..choices import ArtefactState, Severity
from ..documents import Finding
from ..engine import Compiled
from ..exceptions import BadRule
from ..history import DRAFT, stored_letters
from ..models import Artefact, Rule
from ..usage import regions_of
from .rules import spec_of

# Letters named on the screen; all of them are counted.
SHOWN = 200


@dataclass(frozen=True)
class Struck:
    """A letter that the rule has something to say of."""

    title: str
    author: str
    state: str
    findings: list[Finding]


@dataclass
class DryRun:
    """`letters` were read, `struck` of them have findings; `shown` are the first of those."""

    letters: int = 0
    struck: int = 0
    drafts: int = 0
    findings: int = 0
    stops: bool = False
    shown: list[Struck] = field(default_factory=list)


@dataclass(frozen=True)
class Statistics:
    """Letters handed in with a finding of the rule, how often the writer gave a reason for it, and a reviewer let it pass."""

    letters: int
    findings: int
    justified: int
    passed: int


def dry_run(rule: Rule, *, by: User) -> DryRun:
    """Try a rule, in force or not, on every stored letter of the regions this user looks after. Nothing but the audit trail is written.

    Raises BadRule when the rule's parameters are not understood.
    """
    if not queries.keeps(by):
        raise BadRule("Only a marketing lead or an administrator tries rules on letters.")
    spec = spec_of(rule)
    engine.understood(spec)
    compiled, run = Compiled([spec]), DryRun(stops=rule.severity in (Severity.BLOCK, Severity.JUSTIFY))
    for stored in stored_letters(regions=regions_of(by)):
        run.letters += 1
        found = [f for f in engine.check(stored.document(), compiled) if f.rule == spec.key]
        if not found:
            continue
        run.struck += 1
        run.findings += len(found)
        run.drafts += stored.state == DRAFT
        if len(run.shown) < SHOWN:
            run.shown.append(Struck(stored.title, stored.author, stored.state, found[:5]))
    audit.record("rule.tried", actor=by, subject=f"rule:{rule.key}", data={"letters": run.letters, "struck": run.struck})
    return run


def statistics(rule: Rule) -> Statistics:
    """Counted over everything that was ever handed in."""
    letters = findings = justified = passed = 0
    rows = Artefact.objects.values_list("findings", "justifications", "state")
    for found, reasons, state in rows.iterator(chunk_size=500):
        number = sum(f["rule"] == rule.key for f in found)
        if number:
            letters, findings = letters + 1, findings + number
            justified += rule.key in reasons
            passed += state == ArtefactState.APPROVED
    return Statistics(letters, findings, justified, passed)
