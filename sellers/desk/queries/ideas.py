"""Ideas from head office: what a seller may begin from now, and what became of it for those who keep ideas."""

from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from hub.accounts.models import Role
from hub.company.models import Region
from sellers.newsletters.queries import with_state
from sellers.profiles.models import Seller
from sellers.profiles.queries import sellers_seen_by

from ..exceptions import NoSuchIdea
from ..models import Idea, IdeaUse
from .tasks import today_of

KEEPERS = frozenset({Role.LEAD, Role.ADMINISTRATOR})
AT_HOME = 3


def running_ideas(*, seller: Seller) -> QuerySet[Idea]:
    """Ideas for this seller today, what she has not used first, then what ends soonest; each with `.used`."""
    reached = _for_everybody() | Q(regions=seller.shop.region_id) | Q(sellers=seller)
    found = Idea.objects.filter(pk__in=Idea.objects.filter(reached).values("pk")).filter(_runs_on(today_of(seller)))
    used = Exists(IdeaUse.objects.filter(idea=OuterRef("pk"), seller=seller))
    return found.annotate(used=used).order_by("used", F("until_day").asc(nulls_last=True), "-from_day", "-pk")


def ideas_at_home(*, seller: Seller) -> list[Idea]:
    """The few she has not begun from yet."""
    return list(running_ideas(seller=seller).exclude(uses__seller=seller)[:AT_HOME])


def idea_for(*, seller: Seller, pk: int) -> Idea:
    """A running idea of this seller's; NoSuchIdea when there is none or it is not for her."""
    found = running_ideas(seller=seller).filter(pk=pk).first()
    if found is None:
        raise NoSuchIdea
    return found


def keeps_ideas(viewer: Any) -> bool:
    return getattr(viewer, "role", None) in KEEPERS and bool(viewer.is_active)


def ideas_kept(*, viewer: Any) -> QuerySet[Idea]:
    """For leads and administrators: ideas for sellers they see, the newest first; `.used_by` counts those sellers. NoSuchIdea else."""
    if not keeps_ideas(viewer):
        raise NoSuchIdea
    found = Idea.objects.prefetch_related("regions").select_related("made_by").order_by("-from_day", "-pk")
    seen = Q(uses__seller__in=sellers_seen_by(viewer=viewer))
    if viewer.region_id is not None:
        reached = _for_everybody() | Q(regions=viewer.region_id) | Q(sellers__shop__region=viewer.region_id)
        found = found.filter(pk__in=Idea.objects.filter(reached).values("pk"))
    return found.annotate(used_by=Count("uses__seller", filter=seen, distinct=True))


def idea_kept(*, viewer: Any, pk: int) -> Idea:
    """One of those."""
    found = ideas_kept(viewer=viewer).filter(pk=pk).first()
    if found is None:
        raise NoSuchIdea
    return found


def may_change(idea: Idea, *, viewer: Any) -> bool:
    """Who keeps ideas for everybody changes all; the lead of a region those that reach no seller of another one."""
    if not keeps_ideas(viewer):
        return False
    if viewer.region_id is None:
        return True
    regions, elsewhere = set(idea.regions.values_list("pk", flat=True)), idea.sellers.exclude(shop__region=viewer.region_id)
    return bool((regions or idea.sellers.exists()) and regions <= {viewer.region_id} and not elsewhere.exists())


def uses_of(*, idea: Idea, viewer: Any) -> list[IdeaUse]:
    """Who began a letter from it, of the sellers this person sees, the newest first; each letter with `.state`."""
    uses = list(idea.uses.filter(seller__in=sellers_seen_by(viewer=viewer)).select_related("seller__shop", "letter"))
    with_state([use.letter for use in uses if use.letter])  # type: ignore[arg-type]
    return uses


def reach_of(*, idea: Idea, viewer: Any) -> int:
    """How many sellers whom this person sees may begin from it."""
    regions, sellers = idea.regions.values("pk"), idea.sellers.values("pk")
    seen = sellers_seen_by(viewer=viewer).exclude(state=Seller.State.LEFT)
    if not idea.regions.exists() and not idea.sellers.exists():
        return seen.count()
    return seen.filter(Q(shop__region__in=regions) | Q(pk__in=sellers)).count()


def regions_for(*, viewer: Any) -> QuerySet[Region]:
    """The regions this person may name in an idea."""
    return Region.objects.filter(pk=viewer.region_id) if viewer.region_id is not None else Region.objects.all()


def standing_of(idea: Idea, today: date | None = None) -> str:
    """Retired, over, yet to come, or running; by the calendar of head office."""
    today = today or timezone.localdate()
    if idea.retired_at:
        return "retired"
    if idea.until_day and idea.until_day < today:
        return "over"
    return "coming" if idea.from_day > today else "running"


def _for_everybody() -> Q:
    return Q(regions=None, sellers=None)


def _runs_on(day: date) -> Q:
    return Q(retired_at=None, from_day__lte=day) & (Q(until_day=None) | Q(until_day__gte=day))
