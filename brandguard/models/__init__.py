"""The guard's tables: rules, approved blocks, frozen artefacts and the reviews that clear them."""

from .approved_blocks import ApprovedBlock, BlockVersion
from .artefacts import Approval, Artefact
from .recalls import Recall, RecallEntry
from .reviews import Review, ReviewComment
from .rules import Rule, RuleSetVersion, RuleVersion

__all__ = [
    "Approval",
    "ApprovedBlock",
    "Artefact",
    "BlockVersion",
    "Recall",
    "RecallEntry",
    "Review",
    "ReviewComment",
    "Rule",
    "RuleSetVersion",
    "RuleVersion",
]
