"""What letters can be about."""

from django.db.models import QuerySet

from ..models import Topic


def topics_in_use() -> QuerySet[Topic]:
    """What readers may choose from, in the company's order."""
    return Topic.objects.filter(in_use=True)
