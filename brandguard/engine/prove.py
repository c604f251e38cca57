"""A rule's own examples, run before it is saved."""

from datetime import UTC, datetime

from ..choices import Kind, Scope, Severity
from ..documents import Document, Link, Part, Picture
from ..exceptions import BadRule
from ..kinds import KINDS
from .check import check
from .compiled import Compiled
from .spec import Spec

NEEDED = 2


def prove(spec: Spec) -> None:
    """Raises BadRule with a sentence and `details["field"]` unless the rule is understood and every example does as it says.

    Wanted: two examples that must be found, two that must not, and one excused example for each exception.
    """
    understood(spec)
    hit, miss, excuses = (_texts(spec, name) for name in ("hit", "miss", "excused"))
    for name, texts in (("hit", hit), ("miss", miss)):
        if len(texts) < NEEDED:
            wanted = "that the rule must find" if name == "hit" else "that it must leave alone"
            raise BadRule(f"Give at least two examples {wanted}, one in each line.", field=f"examples_{name}")
    compiled = Compiled([spec])
    for text in hit:
        if not finds(compiled, text):
            raise BadRule(f"The rule does not find its example “{text}”.", field="examples_hit", example=text)
    for text in (*miss, *excuses):
        if finds(compiled, text):
            field = "examples_miss" if text in miss else "examples_excused"
            raise BadRule(f"The rule finds “{text}”, which it must leave alone.", field=field, example=text)
    _exceptions_proved(spec, excuses)


def finds(compiled: Compiled, text: str) -> bool:
    """Whether the one rule in `compiled` has a finding in the text of an example."""
    spec = compiled.specs[0]
    document = example_document(spec, text)
    moment = datetime.fromisoformat(spec.valid_from) if spec.valid_from else datetime.now(UTC)
    if spec.valid_to and not spec.valid_from:
        moment = datetime.min.replace(tzinfo=UTC)
    return any(finding.rule == spec.key for finding in check(document, compiled, now=moment))


def example_document(spec: Spec, text: str) -> Document:
    """An example as a document: in the rule's first scope and language; for a link rule `text → target` or a bare target,
    for one about pictures `alt text → name of the file` or a bare alt text."""
    language = spec.languages[0] if spec.languages else "en"
    if spec.kind == "link_domain":
        said, _, target = text.rpartition("→")
        return Document(parts=(), links=(Link(said.strip(), target.strip(), "example"),), language=language)
    if spec.kind == Kind.ALT_TEXT:
        said, arrow, file = text.rpartition("→")
        alt = said.strip() if arrow else text
        parts = (Part(Scope.ALT.value, alt, "example", language),) if alt else ()
        return Document(parts=parts, pictures=(Picture(alt, file.strip() if arrow else "", "example"),), language=language)
    usual = Scope.HEADING if spec.kind == Kind.CAPITALISATION else Scope.BODY
    scope = next((s for s in spec.scopes if s != Scope.EVERYTHING.value), usual.value)
    return Document(parts=(Part(scope, text, "example", language),), language=language)


def understood(spec: Spec) -> None:
    """Raises BadRule when kind, severity, scopes or parameters are not understood."""
    if spec.kind not in KINDS:
        raise BadRule(f"There is no kind of rule called “{spec.kind}”. Choose one of {', '.join(KINDS)}.", field="kind")
    if spec.severity not in Severity.values:
        raise BadRule(f"There is no severity “{spec.severity}”. Choose one of {', '.join(Severity.values)}.", field="severity")
    if unknown := set(spec.scopes) - set(Scope.values):
        raise BadRule(f"There is no scope “{sorted(unknown)[0]}”. Choose from {', '.join(Scope.values)}.", field="scopes")
    if wrong := KINDS[spec.kind].problems(spec):
        raise BadRule(wrong[0], field="params", problems=wrong)


def _texts(spec: Spec, name: str) -> list[str]:
    value = spec.examples.get(name) or []
    return [line.strip() for line in (value.splitlines() if isinstance(value, str) else value) if line.strip()]


def _exceptions_proved(spec: Spec, excuses: list[str]) -> None:
    """Each exception has an example that the rule would find without it."""
    bare = Compiled([Spec.from_json({**spec.as_json(), "exceptions": []})])
    for number, exception in enumerate(spec.exceptions):
        if not str(exception.get("text") or "").strip():
            raise BadRule("An exception is empty. Write the words that excuse, or take the line out.", field="exceptions")
        alone = Compiled([Spec.from_json({**spec.as_json(), "exceptions": [spec.exceptions[number]]})])
        if not any(finds(bare, text) and not finds(alone, text) for text in excuses):
            raise BadRule(
                f"Give an example that the rule would find, but for its exception “{exception['text']}”.",
                field="examples_excused",
                example=exception["text"],
            )
