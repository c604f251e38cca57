"""Who may do what with pages. Rights come from rows (seller, grant, role), never from a Wagtail group per seller.

A group per seller broke at a few hundred grants (docs/decisions/0001). Writers get two synthetic rights for each page they write
under: `add` on the page, `change` below it. Leads and administrators explore and change nothing: nobody writes in a seller's name.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Substr
from wagtail.models import Page
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy
from wagtail.permission_policies.pages import PagePermissionPolicy

from hub.accounts.models import Role, User
from hub.accounts.roles import WRITERS

from . import queries
from .models import SellerPage

# Above this many pages a subquery is cheaper than a list of ranges (and SQLite's expressions may not nest deeper than 1,000).
_MANY = 20
# Home is the tree's second step, a seller's page the third: parent_page_types hold that, at four characters a step.
_SELLER_PATH_LENGTH = 12


@dataclass(frozen=True)
class Codename:
    codename: str


@dataclass(frozen=True)
class Branch:
    """A place in the tree, in the form Wagtail's tester asks for. `pk` is None for "everything below a page"."""

    path: str
    pk: int | None = None


@dataclass(frozen=True)
class Grant:
    """What Wagtail reads from a GroupPagePermission, without the row."""

    page: Branch
    permission: Codename

    @property
    def page_id(self) -> int | None:
        return self.page.pk


def grants_on(pages: Iterable[SellerPage]) -> list[Grant]:
    """`add` on each page, `change` below it only: steps in a path are four characters and start with "0" up to 46,655 children."""
    grants = []
    for page in pages:
        grants.append(Grant(Branch(page.path, page.pk), Codename("add_page")))
        grants.append(Grant(Branch(page.path + "0"), Codename("change_page")))
    return grants


def within(paths: Iterable[str]) -> Q:
    """Pages at or below these paths, as ranges, which an index answers on every database."""
    found = Q(pk=None)
    for path in paths:
        found |= Q(path__range=(path, path + "ZZZZ"))
    return found


def under(pages: QuerySet[SellerPage]) -> Exists:
    """Pages that are one of these seller's pages or lie below one."""
    return Exists(pages.filter(path=Substr(OuterRef("path"), 1, _SELLER_PATH_LENGTH)))


class SellerTreePolicy(PagePermissionPolicy):
    def get_all_permissions_for_user(self, user: User) -> list[Grant]:
        if not user.is_active or user.is_anonymous or user.is_superuser:
            return []
        return grants_on(queries.pages_written_by(viewer=user).only("path", "pk"))

    def user_has_any_permission(self, user: User, actions: Iterable[str]) -> bool:
        """Wagtail asks this before it shows the tree at all; leads and administrators see it without any right in it."""
        return self._is_reader_of_pages(user) or super().user_has_any_permission(user, actions)

    def user_has_any_permission_for_instance(self, user: User, actions: Iterable[str], instance: Page) -> bool:
        base = self._base_user_has_permission(user)
        if base is not None:
            return base
        wanted = self._get_permission_codenames(actions)
        grants = self.get_cached_permissions_for_user(user)
        return any(g.permission.codename in wanted and instance.path.startswith(g.page.path) for g in grants)

    def instances_user_has_any_permission_for(self, user: User, actions: Iterable[str]) -> QuerySet[Page]:
        base = self._base_queryset_for_user(user)
        if base is not None:
            return base
        wanted = self._get_permission_codenames(actions)
        branches = [g.page.path for g in self.get_cached_permissions_for_user(user) if g.permission.codename in wanted]
        if len(branches) <= _MANY:
            return self._pages().filter(within(branches))
        pages = self._pages().filter(under(queries.pages_written_by(viewer=user)))
        return pages if "add" in actions else pages.exclude(pk__in=SellerPage.objects.values("pk"))

    def explorable_instances(self, user: User) -> QuerySet[Page]:
        base = self._base_queryset_for_user(user)
        if base is not None:
            return base
        root = self.explorable_root_instance(user)
        if root is None:
            return self._pages().none()
        if self._sees_all(user):
            return self._pages().filter(within([root.path]))
        sellers = queries.sellers_seen_by(viewer=user)
        if self._is_reader_of_pages(user):
            return self._pages().filter(Q(pk=root.pk) | under(SellerPage.objects.filter(seller__in=sellers)))
        return self._pages().filter(Q(pk=root.pk)) | self.instances_user_has_any_permission_for(user, {"add", "change"})

    def explorable_root_instance(self, user: User) -> Page | None:
        if hasattr(user, self._explorable_root_instance_cache_name):
            return getattr(user, self._explorable_root_instance_cache_name)
        root = self._root_for(user)
        setattr(user, self._explorable_root_instance_cache_name, root)
        return root

    def instances_with_direct_explore_permission(self, user: User) -> list[Page]:
        root = self.explorable_root_instance(user)
        return [root] if root else []

    def _root_for(self, user: User) -> Page | None:
        if not user.is_active or user.is_anonymous:
            return None
        if user.is_superuser:
            return Page.get_first_root_node()
        home = queries.front_page()
        if self._is_reader_of_pages(user):
            return home
        paths = {g.page.pk for g in self.get_cached_permissions_for_user(user) if g.page.pk}
        if len(paths) == 1:
            return Page.objects.get(pk=paths.pop())
        return home if paths else None

    def _pages(self) -> QuerySet[Page]:
        return self.model._default_manager.all()

    @staticmethod
    def _is_reader_of_pages(user: User) -> bool:
        return user.is_active and getattr(user, "role", None) in (Role.LEAD, Role.ADMINISTRATOR)

    def _sees_all(self, user: User) -> bool:
        return user.role == Role.ADMINISTRATOR or (user.role == Role.LEAD and not user.region_id)


class PicturePolicy(CollectionOwnershipPermissionPolicy):
    """Writers choose among the company's pictures and their own uploads; what another writer uploaded does not exist for them.

    Nor does, for a lead of one region, what writers of other regions uploaded.
    """

    writers: ClassVar[frozenset[str]] = WRITERS

    def instances_user_has_any_permission_for(self, user: User, actions: Iterable[str]) -> QuerySet[Any]:
        found = super().instances_user_has_any_permission_for(user, actions)
        if self._sees_all(user):
            return found
        # A subquery over the local column: Wagtail's search refuses filters that join.
        return found.filter(Q(uploaded_by_user__isnull=True) | Q(uploaded_by_user__in=self._hands(user)))

    def user_has_any_permission_for_instance(self, user: User, actions: Iterable[str], instance: Any) -> bool:
        if not super().user_has_any_permission_for_instance(user, actions, instance):
            return False
        owner = instance.uploaded_by_user_id
        return self._sees_all(user) or owner is None or self._hands(user).filter(pk=owner).exists()

    def _sees_all(self, user: User) -> bool:
        role = getattr(user, "role", None)
        return user.is_superuser or not (role in self.writers or (role == Role.LEAD and user.region_id))

    def _hands(self, user: User) -> QuerySet[User]:
        """Whose uploads exist for this person: those of head office, her own, and for a lead those of whoever writes in her region."""
        seen = Q(pk=user.pk) | ~Q(role__in=self.writers)
        if user.role == Role.LEAD:
            sellers = queries.sellers_seen_by(viewer=user)
            named = queries.grants_in_force().filter(content_object__in=sellers)
            seen |= Q(pk__in=sellers.values("user")) | Q(pk__in=named.values("user"))
        return User.objects.filter(seen)
