"""What a rule would do before it does it: tried on every stored letter, by a worker, while the keeper watches."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from hub.accounts.models import User
from hub.common import audit
from hub.common.exceptions import NotAllowed

from .. import engine, queries, queue
from ..choices import RuleState, Scope, TrialState
from ..documents import Document, Finding
from ..engine import Compiled, Spec
from ..history import how_many, stored_letters
from ..inforce import candidate_spec, spec_of
from ..models import Rule, Trial
from ..usage import regions_of

# Letters named on the screen; all of them are counted.
SHOWN = 200
_EVERY = 50
# A worker that gave no sign of life for so long is dead; another one begins again.
_DEAD_AFTER = timedelta(minutes=1)


@transaction.atomic
def ask_trial(rule: Rule, *, by: User) -> Trial:
    """Have a rule, or the next version of a live one, tried on every stored letter of the regions this user looks after.

    Raises NotAllowed for those who keep no rules, BadRule when its parameters are not understood.
    """
    if not queries.keeps(by):
        raise NotAllowed("Only a marketing lead or an administrator tries rules on letters.")
    candidate = candidate_spec(rule)
    spec = candidate or spec_of(rule)
    engine.understood(spec)
    present = spec_of(rule).as_json() if candidate and rule.state == RuleState.LIVE else None
    trial = Trial.objects.create(rule=rule, spec=spec.as_json(), present=present, by=by, asked_at=timezone.now(), total=how_many())
    transaction.on_commit(lambda: queue.try_rule(trial.pk))
    return trial


def run_trial(pk: int) -> Trial | None:
    """Read every letter. None when somebody else reads already, or it is done. Nothing but the trial and the audit trail is written."""
    now = timezone.now()
    if not Trial.objects.filter(pk=pk, state=TrialState.WAITING).update(state=TrialState.RUNNING, beat_at=now):
        return None
    trial = Trial.objects.select_related("by", "rule").get(pk=pk)
    count = _Count(Compiled([Spec.from_json(trial.spec)]), Compiled([Spec.from_json(trial.present)]) if trial.present else None)
    for stored in stored_letters(regions=regions_of(trial.by)):
        count.read(stored)
        if count.letters % _EVERY == 0:
            _save(trial, count, beat_at=timezone.now())
    _save(trial, count, state=TrialState.DONE, total=count.letters, finished_at=timezone.now())
    data = {"letters": count.letters, "struck": count.struck}
    audit.record("rule.tried", actor=trial.by, subject=f"rule:{trial.rule.key}", data=data)
    trial.refresh_from_db()
    return trial


def resume_trials() -> int:
    """Ring again for what waits, and begin anew what a dead worker left. How many."""
    dead = Trial.objects.filter(state=TrialState.RUNNING, beat_at__lt=timezone.now() - _DEAD_AFTER)
    dead.update(state=TrialState.WAITING)
    waiting = list(Trial.objects.filter(state=TrialState.WAITING).values_list("pk", flat=True))
    for pk in waiting:
        queue.try_rule(pk)
    return len(waiting)


@dataclass
class _Count:
    tried: Compiled
    present: Compiled | None
    letters: int = 0
    struck: int = 0
    findings: int = 0
    newly: int = 0
    freed: int = 0
    by_state: dict[str, list[int]] = field(default_factory=dict)
    shown: list[dict[str, Any]] = field(default_factory=list)

    def read(self, stored: Any) -> None:
        self.letters += 1
        tally = self.by_state.setdefault(stored.state, [0, 0])
        tally[0] += 1
        document = stored.document()
        found = _findings(document, self.tried)
        had = bool(_findings(document, self.present)) if self.present else False
        self.newly += bool(found) and not had
        self.freed += had and not found
        if not found:
            return
        tally[1] += 1
        self.struck += 1
        self.findings += len(found)
        if len(self.shown) < SHOWN:
            # The text part says everything again.
            told = [finding for finding in found if finding.scope != Scope.PLAIN] or found
            marks = [{"match": f.match, "message": f.message, "scope": f.scope} for f in told[:5]]
            self.shown.append({"title": stored.title, "author": stored.author, "state": stored.state, "new": not had, "findings": marks})


def _findings(document: Document, compiled: Compiled) -> list[Finding]:
    key = compiled.specs[0].key
    return [finding for finding in engine.check(document, compiled) if finding.rule == key]


def _save(trial: Trial, count: _Count, **more: Any) -> None:
    counted = {name: getattr(count, name) for name in ("letters", "struck", "findings", "newly", "freed", "by_state", "shown")}
    Trial.objects.filter(pk=trial.pk).update(**counted, **more)
