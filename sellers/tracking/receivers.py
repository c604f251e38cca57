"""What tracking listens to."""

from typing import Any

from anymail.signals import tracking
from django.dispatch import receiver

from sellers.audience import signals

from .services.loading import forget_events
from .services.replying import forget_replies
from .services.webhooks import take_event


@receiver(signals.erasing, dispatch_uid="tracking.erase")
def erase(sender: Any, subscriber_ids: list[int], **kwargs: Any) -> None:
    forget_replies(subscriber_ids)
    forget_events(subscriber_ids)


@receiver(tracking, dispatch_uid="tracking.webhook")
def hear_mail_service(sender: Any, event: Any, esp_name: str, **kwargs: Any) -> None:
    take_event(event, esp_name)
