"""A regular expression. It cannot hang a worker: RE2 by construction, the rest by the clock."""

from ..engine.patterns import problem_with
from ..engine.spec import Spec
from .base import Pattern, RuleKind, Term, terms_of


class Regex(RuleKind):
    """params: pattern, match_case; terms may add words that are searched in disguise as well."""

    def problems(self, spec: Spec) -> list[str]:
        source = str(spec.params.get("pattern") or "")
        if not source:
            return ["Write the regular expression."]
        wrong = problem_with(source)
        return [wrong] if wrong else []

    def terms(self, spec: Spec) -> list[Term]:
        return terms_of(spec)

    def patterns(self, spec: Spec) -> list[Pattern]:
        folded, excuse = bool(spec.params.get("folded", True)), str(spec.params.get("excuse") or "")
        return [Pattern(str(spec.params["pattern"]), not spec.params.get("match_case"), folded=folded, excuse=excuse)]
