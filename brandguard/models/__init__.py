"""The guard's tables: rules, approved blocks, frozen artefacts and the reviews that clear them."""

from .approved_blocks import ApprovedBlock, BlockVersion
from .artefacts import Approval, Artefact
from .emergencies import Emergency
from .policies import ReviewPolicy
from .recalls import Recall, RecallEntry
from .reviews import AfterCheck, Review, ReviewComment
from .rules import Rule, RuleSetVersion, RuleVersion

__all__ = [
    "AfterCheck",
    "Approval",
    "ApprovedBlock",
    "Artefact",
    "BlockVersion",
    "Emergency",
    "Recall",
    "RecallEntry",
    "Review",
    "ReviewComment",
    "ReviewPolicy",
    "Rule",
    "RuleSetVersion",
    "RuleVersion",
]
