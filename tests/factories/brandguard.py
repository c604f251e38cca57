"""Rules, documents and blocks for tests."""

from typing import Any

from brandguard.documents import Document, Finding, Part
from brandguard.engine import Compiled, Spec, check
from brandguard.models import ApprovedBlock, BlockVersion, Rule
from brandguard.services import blocks as block_services
from brandguard.services import rules as rule_services
from tests.factories.profiles import make_user


def spec(*terms: str, **more: Any) -> Spec:
    """A phrase rule for these terms; `params` and every other field may be given."""
    params = {"terms": list(terms), **more.pop("params", {})}
    return Spec.from_json({"key": "r", "kind": "phrase", "params": params, **more})


def letter(*texts: str, language: str = "en", scope: str = "body", **more: Any) -> Document:
    parts = tuple(Part(scope, text, f"part/{number}", language) for number, text in enumerate(texts))
    return Document(parts=parts, language=language, **more)


def findings(rule: Spec | list[Spec], *texts: str, **more: Any) -> list[Finding]:
    """What one or several rules find in a letter of these texts."""
    return check(letter(*texts, **more), Compiled([rule] if isinstance(rule, Spec) else rule))


def rule_fields(key: str = "no-guarantees", *, word: str = "guarantee", **more: Any) -> dict[str, Any]:
    """Fields of a phrase rule with examples that hold."""
    return {
        "key": key,
        "name": key.replace("-", " ").capitalize(),
        "kind": "phrase",
        "severity": "block",
        "reason": "We promise only what we can keep.",
        "params": {"terms": [word]},
        "examples": {"hit": [f"With {word} for you", word], "miss": ["We do our best", "Come and see"]},
        **more,
    }


def live_rule(key: str = "no-guarantees", *, word: str = "guarantee", by: Any = None, **more: Any) -> Rule:
    """A saved rule in force."""
    return rule_services.publish_rule(rule_services.save_rule(rule_fields(key, word=word, **more), by=by), by=by)


def approved_version(key: str = "opening-hours", *, by: Any = None, approver: Any = None, **fields: Any) -> BlockVersion:
    """A block version that two leads have put into use."""
    maker, other = by or make_user("lead"), approver or make_user("lead")
    block = ApprovedBlock.objects.filter(key=key).first() or block_services.create_block(key=key, title=key.title(), by=maker)
    version = block_services.draft_version(block, by=maker, **{"body": f"<p>The text of {key}.</p>", **fields})
    block_services.submit_version(version, by=maker)
    return block_services.approve_version(version, by=other)
