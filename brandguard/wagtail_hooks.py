"""Registers the guard's screens."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from . import admin_urls
from .queries import keeps
from .viewsets.chooser import approved_block_chooser


class KeepersMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return keeps(request.user)  # type: ignore[arg-type]


@hooks.register("register_admin_viewset")
def register_chooser() -> Any:
    return approved_block_chooser


@hooks.register("register_admin_urls")
def guard_screens() -> list[URLResolver]:
    return [path("guard/", include(admin_urls))]


@hooks.register("register_admin_menu_item")
def rules_in_the_menu() -> MenuItem:
    return KeepersMenuItem("Rules", reverse_lazy("guard:rules"), name="guard-rules", icon_name="warning", order=20)


@hooks.register("register_admin_menu_item")
def texts_in_the_menu() -> MenuItem:
    return KeepersMenuItem("Approved texts", reverse_lazy("guard:texts"), name="guard-texts", icon_name="snippet", order=21)


@hooks.register("register_admin_menu_item")
def recalls_in_the_menu() -> MenuItem:
    return KeepersMenuItem("Recalls", reverse_lazy("guard:recalls"), name="guard-recalls", icon_name="history", order=22)
