"""A rule as the engine reads it: plain data, so that it comes as well from the database as from a file."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Spec:
    """One rule. `params` is what its kind needs (brandguard/kinds); times are ISO 8601 with zone, or ""."""

    key: str
    kind: str = "phrase"
    name: str = ""
    version: int = 1
    severity: str = "block"
    reason: str = ""
    legal_source: str = ""
    fix: str = ""
    scopes: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    params: Mapping[str, Any] = field(default_factory=dict)
    exceptions: tuple[Mapping[str, str], ...] = ()
    examples: Mapping[str, Any] = field(default_factory=dict)
    valid_from: str = ""
    valid_to: str = ""
    # Groups of writers it holds for alone (a canary), and groups it does not hold for.
    groups: tuple[str, ...] = ()
    spared: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Spec":
        """Unknown keys are ignored, lists become tuples, exceptions may be bare strings."""
        known = {f.name for f in fields(cls)}
        values = {name: value for name, value in data.items() if name in known and value is not None}
        for name in ("scopes", "languages", "regions", "roles", "groups", "spared"):
            values[name] = tuple(values.get(name) or ())
        values["exceptions"] = tuple({"text": e} if isinstance(e, str) else e for e in values.get("exceptions") or ())
        for name in ("valid_from", "valid_to"):
            moment = values.get(name) or ""
            values[name] = moment.isoformat() if isinstance(moment, datetime) else str(moment)
        return cls(**values)

    def covers(self, scope: str) -> bool:
        return not self.scopes or "everything" in self.scopes or scope in self.scopes

    def speaks(self, language: str) -> bool:
        return not self.languages or language.split("-")[0].lower() in self.languages or language in self.languages

    def concerns(self, facts: Mapping[str, str], now: datetime) -> bool:
        """Whether the rule holds for this region, role, group and moment. A fact that is not given narrows nothing, but for the group."""
        for wanted, fact in ((self.regions, facts.get("region")), (self.roles, facts.get("role"))):
            if wanted and fact and fact not in wanted:
                return False
        group = facts.get("group", "")
        if (self.groups and group not in self.groups) or (group and group in self.spared):
            return False
        if self.valid_from and now < datetime.fromisoformat(self.valid_from):
            return False
        return not (self.valid_to and now >= datetime.fromisoformat(self.valid_to))


def digest_of(rules: Iterable[Mapping[str, Any]]) -> str:
    """SHA-256 over the canonical JSON of a list of rules."""
    body = json.dumps(list(rules), sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.sha256(body.encode()).hexdigest()
