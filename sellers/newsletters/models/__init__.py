"""The room's tables: letters, and the workflow's tasks."""

from .justifications import Justification
from .letters import LetterPage
from .pictures import KeptPicture
from .workflow import GuardTask, GuardTaskState, ReviewTask, ReviewTaskState

__all__ = ["GuardTask", "GuardTaskState", "Justification", "KeptPicture", "LetterPage", "ReviewTask", "ReviewTaskState"]
