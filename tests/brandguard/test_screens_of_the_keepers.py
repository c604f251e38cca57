"""The screens of rules and approved texts: pleasant for leads, not there for anybody else."""

import json

import pytest
from django.urls import reverse
from django.utils import timezone

from brandguard.choices import BlockState, RuleState
from brandguard.models import ApprovedBlock, BlockVersion, Rule, Trial
from tests.factories.brandguard import approved_version, live_rule
from tests.factories.profiles import make_user

pytestmark = pytest.mark.django_db
GIVEN = {
    "name": "No guarantees",
    "terms": "guarantee\nwarranty",
    "inflected": "on",
    "severity": "block",
    "reason": "We promise only what we keep.",
    "hit": "We guarantee it\nTwo years’ warranty",
    "miss": "We do our best\nCome and see",
    "in_force": "on",
}


@pytest.fixture
def lead(client):
    lead = make_user("lead")
    client.force_login(lead)
    return lead


def make_trial(rule) -> Trial:
    return Trial.objects.create(rule=rule, spec={"severity": "block"}, by=make_user("lead"), asked_at=timezone.now())


def all_urls() -> list[str]:
    rule, version = live_rule("some-rule"), approved_version()
    names = [
        ("rules",),
        ("new_rule",),
        ("rule", rule.pk),
        ("rule_history", rule.pk),
        ("rule_trial", rule.pk),
        ("rule_canary", rule.pk),
        ("trial", make_trial(rule).pk),
        ("policy",),
        *(("rule_step", rule.pk, step) for step in ("promote", "stop", "drop", "back")),
        ("texts",),
        ("new_text",),
        ("text", version.block_id),
    ]
    names += [("archive_text", version.block_id), *(("text_step", version.pk, step) for step in ("submit", "return", "approve"))]
    recall = reverse("guard:new_recall", query={"kind": "text", "ref": version.pk})
    return [*(reverse(f"guard:{name}", args=args) for name, *args in names), reverse("guard:recalls"), recall]


@pytest.mark.parametrize("role", ["seller", "assistant"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_for_writers_nothing_of_it_exists(client, role, method):
    urls = all_urls()
    client.force_login(make_user(role))
    assert {url: getattr(client, method)(url).status_code for url in urls} == dict.fromkeys(urls, 404)
    assert b"Approved texts" not in client.get("/admin/").content


def test_nothing_changes_by_looking(client, lead):
    for url in all_urls():
        assert client.get(url).status_code in (200, 405)
    assert Rule.objects.get().state == RuleState.LIVE
    assert BlockVersion.objects.get().state == BlockState.APPROVED


def test_strangers_are_sent_to_the_door(client):
    assert client.get(reverse("guard:rules")).status_code == 302


def test_a_lead_writes_a_rule_and_it_is_in_force(client, lead):
    answer = client.post(reverse("guard:new_rule"), GIVEN, follow=True)
    rule = Rule.objects.get()
    assert (rule.key, rule.state, rule.owner, rule.version) == ("no-guarantees", RuleState.LIVE, lead, 1)
    assert rule.params == {"terms": ["guarantee", "warranty"], "inflected": True}
    assert "Its examples hold" in answer.content.decode()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"hit": "Nothing at all\nguarantee"}, "does not find its example “Nothing at all”"),
        ({"miss": "A guarantee\nfine"}, "finds “A guarantee”"),
        ({"terms": ""}, "Write at least one word or phrase"),
        ({"exceptions": "guarantee of love"}, "Give an example"),
        ({"reason": ""}, "This field is required"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(client, lead, wrong, sentence):
    answer = client.post(reverse("guard:new_rule"), {**GIVEN, **wrong})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Rule.objects.exists()


KINDS = [
    ("regex", {"pattern": r"\d+ ?%", "hit": "10%\n20 %", "miss": "ten\ntwenty"}),
    ("substitution", {"pairs": "utilise → use\ncheap -> good value", "hit": "utilise\ncheap", "miss": "use\ngood"}),
    ("occurrence", {"terms": "sale", "maximum": "1", "hit": "sale, sale\nSale on sale", "miss": "one sale\nnone"}),
    ("required", {"terms": "unsubscribe", "hit": "no\nnothing", "miss": "unsubscribe here\nUnsubscribe"}),
    ("conditional", {"if": "loan", "then": "APR", "where": "anywhere", "hit": "a loan\nthe loan", "miss": "a loan at 5 APR\nnothing"}),
    ("alt_text", {"missing": "on", "openings": "image of", "hit": "→ coat.jpg\nImage of a coat", "miss": "A red coat\nA hat → hat.jpg"}),
    ("readability", {"longest": "4", "hit": "one two three four five\nThis is far too long now.", "miss": "Short. Also short.\nFine"}),
    ("consistency", {"either": "e-mail | email", "hit": "an e-mail, an email\nEmail and e-mail", "miss": "an email\nan e-mail"}),
    ("capitalisation", {"how": "quiet", "names": "NOVA", "hit": "A SALE\nHURRY now", "miss": "By NOVA\nA sale"}),
    ("link_domain", {"allow": "shop.example", "hit": "https://evil.example/x\nhttp://shop.example.evil.example", "miss": "https://shop.example/a\nhttps://www.shop.example"}),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "more"), KINDS)
