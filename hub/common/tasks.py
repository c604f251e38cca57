"""Doorbells of the cellar."""

from celery import shared_task

from . import outbox


@shared_task
def send_outbox() -> None:
    outbox.send_waiting()


@shared_task
def purge_outbox() -> None:
    outbox.purge_sent()
