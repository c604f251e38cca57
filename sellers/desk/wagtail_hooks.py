"""Registers the desk with Wagtail's admin: home, menu and screens of those who write."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from hub.accounts.models import Role
from hub.accounts.queries import is_administrator
from hub.accounts.roles import WRITERS

from . import admin_urls
from .menu import ROLE_MENUS, arrange
from .panels import LeadPanel, StoppedPanel, panel_for
from .queries.ideas import keeps_ideas


@hooks.register("register_admin_urls")
def desk_screens() -> list[URLResolver]:
    return [path("", include(admin_urls))]


class WritersItem(MenuItem):
    """Shown to sellers, and to assistants where they have a use for it."""

    def __init__(self, label: str, url: Any, *, name: str, icon_name: str, order: int, roles: frozenset[str] = WRITERS) -> None:
        super().__init__(label, url, name=name, icon_name=icon_name, order=order)
        self.roles = roles

    def is_shown(self, request: HttpRequest) -> bool:
        return getattr(request.user, "role", None) in self.roles


SELLERS = frozenset({Role.SELLER})


@hooks.register("register_admin_menu_item")
def home() -> MenuItem:
    return WritersItem("Home", reverse_lazy("wagtailadmin_home"), name="desk-home", icon_name="home", order=1)


@hooks.register("register_admin_menu_item")
def write() -> MenuItem:
    return WritersItem("Write", reverse_lazy("seller_desk:write"), name="desk-write", icon_name="edit", order=2)


@hooks.register("register_admin_menu_item")
def customers() -> MenuItem:
    return WritersItem("Customers", reverse_lazy("seller_desk:customers"), name="desk-customers", icon_name="group", order=3, roles=SELLERS)


@hooks.register("register_admin_menu_item")
def results() -> MenuItem:
    return WritersItem("Results", reverse_lazy("seller_desk:results"), name="desk-results", icon_name="order-up", order=5, roles=SELLERS)


class KeepersItem(MenuItem):
    """Shown to those who keep ideas."""

    def is_shown(self, request: HttpRequest) -> bool:
        return keeps_ideas(request.user)


@hooks.register("register_admin_menu_item")
def ideas() -> MenuItem:
    return KeepersItem("Ideas", reverse_lazy("seller_desk:ideas"), name="desk-ideas", icon_name="pick", order=22)


class AdministratorsItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return is_administrator(request.user)


@hooks.register("register_settings_menu_item")
def shop_systems() -> MenuItem:
    return AdministratorsItem("Shop systems", reverse_lazy("seller_desk:systems"), name="shop-systems", icon_name="key", order=910)


@hooks.register("construct_main_menu", order=1000)
def arrange_the_menu(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    if (role := getattr(request.user, "role", None)) in ROLE_MENUS:
        arrange(menu_items, role)


@hooks.register("construct_homepage_panels", order=1000)
def show_writers_their_desk(request: HttpRequest, panels: list[Any]) -> None:
    if request.user.role in WRITERS:
        panels[:] = [panel_for(request.user.role)]
        return
    if request.user.role in (Role.LEAD, Role.ADMINISTRATOR):
        panels.append(StoppedPanel())
    if request.user.role == Role.LEAD:
        panels.append(LeadPanel())
