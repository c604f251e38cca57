"""Registers the room with Wagtail."""

from django.urls import URLResolver, include, path
from wagtail import hooks

from . import admin_urls


@hooks.register("register_admin_urls")
def results_urls() -> list[URLResolver]:
    return [path("results/", include(admin_urls))]
