"""The one workflow of letters, made by every migrate and put at the root, so that no letter is without it."""

from typing import Any

from wagtail.models import Page, Task, Workflow, WorkflowPage, WorkflowTask

from ..models import GuardTask, ReviewTask

NAME = "Letter review"


def ensure_workflow(**kwargs: Any) -> Workflow | None:
    """Make what is missing of the workflow and assign it at the root page. None while there is no root page."""
    root = Page.get_first_root_node()
    if root is None:
        return None
    workflow, _ = Workflow.objects.get_or_create(name=NAME)
    steps: list[tuple[type[Task], str]] = [(GuardTask, "Brand guard"), (ReviewTask, "Review by a person")]
    for order, (model, name) in enumerate(steps):
        task = model.objects.filter(name=name).first() or model.objects.create(name=name)
        WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": order})
    WorkflowPage.objects.update_or_create(page=root, defaults={"workflow": workflow})
    return workflow
