"""What the desk keeps: what a seller does for one customer, what was bought, and what head office suggests to many sellers."""

from .doing import PersonalMail, Task
from .ideas import Idea, IdeaUse
from .purchases import Purchase, ShopSystem

__all__ = ["Idea", "IdeaUse", "PersonalMail", "Purchase", "ShopSystem", "Task"]
