"""The guard's tables: rules, approved blocks, frozen artefacts and the reviews that clear them."""

from .approved_blocks import ApprovedBlock, BlockVersion
from .artefacts import Approval, Artefact
from .emergencies import Emergency
from .hits import Objection, RuleHit
from .policies import ReviewPolicy
from .recalls import Recall, RecallEntry
from .reviews import AfterCheck, Review, ReviewComment
from .rules import Rule, RuleSetVersion, RuleVersion
from .trials import Trial

__all__ = [
    "AfterCheck",
    "Approval",
    "ApprovedBlock",
    "Artefact",
    "BlockVersion",
    "Emergency",
    "Objection",
    "Recall",
    "RecallEntry",
    "Review",
    "ReviewComment",
    "ReviewPolicy",
    "Rule",
    "RuleHit",
    "RuleSetVersion",
    "RuleVersion",
    "Trial",
]
