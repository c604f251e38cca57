"""If A appears, B must appear."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from ..choices import Scope
from ..documents import Finding
from ..engine.spec import Spec
from .base import Pattern, RuleKind, Term, finding_at, need_terms, terms_of

if TYPE_CHECKING:
    from ..engine.matching import Hit
    from ..engine.reading import Reading

WHERE = ("anywhere", "same_block", "footer")


class Conditional(RuleKind):
    """params: if, then (lists of terms), blocks (approved blocks that satisfy as well), where (anywhere, same_block, footer).

    The rule's scopes say where A is looked for; `where` says where B must stand. One finding for each part that lacks it.
    """

    def problems(self, spec: Spec) -> list[str]:
        found = need_terms(spec, "if")
        if not spec.params.get("blocks"):
            found += need_terms(spec, "then")
        if spec.params.get("where", "anywhere") not in WHERE:
            found.append("Say where it must appear: anywhere, same_block or footer.")
        return found

    def terms(self, spec: Spec) -> list[Term]:
        return terms_of(spec, "if", role="if") + terms_of(spec, "then", role="then", honest=True)

    def patterns(self, spec: Spec) -> list[Pattern]:
        return []

    def findings(self, spec: Spec, hits: Sequence["Hit"], reading: "Reading") -> Iterable[Finding]:
        if reading.has_block(spec.params.get("blocks") or ()):
            return
        where = spec.params.get("where", "anywhere")
        answers = [hit for hit in hits if hit.role == "then"]
        said: set[int] = set()
        for hit in hits:
            if hit.role != "if" or hit.part in said or self.answered(hit, answers, where):
                continue
            said.add(hit.part)
            yield finding_at(spec, hit)

    def answered(self, hit: "Hit", answers: Sequence["Hit"], where: str) -> bool:
        if where == "footer":
            return any(answer.scope == Scope.FOOTER for answer in answers)
        if where == "same_block":
            return any(answer.location == hit.location for answer in answers)
        return bool(answers)
