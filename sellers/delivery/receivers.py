"""What delivery listens to: the guard's yes makes an issue ready, its taking back disarms it; a recall or a stricter rule holds it,
a seller who leaves pulls it back."""

from typing import Any

from django.dispatch import receiver

from brandguard import signals
from brandguard.models import Artefact, BlockVersion
from brandguard.targets import Target, targets_of_rules, text_target
from sellers.profiles.models import Seller
from sellers.profiles.signals import seller_left

from .services.arm import disarm_issue, ready_issue
from .services.control import hold_concerned, pull_back_all

_OURS = "letter:"


@receiver(signals.approved, dispatch_uid="delivery.ready")
def make_ready(sender: Any, artefact: Artefact, **kwargs: Any) -> None:
    if artefact.subject.startswith(_OURS):
        ready_issue(artefact)


@receiver(signals.voided, dispatch_uid="delivery.disarm")
def disarm(sender: Any, artefact: Artefact, **kwargs: Any) -> None:
    if artefact.subject.startswith(_OURS):
        disarm_issue(artefact)
        hold_concerned(lambda held: held.pk == artefact.pk)


@receiver(signals.block_recalled, dispatch_uid="delivery.recalled")
def hold_back(sender: Any, version: BlockVersion, **kwargs: Any) -> None:
    _hold(text_target(version))


@receiver(signals.ruleset_changed, dispatch_uid="delivery.stricter")
def hold_what_a_rule_stops(sender: Any, changed: list[str], **kwargs: Any) -> None:
    for stricter in targets_of_rules(changed):
        _hold(stricter)


@receiver(signals.recalled, dispatch_uid="delivery.recall")
def hold_what_is_recalled(sender: Any, target: Target, **kwargs: Any) -> None:
    """Once more by the whole target: a rule that was in force already announces no change."""
    _hold(target)


@receiver(seller_left, dispatch_uid="delivery.seller_left")
def pull_back_what_was_hers(sender: Any, seller: Seller, by: Any, **kwargs: Any) -> None:
    pull_back_all(seller, by=by)


def _hold(target: Target) -> None:
    hold_concerned(lambda artefact: target.holds(artefact.subject, artefact.guard_document))
