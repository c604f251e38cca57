"""A rule is tried on every stored letter before it is in force, by a worker who tells how far she is."""

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from brandguard.choices import RuleState, TrialState
from brandguard.exceptions import BadRule
from brandguard.models import Rule, Trial
from brandguard.services import releases, rules, trials
from brandguard.services.trials import ask_trial, resume_trials, run_trial
from brandguard.targets import target
from brandguard.tasks import try_rule
from hub.common.exceptions import NotAllowed
from hub.common.models import AuditEntry
from hub.company.models import Region
from sellers.delivery.services.arm import arm_issue
from tests.factories.brandguard import letter, live_rule, rule_fields
from tests.factories.delivery import make_issue
from tests.factories.newsletters import make_letter
from tests.factories.profiles import make_seller, make_user

from .test_gate import frozen

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft() -> Rule:
    return rules.save_rule(rule_fields(word="miracle", severity="block"), by=None)


def tried(rule: Rule, *, by=None) -> Trial:
    trial = run_trial(ask_trial(rule, by=by or make_user("lead")).pk)
    assert trial is not None
    return trial


def test_it_counts_what_was_handed_in_and_drafts(draft):
    frozen("A miracle, and one more miracle.")
    frozen("Nothing of the kind.", subject="letter:7777")
    make_letter(subject="A miracle for you")
    make_letter(subject="Good morning")
    trial = tried(draft)
    assert (trial.letters, trial.struck, trial.total) == (4, 2, 4)
    assert trial.by_state == {"waits for a decision": [2, 1], "draft": [2, 1]}
    assert {found["match"] for struck in trial.shown for found in struck["findings"]} == {"miracle"}


def test_it_says_what_is_scheduled_and_counts_a_waiting_letter_only_as_such(draft):
    issue = make_issue(body=[("text", "<p>A miracle.</p>")])
    arm_issue(issue, by=None, due_at=timezone.now() + timezone.timedelta(days=1))
    assert tried(draft).by_state == {"Goes out soon": [1, 1]}


def test_it_changes_nothing_but_the_trail(draft):
    frozen("A miracle")
    tried(draft)
    draft.refresh_from_db()
    assert draft.state == RuleState.DRAFT
    assert AuditEntry.objects.filter(action="rule.tried").count() == 1


def test_a_lead_of_a_region_tries_it_on_the_letters_there(draft):
    seller = make_seller()
    make_letter(seller, subject="A miracle")
    lead = make_user("lead", region=seller.shop.region)
    assert tried(draft, by=lead).letters == 1
    lead.region = Region.objects.create(code="elsewhere", name="Elsewhere")
    lead.save()
    assert tried(draft, by=lead).letters == 0


def test_a_letter_handed_in_twice_counts_once(draft):
    frozen("A miracle")
    frozen("A miracle again")
    assert tried(draft).letters == 1


def test_the_next_version_is_compared_with_what_is_in_force():
    rule = live_rule(word="miracle")
    frozen("A wonder", subject="thing:1")
    make_letter(subject="A miracle for you")
    releases.propose(
        rule, {"params": {"terms": ["wonder"]}, "examples": {"hit": ["A wonder", "wonder"], "miss": ["a", "b"]}}, by=make_user("lead")
    )
    rule.refresh_from_db()
    trial = tried(rule)
    assert (trial.struck, trial.newly, trial.freed) == (1, 1, 1)


def test_progress_is_told_while_it_reads(draft, monkeypatch):
    monkeypatch.setattr(trials, "_EVERY", 1)
    for number in range(3):
        make_letter(subject=f"A miracle {number}")
    seen = []
    real = trials._save
    monkeypatch.setattr(trials, "_save", lambda trial, count, **more: (seen.append(count.letters), real(trial, count, **more)))
    tried(draft)
    assert seen == [1, 2, 3, 3]


def test_one_worker_reads_and_a_dead_ones_trial_begins_anew(draft):
    frozen("A miracle")
    trial = ask_trial(draft, by=make_user("lead"))
    Trial.objects.filter(pk=trial.pk).update(state=TrialState.RUNNING, beat_at=timezone.now(), letters=1)
    assert run_trial(trial.pk) is None
    assert resume_trials() == 0
    with time_machine.travel(timezone.now() + timezone.timedelta(minutes=2)):
        assert resume_trials() == 1
        try_rule(trial.pk)
    trial.refresh_from_db()
    assert (trial.state, trial.letters) == (TrialState.DONE, 1)


def test_only_keepers_try_rules(draft):
    with pytest.raises(NotAllowed):
        ask_trial(draft, by=make_user("seller"))
    draft.params = {}
    with pytest.raises(BadRule):
        ask_trial(draft, by=make_user("lead"))


def test_the_lead_tries_it_with_one_button_and_watches(client, draft):
    client.force_login(make_user("lead"))
    frozen("A miracle")
    url = reverse("guard:rule_trial", args=[draft.pk])
    assert url in client.get(reverse("guard:rule", args=[draft.pk])).content.decode()
    assert "Try it on every letter" in client.get(url).content.decode()
    assert "A worker is about to read 1 letters" in client.post(url, follow=True).content.decode()
    trial = Trial.objects.get()
    try_rule(trial.pk)
    progress = client.get(reverse("guard:trial", args=[trial.pk]))
    page = progress.content.decode()
    assert "Would have stopped <strong>1</strong> of 1 letters" in page
    assert "<mark>miracle</mark>" in page
    assert "no-store" in progress["Cache-Control"]


def test_a_recall_finds_only_what_it_speaks_of():
    """The engine has findings of its own for words in two alphabets; a letter with one of those holds nothing that is recalled."""
    document = letter("Our b\u0430lm is here.")
    assert not target("phrase", "miracle cure").holds("thing:1", lambda: document)
    assert target("phrase", "miracle cure").holds("thing:1", lambda: letter("A miracle cure."))
