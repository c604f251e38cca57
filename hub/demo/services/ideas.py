"""Head office's ideas, and letters that began from them."""

from datetime import datetime, timedelta

from brandguard.models import ApprovedBlock
from hub.accounts.models import User
from hub.company.models import Region
from sellers.desk.models import Idea
from sellers.desk.services.ideas import save_idea
from sellers.desk.services.starting import start_from_idea
from sellers.profiles.models import Seller

from ..content.ideas import IDEAS, IdeaData


def put_ideas(users: dict[str, User], *, now: datetime) -> None:
    """Each idea once, by its title."""
    there = set(Idea.objects.values_list("title", flat=True))
    for data in IDEAS:
        if data.title not in there:
            _put(data, users, now=now)


def _put(data: IdeaData, users: dict[str, User], *, now: datetime) -> None:
    first, last = data.days
    idea = save_idea(
        None,
        by=users["helen"],
        title=data.title,
        text=data.text,
        subject=data.subject,
        opening=data.opening,
        from_day=(now + timedelta(days=first)).date(),
        until_day=(now + timedelta(days=last)).date() if last is not None else None,
        regions=Region.objects.filter(code__in=data.regions),
        blocks=ApprovedBlock.objects.filter(key__in=data.blocks),
    )
    for login in data.used_by:
        seller = Seller.objects.select_related("shop__region", "page", "user").get(user=users[login])
        start_from_idea(idea, seller=seller, by=seller.user)
