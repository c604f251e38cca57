"""Forms for those who keep rules and approved texts."""

from .rules import RuleForm
from .texts import RecallForm, TextForm

__all__ = ["RecallForm", "RuleForm", "TextForm"]
