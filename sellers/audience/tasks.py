"""Doorbells of the audience."""

from celery import shared_task

from . import services


@shared_task
def expire_pending() -> None:
    services.expire_pending()


@shared_task
def ask_imported() -> None:
    services.ask_imported()


@shared_task
def ask_hand_overs() -> None:
    services.ask_hand_overs()


@shared_task
def keep_no_longer() -> None:
    services.keep_no_longer()


@shared_task
def check_upload(run_id: int) -> None:
    services.check_upload(run_id)


@shared_task
def perform_import(run_id: int) -> None:
    services.perform_import(run_id)


@shared_task
def perform_undo(run_id: int) -> None:
    services.perform_undo(run_id)


@shared_task
def sweep_imports() -> None:
    services.sweep_imports()
