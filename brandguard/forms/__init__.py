"""Forms for those who keep rules and approved texts."""

from .policy import PolicyForm
from .rules import RuleForm
from .texts import RecallForm, TextForm

__all__ = ["PolicyForm", "RecallForm", "RuleForm", "TextForm"]
