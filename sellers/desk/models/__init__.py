"""What the desk keeps: what a seller does for one customer, and what head office suggests to many sellers."""

from .doing import PersonalMail, Task
from .ideas import Idea, IdeaUse

__all__ = ["Idea", "IdeaUse", "PersonalMail", "Task"]
