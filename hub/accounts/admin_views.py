"""Which of Wagtail's views each role may open, by URL name. Views of our own rooms ask for themselves and are always open here."""

from collections.abc import Mapping
from typing import Any

from .models import Role, User
from .roles import WRITERS

# Nobody needs these: groups are written by sync_roles, people have their own screen, the rest goes round our services.
CLOSED = (
    "wagtailusers_groups:",
    "wagtailusers_users:",
    "wagtailadmin_password_reset",
    "wagtailadmin_api:pages:action",
    "wagtailadmin_error_test",
)

# These list letters of every region, and no policy is asked.
CLOSED_TO_REGIONS = (
    "wagtailadmin_reports:",
    "wagtailadmin_pages:usage",
    "wagtailadmin_choose_page_chosen_multiple",
)

# What writing a letter needs, and nothing else.
_EDITOR = {
    "add", "preview_on_add", "edit", "preview_on_edit", "view_draft", "delete", "copy",
    "history", "history_results", "revisions_index", "revisions_view", "revisions_revert", "revisions_compare",
    "workflow_action", "collect_workflow_action_data", "confirm_workflow_cancellation", "workflow_history", "workflow_history_detail",
}  # fmt: skip
OPEN_TO_WRITERS = {f"wagtailadmin_pages:{name}" for name in _EDITOR} | {
    "wagtailadmin_home",
    "wagtailadmin_explore_root",
    "wagtailadmin_explore",
    "wagtailadmin_explore_results",
    "wagtailadmin_choose_page",
    "wagtailadmin_choose_page_child",
    "wagtailadmin_choose_page_external_link",
    "wagtailadmin_choose_page_email_link",
    "wagtailadmin_choose_page_phone_link",
    "wagtailadmin_choose_page_anchor_link",
    "wagtailadmin_account",
    "wagtailadmin_logout",
    "wagtailadmin_dismissibles",
    "wagtailadmin_sprite",
    "wagtailadmin_javascript_catalog",
    "wagtailadmin_block_preview",
    "wagtailadmin_editing_sessions:ping",
    "wagtailadmin_editing_sessions:release",
    "wagtailimages_chooser:choose",
    "wagtailimages_chooser:choose_results",
    "wagtailimages_chooser:chosen",
    "wagtailimages_chooser:create",
    "wagtailimages_chooser:select_format",
}


def open_to_writers(*names: str) -> None:
    """Open Wagtail views to sellers and assistants, e.g. a limited chooser. Called from AppConfig.ready()."""
    OPEN_TO_WRITERS.update(names)


def may_open(user: User, view_name: str, arguments: Mapping[str, Any]) -> bool:
    """Whether this person may open the admin view of this URL name at all. Objects are the policies' business."""
    if view_name.startswith(CLOSED):
        return False
    if user.role == Role.LEAD and not user.is_superuser:
        return not _shows_a_lead_too_much(user, view_name, arguments)
    if user.is_superuser or user.role not in WRITERS or not view_name.startswith("wagtail"):
        return True
    return view_name in OPEN_TO_WRITERS


def _shows_a_lead_too_much(user: User, view_name: str, arguments: Mapping[str, Any]) -> bool:
    """Leads change no page, so nothing is there for them to do in bulk; its lists would name letters and pictures of other regions."""
    if view_name == "wagtail_bulk_action":
        return user.region_id is not None or arguments.get("app_label") == "wagtailcore"
    return user.region_id is not None and view_name.startswith(CLOSED_TO_REGIONS)
