"""A phrase or a list of words, whole words, exact or in every inflected form."""

from ..engine.spec import Spec
from .base import RuleKind, Term, need_terms, terms_of


class Phrase(RuleKind):
    """params: terms (list), inflected, whole_words (default yes), match_case."""

    def problems(self, spec: Spec) -> list[str]:
        return need_terms(spec, "terms")

    def terms(self, spec: Spec) -> list[Term]:
        return terms_of(spec)
