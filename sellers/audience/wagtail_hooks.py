"""What the lists add to Wagtail."""

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from hub.accounts.models import Role

from . import admin_urls


class ReadersMenuItem(MenuItem):
    """Shown to those whom it opens for."""

    def __init__(self, label: str, *roles: str, name: str) -> None:
        super().__init__(label, reverse_lazy("readers:index"), name=name, icon_name="group", order=200)
        self.roles = roles

    def is_shown(self, request: HttpRequest) -> bool:
        return getattr(request.user, "role", None) in self.roles


@hooks.register("register_admin_urls")
def readers_urls() -> list[URLResolver]:
    return [path("readers/", include(admin_urls))]


@hooks.register("register_admin_menu_item")
def my_readers() -> MenuItem:
    return ReadersMenuItem("My readers", Role.SELLER, name="readers")


@hooks.register("register_admin_menu_item")
def all_readers() -> MenuItem:
    return ReadersMenuItem("Readers", Role.LEAD, Role.ADMINISTRATOR, name="reader-counts")
