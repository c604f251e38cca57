"""Doorbells. The ledger is the truth; a lost or doubled ring is harmless."""

from celery import shared_task

from . import drain as loop
from . import queries, queue


@shared_task(ignore_result=True, expires=120)
def drain() -> None:
    """Send for at most a minute, and ring again while something is left."""
    loop.drain(seconds=50, until_empty=True)
    if queries.work_waits():
        queue.ring()


@shared_task(ignore_result=True, expires=60)
def sweep() -> None:
    """Settle what dead workers left, start what is due, and ring for what waits."""
    loop.sweep()
    if queries.work_waits():
        queue.ring(count=4)
