"""Mails of servers and people of the whole world, written down before the classifier had seen any of them.

What it understood at first sight stands in docs/decisions/0012-what-comes-back.md; from then on nothing of it may be lost again.
"""

from collections import Counter

import pytest

from sellers.delivery.inbound.classify import classify
from tests.payloads.unseen import cases

CASES = list(cases())
KINDS, CLASSES = {"dsn", "complaint", "auto-reply", "other"}, {"dead", "full", "policy", "temporary", "unknown"}


def called(raw):
    """One word for a verdict: a kind, or the class of a report."""
    verdict = classify(raw)
    return verdict.bounce_class if verdict.kind == "dsn" else verdict.kind


@pytest.mark.parametrize("wanted", ["dead", "complaint"])
def test_every_dead_address_and_every_complaint_is_found(wanted):
    assert [name for name, right, raw in CASES if right == wanted and called(raw) != wanted] == []


def test_nothing_else_is_called_dead_or_a_complaint():
    assert [name for name, right, raw in CASES if right not in ("dead", "complaint") and called(raw) in ("dead", "complaint")] == []


def test_the_other_classes_are_told_apart_as_well():
    found = Counter((right, called(raw) == right) for _, right, raw in CASES if right in ("full", "policy", "temporary", "auto-reply"))
    wrong = sum(count for (_, right), count in found.items() if not right)
    assert wrong <= 1, found  # a person's mailbox that says it is not read, and nothing else


@pytest.mark.parametrize("cut", [0.1, 0.3, 0.5, 0.7, 0.9])
def test_half_a_mail_raises_nothing(cut):
    for _, _, raw in CASES:
        for piece in (raw[: int(len(raw) * cut)], raw[int(len(raw) * cut) :], raw.replace(b"\n\n", b"\n", 2), raw[::-1]):
            verdict = classify(piece)
            assert verdict.kind in KINDS and verdict.bounce_class in CLASSES
