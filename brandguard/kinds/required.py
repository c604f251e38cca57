"""Something must appear."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from ..documents import Finding
from ..engine.spec import Spec
from .base import RuleKind, Term, missing, need_terms, terms_of

if TYPE_CHECKING:
    from ..engine.matching import Hit
    from ..engine.reading import Reading


class Required(RuleKind):
    """params: terms (one of them must appear), blocks (keys of approved blocks, one of which does as well)."""

    def problems(self, spec: Spec) -> list[str]:
        return [] if spec.params.get("blocks") else need_terms(spec, "terms")

    def terms(self, spec: Spec) -> list[Term]:
        return terms_of(spec, honest=True)

    def wakes(self, spec: Spec) -> None:
        return None

    def findings(self, spec: Spec, hits: Sequence["Hit"], reading: "Reading") -> Iterable[Finding]:
        if not hits and not reading.has_block(spec.params.get("blocks") or ()):
            yield missing(spec)
