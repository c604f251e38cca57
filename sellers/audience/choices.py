"""Small vocabularies of the audience that are not columns of their own."""

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

CONFIRM_WITHIN = timedelta(days=7)
CONFIRMATION_PAUSE = timedelta(hours=24)
CONFIRMATION_WINDOW = timedelta(days=30)
CONFIRMATIONS_PER_WINDOW = 3
ASKED_PER_MINUTE = 60  # confirmation mails for imported readers: a flood of them would look like spam, and be some
KEEP_UPLOADS = timedelta(hours=24)


class Source:
    """Through which door a person left or came; noted with the consent event."""

    FORM = "form"
    SELLER = "seller"
    LINK = "link"
    ONE_CLICK = "one-click"
    PREFERENCES = "preferences"
    MAIL = "mail"
    SYSTEM = "system"
    IMPORT = "import"
    JOINED = "joined"  # said by another address whose card is joined with hers
    HAND_OVER = "hand-over"
    RETENTION = "retention"  # the time for which we keep it is over


class WhyLeft(models.TextChoices):
    """What one may say after leaving; nobody must."""

    TOO_MANY = "too_many", _("Too many letters")
    NOT_FOR_ME = "not_for_me", _("Not what I hoped for")
    NEVER_ASKED = "never_asked", _("I never asked for them")
    OTHER = "other", _("Something else")
