"""Sellers, and the pages under which everything of theirs lives."""

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.paginator import Paginator
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from guardian.models import UserObjectPermissionBase
from wagtail.models import Page, PagePermissionTester

from hub.accounts.models import Role
from hub.common.languages import speak
from hub.common.origin import absolute

from .sections import sections_for
from .testers import FrontPageTester

SELLERS_PER_PAGE = 24


class Seller(models.Model):  # type: ignore[django-manager-missing]  # letters are of the room above
    """A person customers subscribe to. Lists, letters and sends belong to her."""

    class State(models.TextChoices):
        ACTIVE = "active", "active"
        PAUSED = "paused", "paused"
        LEFT = "left", "left the company"

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="seller")
    shop = models.ForeignKey("hub_company.Shop", on_delete=models.PROTECT, related_name="sellers")
    name = models.CharField(max_length=100, help_text="As customers know her.")
    job = models.CharField(max_length=100, blank=True, help_text="What she does in the shop, in her words.")
    slug = models.SlugField(unique=True)
    mail_name = models.SlugField(unique=True, help_text="The part before the @ of her sending address.")
    reply_to = models.EmailField(help_text="Where customers' answers go.")
    phone = models.CharField(max_length=40, blank=True)
    photo = models.ForeignKey("wagtailimages.Image", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    bio = models.TextField(blank=True)
    sign_off = models.CharField(max_length=200, blank=True, help_text="How her letters end, e.g. “See you in the shop, Anna”.")
    state = models.CharField(max_length=10, choices=State.choices, default=State.ACTIVE)
    created_at = models.DateTimeField(auto_now_add=True)
    left_at = models.DateTimeField(null=True, editable=False)
    # Whom her customers may follow instead, once she has left; they are asked, the list itself goes to nobody.
    successor = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["name"]
        permissions = [("write_for_seller", "May write letters for this seller")]

    def __str__(self) -> str:
        return self.name

    @property
    def first_name(self) -> str:
        return self.name.split(" ", 1)[0]

    @property
    def time_zone(self) -> str:
        return self.shop.time_zone


class WritingGrant(UserObjectPermissionBase):
    """An assistant may write for a seller until a day, that day included; one person inside the company answers for it.

    guardian takes the row for its own, found by the foreign key `content_object`. It counts only while it is in force:
    ask sellers.profiles.queries, never guardian's shortcuts, which know no dates.
    """

    content_object = models.ForeignKey(Seller, on_delete=models.CASCADE, related_name="grants")
    until = models.DateField()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=120, blank=True)
    given_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        unique_together = [["user", "permission", "content_object"]]
        ordering = ["until", "pk"]

    @property
    def is_over(self) -> bool:
        return self.until < timezone.localdate()

    @property
    def is_owned(self) -> bool:
        """Whether somebody still answers for it. Nobody does once its owner may not sign in, or works outside herself."""
        return self.owner.is_active and self.owner.role != Role.ASSISTANT

    @property
    def is_in_force(self) -> bool:
        return self.is_owned and not self.is_over

    @property
    def days_left(self) -> int:
        today: date = timezone.localdate()
        return (self.until - today).days


class ProfileChange(models.Model):
    """What a seller would like customers to read about her. The former words stay public until somebody else says yes."""

    class State(models.TextChoices):
        WAITING = "waiting", "waits for a yes"
        APPROVED = "approved", "approved"
        RETURNED = "returned", "sent back"
        WITHDRAWN = "withdrawn", "taken back"

    seller = models.ForeignKey(Seller, on_delete=models.CASCADE, related_name="changes")
    # Field: (the words at that time, the words wanted). The picture is a row of its own.
    words = models.JSONField(default=dict)
    photo = models.ForeignKey("wagtailimages.Image", null=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    asked_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["asked_at"]
        constraints = [models.UniqueConstraint("seller", condition=models.Q(state="waiting"), name="profile_change_one_waits")]

    def __str__(self) -> str:
        return f"change {self.pk} of {self.seller_id}"


class PublicPage(Page):
    """A page that strangers read: no other site learns from which of our pages they come."""

    class Meta:
        abstract = True

    # The languages in which this page speaks to somebody who has chosen none.
    spoken: tuple[str, ...] = ()

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        speak(request, *self.spoken)
        response = super().serve(request, *args, **kwargs)
        response["Referrer-Policy"] = "no-referrer"
        return response


class HomePage(PublicPage):
    """The company's front page: the people one can subscribe to."""

    intro = models.CharField(max_length=300, blank=True)
    max_count = 1
    subpage_types = ["sellers_profiles.SellerPage"]
    template = "profiles/home_page.html"

    def permissions_for_user(self, user: AbstractBaseUser) -> PagePermissionTester:
        return FrontPageTester(user, self)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds `sellers` (a page of those who take readers), `regions`, the chosen `region` and the `search`."""
        from .directory import public_regions, public_sellers

        region, search = request.GET.get("region", "")[:50], request.GET.get("q", "").strip()[:60]
        pages = Paginator(public_sellers(region=region, search=search), SELLERS_PER_PAGE)
        found = {"sellers": pages.get_page(request.GET.get("page")), "regions": public_regions(), "region": region, "search": search}
        return super().get_context(request, *args, **kwargs) | found


class SellerPage(PublicPage):
    """A seller's public page: who she is, the form, her archive. Its letters are its children."""

    seller = models.OneToOneField(Seller, on_delete=models.PROTECT, related_name="page")
    parent_page_types = ["sellers_profiles.HomePage"]
    template = "profiles/seller_page.html"

    @property
    def address(self) -> str:
        """The whole address for vCards, feeds and QR codes. The company's page is the root of the site."""
        return absolute("/" + "".join(f"{part}/" for part in self.url_path.strip("/").split("/")[1:]))

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The public page; 404 once she has left the company."""
        if self.seller.state == Seller.State.LEFT:
            raise Http404
        self.spoken = (self.seller.shop.language,)
        return super().serve(request, *args, **kwargs)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds `seller` and `sections`, which upper rooms fill."""
        mine = {"seller": self.seller, "sections": sections_for(request, self.seller)}
        return super().get_context(request, *args, **kwargs) | mine
