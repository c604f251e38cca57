"""Every read of the guard."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from hub.accounts.models import Role, User
from hub.common.exceptions import NotAllowed
from hub.common.prepared import Prepared

from .choices import BlockState, Kind, RuleState
from .engine.spec import digest_of
from .kinds.base import words
from .models import ApprovedBlock, BlockVersion, Rule, RuleSetVersion
from .usage import regions_of


def current_ruleset() -> RuleSetVersion:
    """The set of rules in force: the newest. An empty one is made when there is none yet.

    Its rules are read only when a process has not compiled this set yet: with thousands of them that is what costs.
    """
    ruleset = RuleSetVersion.objects.order_by("-id").defer("rules").first()
    if ruleset is None:
        with transaction.atomic():
            ruleset = RuleSetVersion.objects.create(digest=digest_of([]), rules=[], at=timezone.now())
    return ruleset


def current_digest() -> str:
    """The digest of the rules in force, read from the database at each call, for those who ask many times a second."""
    found = _DIGEST.rows()
    return str(found[0][0]) if found else current_ruleset().digest


_DIGEST = Prepared(lambda: RuleSetVersion.objects.order_by("-id").values_list("digest")[:1])


def allowed_domains() -> set[str]:
    """The sites that live rules about links name as allowed."""
    live = Rule.objects.filter(kind=Kind.LINK_DOMAIN, state=RuleState.LIVE).values_list("params", flat=True)
    return {str(domain).lower() for params in live for domain in words(params.get("allow"))}


def usable_block_versions(*, region: str | None, role: str, language: str | None, now: datetime | None = None) -> QuerySet[BlockVersion]:
    """The newest approved version of every block that may be used now; None for region or language: any of them."""
    return _usable(regions=None if region is None else {region}, role=role, language=language, now=now)


def block_versions_for(*, viewer: User, now: datetime | None = None) -> QuerySet[BlockVersion]:
    """The versions this user may put into a letter now."""
    return _usable(regions=regions_of(viewer), role=viewer.role, language=None, now=now)


def may_use(version: BlockVersion, *, viewer: User, now: datetime | None = None) -> bool:
    """Whether this user may put this very version into a letter now. An older approved version may stay where it is pinned."""
    return version.state == BlockState.APPROVED and _fits(version, regions_of(viewer), viewer.role, None, now or timezone.now())


def blocks(*, viewer: User) -> QuerySet[ApprovedBlock]:
    """All blocks with their versions, for those who keep them. NotAllowed for all others."""
    _must_keep(viewer)
    return ApprovedBlock.objects.prefetch_related("versions")


def rules(*, viewer: User) -> QuerySet[Rule]:
    """All rules, for those who keep them. NotAllowed for all others."""
    _must_keep(viewer)
    return Rule.objects.select_related("owner")


def keeps(user: User) -> bool:
    """Whether this user keeps rules and approved texts."""
    return user.is_active and getattr(user, "role", None) in (Role.LEAD, Role.ADMINISTRATOR)


def _must_keep(viewer: User) -> None:
    if not keeps(viewer):
        raise NotAllowed("Only a marketing lead or an administrator looks after rules and approved texts.")


def _usable(*, regions: set[str] | None, role: str, language: str | None, now: datetime | None) -> QuerySet[BlockVersion]:
    """Blocks are few, and lists in JSON are not searched alike by all databases: the choice is made here, not in SQL."""
    moment = now or timezone.now()
    newest: dict[int, int] = {}
    for version in BlockVersion.objects.filter(state=BlockState.APPROVED, block__archived=False).order_by("block_id", "-number"):
        if version.block_id not in newest and _fits(version, regions, role, language, moment):
            newest[version.block_id] = version.pk
    return BlockVersion.objects.filter(pk__in=newest.values()).select_related("block").order_by("block__title")


def _fits(version: BlockVersion, regions: set[str] | None, role: str, language: str | None, now: datetime) -> bool:
    if (version.valid_from and version.valid_from > now) or (version.valid_to and version.valid_to <= now):
        return False
    if version.regions and regions is not None and regions.isdisjoint(version.regions):
        return False
    if version.roles and role not in version.roles:
        return False
    return language is None or version.language.split("-")[0] == language.split("-")[0]
