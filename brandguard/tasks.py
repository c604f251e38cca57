"""Doorbells of the guard."""

from celery import shared_task

from .services import blocks, desk, recalls, trials


@shared_task
def expire_texts() -> None:
    blocks.expire_versions()


@shared_task
def remind_reviewers() -> None:
    desk.remind_reviewers()


@shared_task
def try_rule(trial: int) -> None:
    trials.run_trial(trial)


@shared_task
def resume_trials() -> None:
    trials.resume_trials()


@shared_task
def list_copies(recall: int) -> None:
    recalls.list_copies(recall)


@shared_task
def relist_recalls() -> None:
    recalls.relist_recent()
