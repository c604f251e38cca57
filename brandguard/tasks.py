"""Doorbells of the guard."""

from celery import shared_task

from .services import blocks, desk


@shared_task
def expire_texts() -> None:
    blocks.expire_versions()


@shared_task
def remind_reviewers() -> None:
    desk.remind_reviewers()
