"""The buttons at the foot of the editor, in a seller's words."""

from typing import Any

from wagtail.admin.action_menu import CancelWorkflowMenuItem, SubmitForModerationMenuItem

# Letters are never published by hand: sending hangs on the approved bytes.
NEVER = {"action-publish", "action-unpublish"}


class HandIn(SubmitForModerationMenuItem):
    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context = super().get_context_data(parent_context)
        return context | {"label": "Submit for review"}


class PullBack(CancelWorkflowMenuItem):
    label = "Pull it back"


def for_letters(menu_items: list[Any]) -> None:
    """Changes the list in place, as Wagtail's hook asks."""
    ours = {SubmitForModerationMenuItem: HandIn, CancelWorkflowMenuItem: PullBack}
    kept = [ours[type(item)](item.order) if type(item) in ours else item for item in menu_items if item.name not in NEVER]
    # The first is the button, the others are folded away. Drafts save themselves, so handing in is what a writer looks for.
    menu_items[:] = sorted(kept, key=lambda item: not isinstance(item, HandIn))
