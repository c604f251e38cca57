"""Registers the room with Wagtail."""

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from . import admin_urls
from .views.brakes import READERS


@hooks.register("register_admin_urls")
def results_urls() -> list[URLResolver]:
    return [path("results/", include(admin_urls))]


class ResultsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return getattr(request.user, "role", "") in READERS


@hooks.register("register_admin_menu_item")
def add_results() -> MenuItem:
    return ResultsMenuItem("Results", reverse_lazy("results:index"), name="results", icon_name="clipboard-list", order=160)
