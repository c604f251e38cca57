"""A running workflow task opens no editor: reviewers decide about a letter, its words stay its writer's."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupApprovalTask, TaskState, Workflow, WorkflowTask
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from brandguard.choices import ReviewState
from hub.accounts.models import Role
from hub.accounts.queries import group_of
from sellers.newsletters.models import LetterPage, ReviewTaskState
from tests.access.world import MARK, World, make_world
from tests.factories.company import make_region
from tests.factories.profiles import make_user
from tests.factories.review import submitted_letter

pytestmark = pytest.mark.django_db
OUTSIDERS = ["another seller", "assistant", "lead of another region"]
EVERYBODY_ELSE = [*OUTSIDERS, "lead", "administrator"]


@pytest.fixture
def world() -> World:
    return make_world()


def visitor(world: World, who: str) -> Client:
    users = {
        "another seller": lambda: world.berta.user,
        "assistant": lambda: world.assistant,
        "lead": lambda: world.lead,
        "lead of another region": lambda: make_user("lead", region=make_region("elsewhere")),
        "administrator": lambda: world.administrator,
        "writer": lambda: world.anna.user,
    }
    client = Client(raise_request_exception=False)
    client.force_login(users[who]())
    return client


def typed() -> dict[str, str]:
    body = streamfield([("heading", "Somebody else's words")])
    return nested_form_data({"subject": "Other words", "preheader": "", "body": body, "comments": inline_formset([])})


def words(letter: LetterPage) -> tuple[str, str]:
    written = LetterPage.objects.get(pk=letter.pk).get_latest_revision_as_object()
    return written.subject, str(written.body.get_prep_value())


def with_wagtails_own_task(letter: LetterPage) -> TaskState:
    """As an administrator may build it in Wagtail's settings, not knowing what that opens."""
    task = GroupApprovalTask.objects.create(name="Look at it")
    task.groups.add(group_of(Role.LEAD), group_of(Role.ADMINISTRATOR), group_of(Role.SELLER), group_of(Role.ASSISTANT))
    workflow = Workflow.objects.create(name="Another")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    return workflow.start(letter, letter.seller.user).current_task_state


@pytest.mark.parametrize("task", ["ours", "wagtails"])
@pytest.mark.parametrize("who", EVERYBODY_ELSE)
def test_nobody_opens_or_saves_a_waiting_letter_through_its_task(world: World, who: str, task: str):
    if task == "ours":
        submitted_letter(world.annas)
    else:
        with_wagtails_own_task(world.annas)
    before, client = words(world.annas), visitor(world, who)
    for name in ("edit", "preview_on_edit", "view_draft"):
        url = reverse(f"wagtailadmin_pages:{name}", args=[world.annas.pk])
        for data in (typed(), typed() | {"action-workflow-action": "1", "workflow-action-name": "approve"}):
            answers = [client.get(url), client.post(url, data), client.post(url, data, headers={"accept": "application/json"})]
            assert not any(MARK in answer.getvalue().decode() for answer in answers)
    assert words(world.annas) == before


@pytest.mark.parametrize("who", OUTSIDERS)
@pytest.mark.parametrize("action", ["approve", "reject"])
def test_outsiders_neither_decide_nor_see_a_review(world: World, who: str, action: str):
    _, review = submitted_letter(world.annas)
    state, client = ReviewTaskState.objects.get(review=review), visitor(world, who)
    pk = world.annas.pk
    urls = [
        reverse("wagtailadmin_pages:workflow_action", args=[pk, action, state.pk]),
        reverse("wagtailadmin_pages:collect_workflow_action_data", args=[pk, action, state.pk]),
        reverse("wagtailadmin_pages:confirm_workflow_cancellation", args=[pk]),
        reverse("wagtailadmin_pages:workflow_preview", args=[pk, state.task_id]),
    ]
    for url in urls:
        for answer in (client.get(url), client.post(url, {"comment": "No"})):
            assert MARK not in answer.getvalue().decode()
            assert world.annas.title not in answer.getvalue().decode()
    review.refresh_from_db()
    assert (review.state, LetterPage.objects.get(pk=pk).workflow_in_progress) == (ReviewState.WAITING, True)


@pytest.mark.parametrize("who", ["writer"])
@pytest.mark.parametrize("action", ["approve", "reject"])
def test_the_writer_does_not_decide_about_her_own_letter(world: World, who: str, action: str):
    _, review = submitted_letter(world.annas)
    state = ReviewTaskState.objects.get(review=review)
    visitor(world, who).post(reverse("wagtailadmin_pages:workflow_action", args=[world.annas.pk, action, state.pk]), {"comment": "Yes"})
    review.refresh_from_db()
    assert review.state == ReviewState.WAITING


def test_a_lead_decides_by_wagtails_button_without_touching_a_word(world: World):
    _, review = submitted_letter(world.annas)
    state, before = ReviewTaskState.objects.get(review=review), words(world.annas)
    url = reverse("wagtailadmin_pages:workflow_action", args=[world.annas.pk, "approve", state.pk])
    visitor(world, "lead").post(url, typed())
    review.refresh_from_db()
    assert (review.state, words(world.annas)) == (ReviewState.APPROVED, before)


@pytest.mark.parametrize("who", EVERYBODY_ELSE)
def test_only_the_writer_takes_a_letter_out_of_review(world: World, who: str):
    submitted_letter(world.annas)
    visitor(world, who).post(reverse("wagtailadmin_pages:edit", args=[world.annas.pk]), typed() | {"action-cancel-workflow": "1"})
    assert LetterPage.objects.get(pk=world.annas.pk).workflow_in_progress
