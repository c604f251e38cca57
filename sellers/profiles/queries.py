"""Which sellers a signed-in person may see, and which she may write for. The same error for absent and not yours."""

from django.contrib.auth.models import Permission
from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.images.models import Image
from wagtail.models import Page, Revision

from hub.accounts.models import Role, User
from hub.accounts.roles import WRITERS
from hub.common.exceptions import NotAllowed

from .models import HomePage, ProfileChange, Seller, SellerPage, WritingGrant

WRITE = "sellers_profiles.write_for_seller"


def seller_of(*, viewer: User) -> Seller | None:
    """The seller this person is, if she is one, may still sign in and has not left the company."""
    if not viewer.is_active or getattr(viewer, "role", None) != Role.SELLER:
        return None
    return Seller.objects.select_related("shop", "photo").filter(user=viewer).exclude(state=Seller.State.LEFT).first()


def sellers_written_by(*, viewer: User) -> QuerySet[Seller]:
    """The sellers in whose name this person writes: herself, or those an assistant was named for. Nobody else writes."""
    role = getattr(viewer, "role", None)
    if viewer.is_active and role == Role.SELLER:
        return Seller.objects.filter(user=viewer).exclude(state=Seller.State.LEFT)
    if viewer.is_active and role == Role.ASSISTANT:
        granted = grants_in_force().filter(user=viewer)
        return Seller.objects.filter(pk__in=granted.values("content_object")).exclude(state=Seller.State.LEFT)
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


def write_permission() -> Permission:
    return Permission.objects.get(content_type__app_label="sellers_profiles", codename="write_for_seller")


def grants_in_force() -> QuerySet[WritingGrant]:
    """Grants that count at this moment: the last day is not over, and somebody inside the company still answers for them.

    A model permission opens no seller, whoever holds it: rows alone count.
    """
    return WritingGrant.objects.filter(until__gte=timezone.localdate(), owner__is_active=True).exclude(owner__role=Role.ASSISTANT)


def grants_seen_by(*, viewer: User) -> QuerySet[WritingGrant]:
    """All grants, over or not, for administrators; for a lead those of her region, for a seller those to write for her. NotAllowed else."""
    found = WritingGrant.objects.select_related("user", "owner", "content_object__shop__region")
    if not viewer.is_active or viewer.role == Role.ASSISTANT:
        raise NotAllowed("Only people of the company see who writes for whom.")
    return found.filter(content_object__in=sellers_seen_by(viewer=viewer))


def may_answer_for(user: User, *, seller: Seller) -> bool:
    """Whether this person may own a grant to write for the seller: works inside the company, and looks after her or is she."""
    return user.is_active and user.role != Role.ASSISTANT and sellers_seen_by(viewer=user).contains(seller)


def may_review_profile(user: User, *, seller: Seller) -> bool:
    """Leads of her region and administrators; nobody her own, whatever else she is."""
    reviews = user.role in (Role.LEAD, Role.ADMINISTRATOR) or user.is_superuser
    return user.is_active and reviews and user.pk != seller.user_id and sellers_seen_by(viewer=user).contains(seller)


def who_decides_on(change: ProfileChange) -> list[User]:
    """Everybody who may say yes to it: active leads of her region or of all, and administrators."""
    reach = Q(region=None) | Q(region=change.seller.shop.region_id)
    people = User.objects.filter(reach, role__in=(Role.LEAD, Role.ADMINISTRATOR), is_active=True).exclude(pk=change.seller.user_id)
    return [person for person in people.order_by("name", "pk") if may_review_profile(person, seller=change.seller)]


def profile_changes_for(*, viewer: User) -> QuerySet[ProfileChange]:
    """Changes that wait for this person's yes, the oldest first. NotAllowed for whoever decides on none."""
    if not viewer.is_active or not (viewer.role in (Role.LEAD, Role.ADMINISTRATOR) or viewer.is_superuser):
        raise NotAllowed("Marketing leads and administrators decide on profiles.")
    waiting = ProfileChange.objects.filter(state=ProfileChange.State.WAITING, seller__in=sellers_seen_by(viewer=viewer))
    return waiting.exclude(seller__user=viewer).select_related("seller__shop__region", "seller__photo", "photo").order_by("asked_at", "pk")


def last_change_of(*, seller: Seller) -> ProfileChange | None:
    """What she asked for last, if it waits or came back: for her own page."""
    last = ProfileChange.objects.filter(seller=seller).select_related("photo").order_by("-pk").first()
    return last if last and last.state in (ProfileChange.State.WAITING, ProfileChange.State.RETURNED) else None


def owners_for(*, seller: Seller) -> QuerySet[User]:
    """Who may answer for a grant to write for this seller: administrators, leads of her region, and the seller herself."""
    leads = Q(role=Role.LEAD) & (Q(region=None) | Q(region=seller.shop.region_id))
    found = User.objects.filter(leads | Q(role=Role.ADMINISTRATOR) | Q(pk=seller.user_id), is_active=True)
    return found.order_by("name", "pk")


def writers_for(*, seller: Seller) -> QuerySet[User]:
    """The assistants who may write for a seller now."""
    named = grants_in_force().filter(content_object=seller)
    return User.objects.filter(pk__in=named.values("user"), role=Role.ASSISTANT, is_active=True).order_by("name")


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
