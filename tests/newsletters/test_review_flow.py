"""A letter is handed in, the guard looks, a person who had no hand in it decides."""

import pytest
from wagtail.models import WorkflowState

from brandguard import gate
from brandguard.exceptions import Blocked, Held, NotYours, Stale
from brandguard.models import Approval, Artefact, Review
from brandguard.services import reviews
from hub.common.exceptions import NotAllowed
from hub.common.models import AuditEntry, OutgoingMail
from sellers.newsletters.exceptions import LetterError
from sellers.newsletters.queries import state_of
from sellers.newsletters.services.submission import pull_back, submit_letter
from tests.factories.audience import make_reader
from tests.factories.newsletters import make_letter
from tests.factories.profiles import make_seller, make_user
from tests.factories.review import approved_letter, make_lead, submitted_letter

pytestmark = pytest.mark.django_db


def edit(letter, subject="Something else"):
    """As the editor saves."""
    letter = letter.get_latest_revision_as_object()
    letter.subject = subject
    return letter.save_revision(user=letter.seller.user)


def test_a_letter_that_is_handed_in_waits_and_nothing_is_approved():
    letter, review = submitted_letter()
    assert state_of(letter) == "in_review"
    assert letter.current_workflow_task_state.review == review
    assert "no_approval" in [reason.code for reason in gate.problems(review.artefact)]


def test_a_letter_that_nears_the_limit_of_mail_programs_is_handed_in_with_a_warning():
    paragraph = "<p>" + "I thought of you and of what you said. " * 20 + "</p>"
    letter, review = submitted_letter(body=[("text", paragraph * 103)])
    assert [(f["rule"], f["severity"]) for f in review.artefact.findings if f["rule"] == "letter.size"] == [("letter.size", "warning")]
    _, short = submitted_letter(seller=letter.seller)
    assert "letter.size" not in {f["rule"] for f in short.artefact.findings}


def test_an_approved_letter_clears_the_gate():
    letter, artefact = approved_letter()
    gate.ensure_cleared(artefact)
    assert state_of(letter) == "approved"
    assert letter.workflow_states.get().status == WorkflowState.STATUS_APPROVED
    letter.refresh_from_db()
    assert not letter.live


def test_the_approval_names_the_hash_the_rules_and_the_readers():
    seller = make_seller()
    for number in range(3):
        make_reader(seller, first_name="Ela", address=f"ela{number}@mail.example")
    _, artefact = approved_letter(make_letter(seller))
    assert artefact.approval.sha256 == artefact.sha256
    assert artefact.audience_count == 3
    line = AuditEntry.objects.get(action="review.approved")
    assert line.data["sha256"] == artefact.sha256
    assert line.data["readers"] == 3


def test_nobody_else_hands_a_letter_in():
    with pytest.raises(NotAllowed):
        submit_letter(make_letter(), by=make_lead())


def test_a_letter_waits_only_once():
    letter, _ = submitted_letter()
    with pytest.raises(LetterError, match="already"):
        submit_letter(letter, by=letter.seller.user)


@pytest.mark.parametrize("role", ["seller", "assistant"])
def test_only_leads_and_administrators_decide(role):
    _, review = submitted_letter()
    with pytest.raises(NotYours):
        reviews.approve(review, by=make_user(role, name="Other Person"), sha256=review.artefact.sha256)
    assert not Approval.objects.exists()


def test_a_lead_of_another_region_does_not_decide():
    letter, review = submitted_letter()
    from tests.factories.company import make_region

    here = letter.seller.shop.region
    with pytest.raises(NotYours):
        reviews.approve(review, by=make_lead("Far Away", region=make_region(code="elsewhere")), sha256=review.artefact.sha256)
    reviews.approve(review, by=make_lead("Near By", region=here), sha256=review.artefact.sha256)


def test_whoever_saved_a_revision_does_not_approve_it():
    letter = make_letter()
    lead = make_lead()
    letter.subject = "Helped a little"
    letter.save_revision(user=lead)
    _, review = submitted_letter(letter)
    with pytest.raises(NotYours):
        reviews.approve(review, by=lead, sha256=review.artefact.sha256)


@pytest.mark.parametrize("superuser", [False, True])
def test_a_lead_who_is_also_the_seller_does_not_approve_her_own(superuser):
    letter = make_letter()
    user = letter.seller.user
    _, review = submitted_letter(letter)
    type(user).objects.filter(pk=user.pk).update(role="administrator", is_superuser=superuser)
    user.refresh_from_db()
    with pytest.raises(NotYours):
        reviews.approve(review, by=user, sha256=review.artefact.sha256)
    assert not Approval.objects.exists()


def test_approving_another_hash_than_the_one_that_waits_is_refused():
    _, review = submitted_letter()
    with pytest.raises(Stale):
        reviews.approve(review, by=make_lead(), sha256="0" * 64)


