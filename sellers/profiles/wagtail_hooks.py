"""Registers the room with Wagtail. The policies come first: Wagtail asks for them while other rooms register."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.site_summary import PagesSummaryItem
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.permissions import policy_registry, register_permission_policy

from hub.accounts.models import Role
from hub.accounts.queries import is_administrator
from hub.accounts.roles import WRITERS

from . import admin_urls, queries
from .models import SellerPage
from .policies import PicturePolicy, SellerTreePolicy

# Wagtail's own menu, by name: a writer has her letters, her readers and her page instead.
WAGTAIL_MENU = {"explorer", "images", "documents", "snippets", "reports", "settings", "help"}

register_permission_policy(Page, SellerTreePolicy())
# exact_class, because Wagtail's image app registers its own for the class after this module has loaded.
PICTURES = PicturePolicy(get_image_model(), auth_model="wagtailimages.Image", owner_field_name="uploaded_by_user")
register_permission_policy(get_image_model(), PICTURES, exact_class=True)


@hooks.register("construct_page_chooser_queryset")
def choose_among_explorable_pages(pages: QuerySet[Page], request: HttpRequest) -> QuerySet[Page]:
    explorable = policy_registry.get_by_type(Page).explorable_instances(request.user)
    return pages.filter(pk__in=explorable.values("pk"))


@hooks.register("before_move_page")
def letters_stay_where_they_were_written(request: HttpRequest, page: Page, destination: Page) -> None:
    if SellerPage.objects.ancestor_of(page).exists():
        raise PermissionDenied


@hooks.register("before_bulk_action")
def letters_stay_in_bulk(request: HttpRequest, action_type: str, objects: list[Any], action_class: Any) -> None:
    if action_type == "move" and any(isinstance(o, Page) and SellerPage.objects.ancestor_of(o).exists() for o in objects):
        raise PermissionDenied


@hooks.register("construct_main_menu")
def hide_what_writers_do_not_need(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    if request.user.role in WRITERS:
        menu_items[:] = [item for item in menu_items if item.name not in WAGTAIL_MENU]


@hooks.register("construct_search")
def search_nothing_of_wagtails(request: HttpRequest, search_areas: list[Any]) -> None:
    if request.user.role in WRITERS:
        search_areas.clear()


# Late, because Wagtail puts its items in by the same hook.
@hooks.register("construct_homepage_summary_items", order=1000)
def count_nothing_for_writers(request: HttpRequest, summary_items: list[Any]) -> None:
    if request.user.role in WRITERS:
        summary_items.clear()
    elif queries.front_page() is None:
        # Wagtail would link the number of pages to a page that is not there yet.
        summary_items[:] = [item for item in summary_items if not isinstance(item, PagesSummaryItem)]


@hooks.register("register_admin_urls")
def own_screens() -> list[URLResolver]:
    return [
        path("my-page/", include(admin_urls.own)),
        path("sellers/", include(admin_urls.company)),
        path("grants/", include(admin_urls.writing)),
        path("profiles/", include(admin_urls.reviewing)),
    ]


class SellersMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return getattr(request.user, "role", None) == Role.SELLER


@hooks.register("register_admin_menu_item")
def my_page() -> MenuItem:
    return SellersMenuItem("My page", reverse("profile:mine"), name="my-page", icon_name="user", order=210)


class CompanyMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return is_administrator(request.user)


@hooks.register("register_admin_menu_item")
def sellers() -> MenuItem:
    return CompanyMenuItem("Sellers", reverse("sellers:list"), name="sellers", icon_name="user", order=70)


@hooks.register("register_admin_menu_item")
def writing() -> MenuItem:
    return CompanyMenuItem("Assistants", reverse("grants:list"), name="grants", icon_name="key", order=75)


class ReviewersMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return getattr(request.user, "role", None) in (Role.LEAD, Role.ADMINISTRATOR)


@hooks.register("register_admin_menu_item")
def profiles() -> MenuItem:
    return ReviewersMenuItem("Profiles", reverse("profile_review:list"), name="profiles", icon_name="user", order=60)
