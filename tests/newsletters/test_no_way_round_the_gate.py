"""Every route in Wagtail that publishes, schedules, saves, copies or approves, played as it is: none of them clears the gate."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from wagtail.actions.copy_page import CopyPageAction
from wagtail.actions.revert_to_page_revision import RevertToPageRevisionAction
from wagtail.models import Revision, TaskState, Workflow
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from brandguard import gate
from brandguard.exceptions import Held
from brandguard.models import Approval, Artefact
from sellers.newsletters.models import LetterPage
from sellers.newsletters.services.submission import submit_letter
from tests.factories.audience import make_reader
from tests.factories.newsletters import make_letter
from tests.factories.profiles import make_seller, make_user
from tests.factories.review import approved_letter, make_lead, submitted_letter

pytestmark = pytest.mark.django_db


@pytest.fixture
def god(client):
    """An administrator and superuser, whom Wagtail lets do everything."""
    user = make_user("administrator", name="Greta God", is_superuser=True)
    client.force_login(user)
    return user


def typed(subject="For you", text="<p>Something else entirely.</p>", **fields):
    body = streamfield([("text", rich_text(text))])
    return nested_form_data({"subject": subject, "preheader": "", "body": body, "comments": inline_formset([]), **fields})


def edit_url(letter):
    return reverse("wagtailadmin_pages:edit", args=[letter.pk])


def is_shut(letter):
    """No artefact of this letter gets through."""
    return all(gate.problems(artefact) for artefact in Artefact.objects.filter(subject=letter.guard_subject))


def publish_as_wagtail_does(letter, user):
    letter.get_latest_revision().publish(user=user, skip_permission_checks=True)
    letter.refresh_from_db()


def test_the_publish_button_clears_nothing(client, god):
    letter, review = submitted_letter()
    client.post(edit_url(letter), typed() | {"action-publish": "action-publish"})
    assert is_shut(letter)
    assert not Approval.objects.exists()


def test_publishing_by_wagtails_own_action_clears_nothing_and_ends_the_wait(god):
    letter, review = submitted_letter()
    publish_as_wagtail_does(letter, god)
    review.refresh_from_db()
    assert (letter.live, review.state) == (True, "withdrawn")
    assert is_shut(letter)


def test_publishing_leaves_no_letter_on_the_web(client, god):
    letter, _ = submitted_letter()
    publish_as_wagtail_does(letter, god)
    assert client.get(letter.url).status_code == 404


def test_a_schedule_of_wagtails_clears_nothing(god):
    letter, _ = submitted_letter()
    page = letter.get_latest_revision_as_object()
    page.go_live_at = timezone.now() + timedelta(hours=1)
    page.save_revision(user=god).publish(user=god, skip_permission_checks=True)
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        call_command("publish_scheduled")
    letter.refresh_from_db()
    assert letter.live
    assert is_shut(letter)
    assert not Approval.objects.exists()


def test_publishing_in_bulk_clears_nothing(client, god):
    letter, _ = submitted_letter()
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    client.post(f"{url}?id={letter.pk}", {"include_descendants": ""})
    assert is_shut(letter)
    assert not Approval.objects.exists()


def test_an_autosave_that_overwrites_the_approved_revision_costs_the_approval(client):
    letter, artefact = approved_letter()
    revision = letter.get_latest_revision()
    client.force_login(letter.seller.user)
    answer = client.post(
        edit_url(letter),
        typed(subject="Slipped in") | {"overwrite_revision_id": revision.pk, "loaded_revision_id": revision.pk},
        headers={"accept": "application/json"},
    )
    assert answer.status_code == 200, answer.content
    letter.refresh_from_db()
    assert letter.get_latest_revision_as_object().subject == "Slipped in"
    with pytest.raises(Held):
        gate.ensure_cleared(artefact)
    assert Artefact.objects.get(pk=artefact.pk).state == "void"


def test_while_it_waits_the_editor_saves_nothing(client):
    letter, review = submitted_letter()
    client.force_login(letter.seller.user)
    client.post(edit_url(letter), typed(subject="Slipped in"))
    assert LetterPage.objects.get(pk=letter.pk).get_latest_revision_as_object().subject != "Slipped in"
    review.refresh_from_db()
    assert review.state == "waiting"


def test_a_revision_rewritten_behind_every_signal_is_seen_by_the_gate():
    letter, artefact = approved_letter()
    revision = letter.get_latest_revision()
    Revision.objects.filter(pk=revision.pk).update(content=revision.content | {"subject": "Slipped in"})
    assert {reason.code for reason in gate.problems(artefact)} == {"source_changed"}


def test_reverting_to_an_older_revision_costs_the_approval(god):
    letter = make_letter()
    older = letter.get_latest_revision()
    letter.subject = "The approved one"
    letter.save_revision(user=letter.seller.user)
    letter, artefact = approved_letter(letter)
    RevertToPageRevisionAction(letter, older, user=god).execute(skip_permission_checks=True)
    assert is_shut(letter)
    assert Artefact.objects.get(pk=artefact.pk).state == "void"


def test_a_copy_of_an_approved_letter_is_approved_by_nobody(god):
    letter, _ = approved_letter()
    copied = CopyPageAction(letter, user=god, update_attrs={"slug": "copied"}, keep_live=True).execute(skip_permission_checks=True)
    assert not Artefact.objects.filter(subject=copied.guard_subject).exists()
    assert not copied.workflow_in_progress


def test_a_letter_moved_to_another_seller_goes_to_nobody():
    letter, artefact = approved_letter()
    letter.move(make_seller("Ewa Lis").page, pos="last-child")
    moved = LetterPage.objects.get(pk=letter.pk).get_latest_revision_as_object()
    moved.settle()
    moved.save()
    moved.save_revision()
    assert is_shut(letter)


def test_no_api_of_wagtails_is_open(client):
    with pytest.raises(NoReverseMatch):
        reverse("wagtailapi:pages:listing")
    for path in ("/api/", "/api/v2/pages/", "/admin/api/main/pages/"):
        assert client.get(path).status_code in (302, 403, 404)


@pytest.mark.parametrize("button", ["approve", "reject"])
def test_wagtails_approve_view_is_shut_for_the_writer_even_as_superuser(client, button):
    letter = make_letter()
    user = letter.seller.user
    type(user).objects.filter(pk=user.pk).update(role="administrator", is_superuser=True)
    letter, _ = approved_or_waiting(letter)
    client.force_login(type(user).objects.get(pk=user.pk))
    state = letter.current_workflow_task_state
    for name in ("workflow_action", "collect_workflow_action_data", "confirm_workflow_cancellation"):
        args = [letter.pk] if name.startswith("confirm") else [letter.pk, button, state.pk]
        client.post(reverse(f"wagtailadmin_pages:{name}", args=args), {"comment": "ok"})
    client.post(edit_url(letter), typed() | {"action-workflow-action": "1", "workflow-action-name": button})
    with pytest.raises(PermissionDenied):
        getattr(state, button)(user=type(user).objects.get(pk=user.pk))
    assert not Approval.objects.exists()
    assert is_shut(letter)


def approved_or_waiting(letter):
    return letter, submit_letter(letter, by=letter.seller.user)


def test_wagtails_approve_view_ends_in_the_same_service(client):
    letter, review = submitted_letter()
    lead = make_lead()
    client.force_login(lead)
    client.post(reverse("wagtailadmin_pages:workflow_action", args=[letter.pk, "approve", letter.current_workflow_task_state.pk]))
    assert Approval.objects.get().by == lead
    letter.refresh_from_db()
    assert not letter.live
    gate.ensure_cleared(Artefact.objects.get(pk=review.artefact_id))


def test_wagtails_reject_view_returns_the_letter_with_the_comment(client):
    letter, review = submitted_letter()
    client.force_login(make_lead())
    url = reverse("wagtailadmin_pages:workflow_action", args=[letter.pk, "reject", letter.current_workflow_task_state.pk])
    client.post(url, {"comment": "Which day?"})
    review.refresh_from_db()
    assert (review.state, review.note) == ("returned", "Which day?")


def test_a_superuser_who_is_no_reviewer_decides_nothing(client):
    letter, _ = submitted_letter()
    user = make_user("seller", name="Super Seller", is_superuser=True)
    client.force_login(user)
    state = letter.current_workflow_task_state
    client.post(reverse("wagtailadmin_pages:workflow_action", args=[letter.pk, "approve", state.pk]))
    with pytest.raises(PermissionDenied):
        state.approve(user=user)
    assert not Approval.objects.exists()


def test_the_dashboard_offers_a_letter_to_those_who_may_decide_and_not_to_its_writer():
    letter, _ = submitted_letter()
    lead, writer = make_lead(), letter.seller.user
    type(writer).objects.filter(pk=writer.pk).update(is_superuser=True, role="administrator")
    writer = type(writer).objects.get(pk=writer.pk)
    assert TaskState.objects.reviewable_by(lead).count() == 1
    assert TaskState.objects.reviewable_by(writer).count() == 0


def test_approving_the_bare_task_state_moves_wagtails_flag_and_no_gate(god):
    letter, review = submitted_letter()
    TaskState.objects.get(pk=letter.current_workflow_task_state.pk).approve(user=god)
    assert not Approval.objects.exists()
    assert is_shut(letter)


def test_switching_the_workflow_off_clears_nothing(god):
    letter, _ = submitted_letter()
    Workflow.objects.get(name="Letter review").deactivate(user=god)
    publish_as_wagtail_does(letter, god)
    assert is_shut(letter)


def test_an_audience_grown_after_approval_is_held():
    seller = make_seller()
    make_reader(seller, first_name="Ela", address="ela@mail.example")
    _, artefact = approved_letter(make_letter(seller))
    for number in range(5):
        make_reader(seller, first_name="Ida", address=f"ida{number}@mail.example")
    gate.ensure_cleared(artefact)
    make_reader(seller, first_name="Ola", address="ola@mail.example")
    assert {reason.code for reason in gate.problems(artefact)} == {"audience_grown"}


def test_a_picture_swapped_under_an_approved_letter_is_held():
    from tests.factories.newsletters import every_block, make_image

    image = make_image()
    _, artefact = approved_letter(make_letter(body=every_block(image)))
    gate.ensure_cleared(artefact)
    type(image).objects.filter(pk=image.pk).update(file_hash="0" * 40)
    assert {reason.code for reason in gate.problems(artefact)} == {"source_changed"}


def test_the_gate_asks_three_queries_for_a_letter(django_assert_num_queries):
    _, artefact = approved_letter()
    gate.ensure_cleared(artefact)
    with django_assert_num_queries(3):  # artefact with approval, blocks and rules · letter with its last revision · readers
        gate.ensure_cleared(artefact)