def test_an_edit_while_it_waits_ends_the_wait():
    letter, review = submitted_letter()
    edit(letter)
    review.refresh_from_db()
    assert (review.state, review.artefact.state) == ("void", "void")
    assert not letter.workflow_in_progress
    with pytest.raises(Stale):
        reviews.approve(review, by=make_lead(), sha256=review.artefact.sha256)


def test_a_changed_letter_loses_its_approval_and_the_seller_is_told():
    letter, artefact = approved_letter()
    edit(letter)
    artefact.refresh_from_db()
    assert artefact.state == "void"
    assert AuditEntry.objects.filter(action="artefact.voided", subject=letter.guard_subject).count() == 1
    assert OutgoingMail.objects.filter(kind="newsletters.approval_void", to=letter.seller.user.email).count() == 1
    with pytest.raises(Held) as held:
        gate.ensure_cleared(artefact)
    assert {"not_approved", "source_changed"} <= {reason.code for reason in held.value.details["reasons"]}


def test_saving_it_unchanged_keeps_the_approval():
    letter, artefact = approved_letter()
    letter.get_latest_revision_as_object().save_revision(user=letter.seller.user)
    gate.ensure_cleared(Artefact.objects.get(pk=artefact.pk))


def test_an_unchanged_letter_handed_in_again_stays_approved():
    letter, artefact = approved_letter()
    assert submit_letter(letter, by=letter.seller.user) is None
    assert Artefact.objects.count() == 1
    gate.ensure_cleared(artefact)


def test_a_returned_letter_comes_back_with_words_and_can_be_handed_in_again():
    letter, review = submitted_letter()
    lead = make_lead()
    spot = {"location": "subject", "quote": "Something for you", "text": "Say what it is."}
    reviews.return_to_writer(review, by=lead, note="Nearly there.", comments=[spot])
    assert state_of(letter) == "returned"
    assert letter.current_workflow_state.status == WorkflowState.STATUS_NEEDS_CHANGES
    mail = OutgoingMail.objects.get(kind="newsletters.letter_returned")
    assert "Nearly there." in mail.text
    assert "Say what it is." in mail.text
    edit(letter, "New creams are in")
    again = submit_letter(letter, by=letter.seller.user)
    assert again.artefact != review.artefact
    assert letter.workflow_states.count() == 1
    reviews.approve(again, by=lead, sha256=again.artefact.sha256)
    gate.ensure_cleared(again.artefact)


def test_a_letter_pulled_back_is_a_draft_again():
    letter, review = submitted_letter()
    assert pull_back(letter, by=letter.seller.user) == 1
    review.refresh_from_db()
    assert review.state == "withdrawn"
    assert not letter.workflow_in_progress
    assert state_of(letter) == "draft"
    assert not OutgoingMail.objects.filter(kind="newsletters.approval_void").exists()


def test_an_approved_letter_can_be_pulled_back_by_its_writer_alone():
    letter, artefact = approved_letter()
    with pytest.raises(NotAllowed):
        pull_back(letter, by=make_lead("Other Lead"))
    pull_back(letter, by=letter.seller.user)
    with pytest.raises(Held):
        gate.ensure_cleared(artefact)


def test_wagtails_cancel_is_pulling_back():
    letter, review = submitted_letter()
    letter.current_workflow_state.cancel(user=letter.seller.user)
    review.refresh_from_db()
    assert review.state == "withdrawn"


def test_leads_who_may_decide_get_a_mail_and_nobody_else():
    from tests.factories.company import make_region

    make_lead("Far Away", email="far@company.example", region=make_region(code="elsewhere"))
    make_lead("Near", email="near@company.example")
    make_lead("Gone", email="gone@company.example", is_active=False)
    letter, _ = submitted_letter()
    mails = OutgoingMail.objects.filter(kind="newsletters.review_waiting")
    assert [mail.to for mail in mails] == ["near@company.example"]
    assert letter.title in mails[0].subject


def test_a_deleted_letter_goes_nowhere():
    letter, artefact = approved_letter()
    letter.delete()
    assert {"source_gone", "not_approved"} <= {reason.code for reason in gate.problems(artefact)}


def test_a_letter_that_says_what_is_banned_is_not_handed_in():
    from brandguard.services.rules import save_rule

    save_rule(
        {
            "key": "no-guarantees",
            "name": "No guarantees",
            "kind": "phrase",
            "severity": "block",
            "reason": "We promise nothing we cannot keep.",
            "params": {"terms": ["guaranteed"]},
            "examples": {"hit": ["guaranteed", "It is guaranteed."], "miss": ["We guard it.", "Hello"]},
            "state": "live",
        },
        by=None,
    )
    letter = make_letter(subject="Guaranteed to last")
    with pytest.raises(Blocked):
        submit_letter(letter, by=letter.seller.user)
    letter.get_workflow().start(letter, letter.seller.user)
    state = letter.current_workflow_state
    assert state.status == WorkflowState.STATUS_NEEDS_CHANGES
    assert "We promise nothing we cannot keep." in state.current_task_state.specific.get_comment()
    assert not Review.objects.exists()