def test_every_kind_has_its_form(client, lead, kind, more):
    given = {**GIVEN, "inflected": "", **more}
    answer = client.post(reverse("guard:new_rule") + f"?kind={kind}", given)
    assert answer.status_code == 302, answer.context["form"].errors
    rule = Rule.objects.get()
    again = client.get(reverse("guard:rule", args=[rule.pk])).context["form"]
    assert again.initial["hit"] == rule.examples["hit"]
    assert rule.kind == kind


def test_a_rule_that_looks_for_no_words_says_that_there_is_nothing_to_disguise(client, lead):
    examples = {"hit": ["→ a.jpg", "→ b.jpg"], "miss": ["A coat", "A hat"]}
    pictures = live_rule("pictures", kind="alt_text", params={"missing": True}, examples=examples)
    words = live_rule("words")
    said = [client.get(reverse("guard:rule", args=[rule.pk])).content.decode() for rule in (pictures, words)]
    assert ["Nothing to disguise" in page for page in said] == [True, False]


def test_changing_a_rule_makes_a_version_and_history_brings_the_old_one_back(client, lead):
    client.post(reverse("guard:new_rule"), GIVEN)
    rule = Rule.objects.get()
    client.post(reverse("guard:rule", args=[rule.pk]), {**GIVEN, "reason": "Another reason.", "in_force": ""})
    rule.refresh_from_db()
    assert (rule.version, rule.reason, rule.state) == (2, "Another reason.", RuleState.RETIRED)
    page = client.get(reverse("guard:rule_history", args=[rule.pk])).content.decode()
    assert "Another reason." in page and "We promise only what we keep." in page
    client.post(reverse("guard:rule_history", args=[rule.pk]), {"number": 1})
    rule.refresh_from_db()
    assert (rule.version, rule.reason) == (3, "We promise only what we keep.")


def test_rules_are_searched_and_filtered(client, lead):
    live_rule("no-guarantees", word="guarantee")
    live_rule("no-miracles", word="miracle", severity="advice")
    url = reverse("guard:rules")
    names = lambda query: [rule.key for rule in client.get(url + query).context["page"]]  # noqa: E731
    assert names("") == ["no-guarantees", "no-miracles"]
    assert names("?q=mirac") == ["no-miracles"]
    assert names("?severity=block") == ["no-guarantees"]
    assert names("?state=draft") == []


def test_a_text_goes_its_way_through_two_people(client, lead):
    given = {"title": "Opening hours", "purpose": "Below the greeting", "language": "en"}
    # What Draftail posts.
    words = {"key": "a", "text": "Open from nine.", "type": "unstyled", "depth": 0, "inlineStyleRanges": [], "entityRanges": []}
    given["body"] = json.dumps({"blocks": [words], "entityMap": {}})
    assert client.post(reverse("guard:new_text"), given).status_code == 302
    version = BlockVersion.objects.get()
    assert version.body.count("Open from nine.") == 1 and version.block.key == "opening-hours"
    client.post(reverse("guard:text_step", args=[version.pk, "submit"]))
    client.post(reverse("guard:text_step", args=[version.pk, "approve"]))
    version.refresh_from_db()
    assert version.state == BlockState.IN_REVIEW, "nobody approves her own text"
    client.force_login(make_user("lead"))
    client.post(reverse("guard:text_step", args=[version.pk, "approve"]))
    recall = reverse("guard:new_recall", query={"kind": "text", "ref": version.pk})
    client.post(recall, {"reason": ""})
    version.refresh_from_db()
    assert version.state == BlockState.APPROVED, "a recall needs a reason"
    client.post(recall, {"reason": "Wrong hours"})
    version.refresh_from_db()
    assert (version.state, version.recall_reason) == (BlockState.RECALLED, "Wrong hours")


def test_an_approved_text_is_archived_and_offered_again(client, lead):
    version = approved_version()
    url = reverse("guard:archive_text", args=[version.block_id])
    for archived in (True, False):
        client.post(url)
        assert ApprovedBlock.objects.get().archived is archived
