"""Registers the room with Wagtail's admin."""

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLResolver, include, path, reverse
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from hub.company.marks import person_mark

from . import admin_urls
from .models import User
from .queries import is_administrator


@hooks.register("register_admin_urls")
def people_screens() -> list[URLResolver]:
    return [path("people/", include(admin_urls.everybody)), path("sign-in/", include(admin_urls.own))]


class AdministratorsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return is_administrator(request.user)


@hooks.register("register_admin_menu_item")
def people() -> MenuItem:
    return AdministratorsMenuItem("People", reverse("people:list"), name="people", icon_name="group", order=80)


@hooks.register("register_account_menu_item")
def own_sign_in(request: HttpRequest) -> dict[str, str]:
    return {"url": reverse("sign_in:mine"), "label": "Your sign-in", "help_text": "Where you are signed in, and your second step."}


@hooks.register("insert_global_admin_js")
def start_choosers_without_inline_scripts() -> str:
    return format_html('<script src="{}"></script>', static("accounts/choosers.js"))


@hooks.register("get_avatar_url")
def draw_people_by_their_initial(user: User | None, size: int) -> str:
    """None: somebody in Wagtail's history who is not there any more."""
    return person_mark(user.get_full_name() if user else "")


@hooks.register("construct_main_menu")
def leave_wagtails_own_help_out(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """It tells of Wagtail's releases and of pages; what we need to say stands where it is needed."""
    menu_items[:] = [item for item in menu_items if item.name != "help"]
