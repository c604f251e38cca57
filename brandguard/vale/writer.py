"""Writes rules of ours as files of a Vale style, as far as Vale has a word for them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from ..choices import Kind, Scope, Severity
from ..engine.spec import Spec
from ..kinds.base import words
from ..kinds.capitalisation import LINES, QUIET, SHOUTS_FROM, WAYS
from ..kinds.readability import GRADE
from .style import read_yaml

HOUSE = "House"
LEVELS = {Severity.BLOCK.value: "error", Severity.ADVICE.value: "suggestion"}
SCOPES = {
    Scope.HEADING.value: "heading", Scope.BODY.value: "paragraph", Scope.LIST.value: "list", Scope.LINK_TEXT.value: "link",
    Scope.ALT.value: "attr.alt", Scope.EVERYTHING.value: "text",
}  # fmt: skip


def write_styles(directory: Path, specs: Iterable[Spec]) -> tuple[list[Path], list[str]]:
    """One file for each rule under DIR/Style/, and the accepted terms; the paths, and a sentence for each rule that Vale cannot say."""
    written, left_out, accepted = [], [], set()
    for spec in specs:
        data = as_vale(spec)
        if data is None:
            left_out.append(f"{spec.key}: Vale has nothing for “{Kind(spec.kind).label}” as asked for here: this rule is not written.")
            continue
        path = directory.joinpath(*_place(spec)).with_suffix(".yml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(data if isinstance(data, str) else yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
        accepted |= set(spec.params.get("accept") or ())
        written.append(path)
    if accepted:
        path = directory / "config" / "vocabularies" / HOUSE / "accept.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(sorted(accepted)) + "\n", encoding="utf-8")
        written.append(path)
    return written, left_out


def as_vale(spec: Spec) -> dict[str, Any] | str | None:
    """A rule as the content of its file: the very text of a Vale rule that is unchanged; None when Vale has no such rule or place."""
    if spec.kind == Kind.STYLE.value:
        return _own(spec)
    body = _body(spec)
    if body is None:
        return None
    common = {"extends": body.pop("extends"), "message": spec.reason, "level": LEVELS.get(spec.severity, "warning")}
    asked = spec.scopes or (LINES if spec.kind == Kind.CAPITALISATION.value else ())
    scopes = [SCOPES[scope] for scope in asked if scope in SCOPES]
    if asked and not scopes:
        # It would say of everything what is meant for a subject alone.
        return None
    more: dict[str, Any] = {"link": spec.legal_source} if spec.legal_source.startswith("https://") else {}
    more |= {"scope": scopes} if scopes else {}
    excuses = [re.escape(str(exception["text"])) for exception in spec.exceptions]
    return {**common, **more, **body, **({"exceptions": excuses} if excuses and "swap" not in body | {"token": 1} else {})}


def _own(spec: Spec) -> dict[str, Any] | str:
    text = str(spec.params["style"])
    data = read_yaml(text)
    wanted = {"message": spec.reason, "level": LEVELS.get(spec.severity, "warning")}
    return text if {name: data.get(name, "warning") for name in wanted} == wanted else {**data, **wanted}


def _body(spec: Spec) -> dict[str, Any] | None:
    params, case = spec.params, {"ignorecase": not spec.params.get("match_case")}
    terms = [_escaped(term) for term in words(params.get("terms"))]
    if spec.kind == Kind.PHRASE.value:
        return {"extends": "existence", **case, "nonword": not params.get("whole_words", True), "tokens": terms}
    if spec.kind == Kind.REGEX.value:
        return {"extends": "existence", **case, "nonword": True, "tokens": [str(params["pattern"])]}
    if spec.kind == Kind.SUBSTITUTION.value:
        return {"extends": "substitution", **case, "swap": {_escaped(said): instead for said, instead in _pairs(params)}}
    if spec.kind == Kind.OCCURRENCE.value:
        return {"extends": "occurrence", **case, "scope": "summary", **_counts(params), "token": rf"\b(?:{'|'.join(terms)})\b"}
    if spec.kind == Kind.REQUIRED.value and not params.get("blocks"):
        return {"extends": "occurrence", **case, "scope": "summary", "min": 1, "token": rf"\b(?:{'|'.join(terms)})\b"}
    if spec.kind == Kind.CONSISTENCY.value:
        return {"extends": "consistency", **case, "either": dict(_rivals(words(params.get("either"))))}
    if spec.kind == Kind.CAPITALISATION.value:
        return _capitals(params)
    if spec.kind == Kind.READABILITY.value:
        return _readability(params)
    if spec.kind == Kind.CONDITIONAL.value and params.get("where", "anywhere") == "same_block" and not params.get("blocks"):
        first, second = (rf"(?i)\b(?:{'|'.join(map(_escaped, words(params.get(name))))})\b" for name in ("if", "then"))
        return {"extends": "conditional", "first": first, "second": second}
    return None


def _rivals(lists: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each spelling and all that come after it in its list."""
    for line in lists:
        spellings = [_escaped(" ".join(said.split())) for said in line.split("|") if said.strip()]
        yield from ((one, "|".join(spellings[number:])) for number, one in enumerate(spellings[:-1], 1))


def _capitals(params: Mapping[str, Any]) -> dict[str, Any]:
    names = [_escaped(name) for name in words(params.get("names"))]
    more = {"exceptions": names} if names else {}
    if params.get("how") == QUIET:
        return {"extends": "existence", "ignorecase": False, "tokens": [rf"\p{{Lu}}{{{SHOUTS_FROM},}}"], **more}
    return {"extends": "capitalization", **WAYS[str(params.get("how"))], **more}


def _readability(params: Mapping[str, Any]) -> dict[str, Any] | None:
    """Vale has long sentences and figures, each as a rule of its own; that short letters are not measured it cannot say."""
    longest, measure, most = params.get("longest"), params.get("measure"), params.get("most")
    if bool(longest) == bool(measure) or (measure and params.get("from_words")):
        return None
    if longest:
        return {"extends": "occurrence", "scope": "sentence", "max": int(longest), "token": r"\b\w+(?:['’-]\w+)*\b"}
    if measure == GRADE:
        return {"extends": "readability", "metrics": ["Flesch-Kincaid"], "grade": int(most or 0)}
    return {"extends": "metric", "formula": "(words / sentences) + (100 * long_words / words)", "condition": f"> {most}"}


def _counts(params: Mapping[str, Any]) -> dict[str, int]:
    return {short: int(params[name]) for name, short in (("maximum", "max"), ("minimum", "min")) if params.get(name)}


def _pairs(params: Mapping[str, Any]) -> list[tuple[str, str]]:
    given = params.get("pairs") or {}
    return [(said, instead) for said, instead in (given.items() if isinstance(given, dict) else given)]


def _escaped(term: str) -> str:
    """A term as an expression: its words as they are."""
    return re.sub(r"([.^$*+?{}\[\]\\|()])", r"\\\1", term)


def _place(spec: Spec) -> list[str]:
    """["Acme", "Words"] for Acme.Words; a rule of ours is House/NoGuarantees."""
    if "." in spec.key:
        return [re.sub(r"[^\w-]", "", part) or "Rule" for part in spec.key.split(".")]
    return [HOUSE, "".join(part.capitalize() for part in re.split(r"[^\w]+|-", spec.key) if part) or "Rule"]
