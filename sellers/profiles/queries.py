"""Which sellers a signed-in person may see, and which she may write for. The same error for absent and not yours."""

from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast
from guardian.models import UserObjectPermission
from guardian.shortcuts import get_objects_for_user
from wagtail.images.models import Image
from wagtail.models import Page, Revision

from hub.accounts.models import Role, User
from hub.accounts.roles import WRITERS
from hub.common.exceptions import NotAllowed

from .models import HomePage, Seller, SellerPage

WRITE = "sellers_profiles.write_for_seller"


def seller_of(*, viewer: User) -> Seller | None:
    """The seller this person is, if she is one and may still sign in."""
    if not viewer.is_active or getattr(viewer, "role", None) != Role.SELLER:
        return None
    return Seller.objects.select_related("shop", "photo").filter(user=viewer).first()


def sellers_written_by(*, viewer: User) -> QuerySet[Seller]:
    """The sellers in whose name this person writes: herself, or those an assistant was named for. Nobody else writes."""
    role = getattr(viewer, "role", None)
    if viewer.is_active and role == Role.SELLER:
        return Seller.objects.filter(user=viewer).exclude(state=Seller.State.LEFT)
    if viewer.is_active and role == Role.ASSISTANT:
        # Without accept_global_perms=False guardian gives everything to whoever holds the model permission.
        granted = get_objects_for_user(viewer, WRITE, Seller, with_superuser=False, accept_global_perms=False)
        return granted.exclude(state=Seller.State.LEFT)
    return Seller.objects.none()


def sellers_seen_by(*, viewer: User) -> QuerySet[Seller]:
    """The sellers whose letters this person may look at: leads of a region those of the region, administrators all."""
    if not viewer.is_active:
        return Seller.objects.none()
    if viewer.is_superuser or viewer.role == Role.ADMINISTRATOR:
        return Seller.objects.all()
    if viewer.role == Role.LEAD:
        return Seller.objects.filter(shop__region_id=viewer.region_id) if viewer.region_id else Seller.objects.all()
    return sellers_written_by(viewer=viewer)


def seller_for_writing(*, viewer: User, seller_id: int) -> Seller:
    """A seller in whose name this person writes. NotAllowed for all others, and for none."""
    seller = sellers_written_by(viewer=viewer).select_related("page", "shop").filter(pk=seller_id).first()
    if seller is None:
        raise NotAllowed("There is no seller here for whom you write. Choose one from your list.", code="no_such_seller")
    return seller


def pages_written_by(*, viewer: User) -> QuerySet[SellerPage]:
    return SellerPage.objects.filter(seller__in=sellers_written_by(viewer=viewer))


def regions_written_for(user: User) -> set[str]:
    """Codes of the regions whose sellers this person writes for. The guard asks it when it offers approved texts."""
    return set(sellers_written_by(viewer=user).values_list("shop__region__code", flat=True))


def front_page() -> Page | None:
    """The company's front page, as the plain page that Wagtail compares with."""
    return Page.objects.filter(pk__in=HomePage.objects.values("pk")).order_by("path").first()


def writers_for(*, seller: Seller) -> QuerySet[User]:
    """The assistants named to write for a seller."""
    named = UserObjectPermission.objects.filter(permission__codename="write_for_seller", object_pk=str(seller.pk))
    return User.objects.filter(pk__in=named.values("user"), role=Role.ASSISTANT).order_by("name")


def pictures_used_by(*, seller: Seller, viewer: User | None = None) -> QuerySet[Image]:
    """Pictures that may stand in this seller's letters: the company's, and those of everybody who writes or wrote for her."""
    pages = Page.objects.descendant_of(seller.page).annotate(named=Cast("pk", CharField()))
    wrote = Revision.page_revisions.filter(object_id__in=pages.values("named"), user__isnull=False)
    hands = Q(pk=seller.user_id) | Q(pk__in=writers_for(seller=seller).values("pk")) | Q(pk__in=wrote.values("user"))
    hands |= Q(pk=viewer.pk) if viewer is not None else Q()
    users = User.objects.filter(hands | ~Q(role__in=WRITERS))
    return Image.objects.filter(Q(uploaded_by_user__isnull=True) | Q(uploaded_by_user__in=users))


def pages_linked_by(*, seller: Seller) -> QuerySet[Page]:
    """Pages that this seller's letters may link to: the company's front page, hers, and what lies below hers."""
    return Page.objects.filter(Q(pk__in=HomePage.objects.values("pk")) | Q(pk__in=Page.objects.descendant_of(seller.page, inclusive=True)))
