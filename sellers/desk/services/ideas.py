"""Ideas written, changed, retired and taken up again by head office, and used by sellers."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from brandguard.models import ApprovedBlock
from hub.common import audit
from hub.common.exceptions import NotAllowed
from hub.company.models import Region
from sellers.newsletters.models import LetterPage
from sellers.profiles.models import Seller
from sellers.profiles.queries import sellers_seen_by

from ..exceptions import BadIdea
from ..models import Idea, IdeaUse
from ..queries.ideas import keeps_ideas, may_change

LONGEST = {"title": 100, "text": 1500, "subject": 150, "opening": 3000, "picture_alt": 200}


@transaction.atomic
def save_idea(
    idea: Idea | None,
    *,
    by: Any,
    from_day: date,
    until_day: date | None = None,
    regions: Iterable[Region] = (),
    sellers: Iterable[Seller] = (),
    blocks: Iterable[ApprovedBlock] = (),
    picture: Any = None,
    **words: str,
) -> Idea:
    """A new idea, or another wording of one. The lead of a region speaks to her own sellers. Raises NotAllowed, BadIdea."""
    if not keeps_ideas(by) or (idea is not None and not may_change(idea, viewer=by)):
        raise NotAllowed("Ideas for these sellers are kept by others.")
    regions, sellers = list(regions), list(sellers)
    if by.region_id is not None:
        regions = _own_region(by, regions, sellers)
    values = {name: words.get(name, "").strip() for name in LONGEST}
    _require_sense(values, from_day, until_day, picture)
    made = idea or Idea(made_by=by, made_at=timezone.now())
    for name, value in {**values, "from_day": from_day, "until_day": until_day, "picture": picture}.items():
        setattr(made, name, value)
    made.save()
    made.regions.set(regions)
    made.sellers.set(sellers)
    made.blocks.set(blocks)
    audit.record("desk.idea_changed" if idea else "desk.idea_written", actor=by, subject=f"idea:{made.pk}")
    return made


@transaction.atomic
def retire_idea(idea: Idea, *, by: Any) -> None:
    """Nobody is offered it any more; letters that began from it go on. Twice changes nothing. Raises NotAllowed."""
    _require_keeper(idea, by)
    if idea.retired_at is None:
        idea.retired_at, idea.retired_by = timezone.now(), by
        idea.save(update_fields=["retired_at", "retired_by"])
        audit.record("desk.idea_retired", actor=by, subject=f"idea:{idea.pk}")


@transaction.atomic
def take_up_idea(idea: Idea, *, by: Any) -> None:
    """Offered again, within its days. Raises NotAllowed."""
    _require_keeper(idea, by)
    if idea.retired_at is not None:
        idea.retired_at = idea.retired_by = None
        idea.save(update_fields=["retired_at", "retired_by"])
        audit.record("desk.idea_taken_up", actor=by, subject=f"idea:{idea.pk}")


def note_use(idea: Idea, letter: LetterPage, *, by: Any) -> IdeaUse:
    """A letter began from it; called by whoever began the letter, who has asked whether it may."""
    used = IdeaUse.objects.create(idea=idea, seller=letter.seller, letter=letter, by=by, at=timezone.now())
    audit.record("desk.idea_used", actor=by, subject=f"idea:{idea.pk}", data={"letter": letter.pk, "seller": letter.seller_id})
    return used


def _require_keeper(idea: Idea, by: Any) -> None:
    if not may_change(idea, viewer=by):
        raise NotAllowed("Ideas for these sellers are kept by others.")


def _own_region(by: Any, regions: list[Region], sellers: list[Seller]) -> list[Region]:
    if any(region.pk != by.region_id for region in regions):
        raise NotAllowed("You write ideas for the sellers of your region.")
    if {one.pk for one in sellers} - set(
        sellers_seen_by(viewer=by).filter(pk__in=[one.pk for one in sellers]).values_list("pk", flat=True)
    ):
        raise NotAllowed("You write ideas for the sellers of your region.")
    return regions if regions or sellers else [by.region]


def _require_sense(values: dict[str, str], from_day: date, until_day: date | None, picture: Any) -> None:
    """BadIdea, which names the field."""
    for name, longest in LONGEST.items():
        if len(values[name]) > longest:
            raise BadIdea(name, f"At most {longest:,} characters, please.")
    for name, sentence in (("title", "Please give it a title."), ("text", "Please say what it is about and why now.")):
        if not values[name]:
            raise BadIdea(name, sentence)
    if until_day and until_day < from_day:
        raise BadIdea("until_day", "It would end before it begins. Please choose a later day.")
    if picture and not values["picture_alt"]:
        raise BadIdea("picture_alt", "Please say what is in the picture: some readers do not see it.")
