"""Doorbells of tracking: each may be lost or rung twice without harm."""

import logging
from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

from . import ways
from .exceptions import MailboxTrouble
from .services import loading
from .services.bounces import forget_old, settle_waiting_rows
from .services.refusing import judge_refusals

log = logging.getLogger(__name__)


@shared_task(ignore_result=True, expires=60)
def look_after_returns() -> None:
    """Read the mailbox, judge refusals, and settle rows that a worker had in hand."""
    if settings.INBOUND_URL and cache.add("tracking.poll", 1, 300):
        try:
            ways.poll(settings.INBOUND_URL)
        except MailboxTrouble as error:
            log.error("%s", error.message)
        finally:
            cache.delete("tracking.poll")
    judge_refusals()
    settle_waiting_rows()


@shared_task(ignore_result=True, expires=60)
def load_records() -> None:
    """Load what readers opened and clicked since the last time."""
    if cache.add("tracking.load", 1, 300):
        try:
            loading.load_records()
        finally:
            cache.delete("tracking.load")


@shared_task(ignore_result=True, expires=3600)
def forget_unmatched() -> None:
    """Forget after 90 days that a stranger's mail came in, and from where and with which program somebody clicked."""
    forget_old(keep=timedelta(days=90))
    loading.forget_evidence(keep=timedelta(days=90), now=timezone.now())
