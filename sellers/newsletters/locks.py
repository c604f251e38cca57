"""A letter that went out is history: it can be read and copied, never changed."""

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from wagtail.locks import BaseLock, WorkflowLock
from wagtail.models import PagePermissionTester


class SentLock(BaseLock):
    def for_user(self, user: Any) -> bool:
        return True

    def get_message(self, user: Any) -> str:
        return format_html("<b>This letter was sent.</b> It stays as your readers got it. {}", "Copy it to write on.")

    def get_locked_by(self, user: Any) -> str:
        return "Sent"

    def get_description(self, user: Any) -> str:
        return "Sent letters stay as they are"


class WaitingLock(WorkflowLock):
    """A letter that somebody is reading changes for nobody; its writer pulls it back first."""

    def get_message(self, user: Any) -> str:
        return format_html(
            "<b>Head office is reading this letter.</b> To change something, <a href='{}'>pull it back</a> first.",
            reverse("letters:standing", args=[self.object.pk]),
        )

    def get_description(self, user: Any, can_lock: bool = False) -> str:
        return "Letters in review stay as they are"


class LetterTester(PagePermissionTester):
    """Letters are never published by hand, and stay under their seller; sent ones stay altogether."""

    def can_edit(self) -> bool:
        """Wagtail would open the editor to whoever decides a running task. Reviewers read, and return; the words are the writer's."""
        return self.user.is_active and (self.user.is_superuser or "change" in self.permissions)

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return not self.page.is_sent and super().can_delete(ignore_bulk)

    def can_publish(self) -> bool:
        return False

    def can_unpublish(self) -> bool:
        return False

    def can_move(self) -> bool:
        return False

    def can_copy(self) -> bool:
        return False
