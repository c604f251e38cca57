"""The engine: finds in a document what the rules speak of. Needs no database."""

from .check import check
from .compiled import Compiled, compiled
from .evasion import EvasionScore, evasion_score
from .prove import prove, understood
from .spec import Spec

__all__ = ["Compiled", "EvasionScore", "Spec", "check", "compiled", "evasion_score", "prove", "understood"]
