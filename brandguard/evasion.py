"""The evasion score of a rule as its screens show it: the engine's, kept for each wording of the rule."""

import json
from functools import lru_cache

from .engine import EvasionScore, Spec
from .engine import evasion_score as attacked


def evasion_score(spec: Spec) -> EvasionScore:
    """Every attack on what the rule finds in its own examples. Nothing is tried for rules that look for no words."""
    return _score(json.dumps(spec.as_json(), sort_keys=True, default=str))


@lru_cache(maxsize=512)
def _score(data: str) -> EvasionScore:
    return attacked(Spec.from_json(json.loads(data)))
