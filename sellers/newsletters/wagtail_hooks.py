"""Registers what Wagtail's admin shows of letters and their review."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLResolver, include, path, reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from brandguard.review_queries import REVIEWERS
from hub.accounts.roles import WRITERS

from . import desk_urls, editor_urls, writer_urls
from .desk.admin import DeskMenuItem, WaitingPanel
from .menu import for_letters
from .models import LetterPage
from .standing import tell_standing, tell_stopped
from .viewsets import LetterViewSet

# Wagtail's panels that list the same letters again, with ways to decide that leave the desk's checks out.
INSTEAD_OF_THE_DESK = {"workflow_objects_to_moderate", "user_objects_in_workflow_moderation", "locked_pages"}


@hooks.register("register_admin_urls")
def desk_screens() -> list[URLResolver]:
    return [path("review/", include(desk_urls)), path("letters/", include(editor_urls)), path("letters/", include(writer_urls))]


@hooks.register("register_admin_viewset")
def letters_in_the_editor() -> ViewSet:
    return LetterViewSet()


@hooks.register("before_edit_page")
@hooks.register("before_delete_page")
def sent_letters_are_history(request: HttpRequest, page: Any) -> HttpResponse | None:
    if isinstance(page.specific_deferred, LetterPage) and page.specific_deferred.is_sent and request.method == "POST":
        messages.error(request, "This letter was sent, so it stays as your readers got it. Copy it to write on.")
        return redirect("wagtailadmin_pages:edit", page.pk)
    return None


@hooks.register("before_edit_page")
def say_where_it_stands(request: HttpRequest, page: Any) -> None:
    if request.method == "GET" and isinstance(page.specific_deferred, LetterPage):
        tell_standing(request, page.specific_deferred)


@hooks.register("after_edit_page")
def say_what_the_guard_stopped(request: HttpRequest, page: Any) -> None:
    if isinstance(page, LetterPage) and request.POST.keys() & {"action-submit", "action-restart-workflow"}:
        tell_stopped(request, page)


@hooks.register("construct_page_action_menu")
def letters_are_handed_in(menu_items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    if isinstance(context.get("page"), LetterPage) or context.get("view") == "create":
        for_letters(menu_items)


@hooks.register("register_admin_menu_item")
def review_desk() -> DeskMenuItem:
    return DeskMenuItem("Review", reverse_lazy("desk:queue"), name="review-desk", icon_name="clipboard-list", order=10)


@hooks.register("construct_homepage_panels")
def show_reviewers_what_waits(request: HttpRequest, panels: list[Any]) -> None:
    if request.user.role in REVIEWERS:
        panels[:] = [WaitingPanel(), *(panel for panel in panels if getattr(panel, "name", "") not in INSTEAD_OF_THE_DESK)]


class WritersMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return getattr(request.user, "role", None) in WRITERS


@hooks.register("register_admin_menu_item")
def my_letters() -> MenuItem:
    return WritersMenuItem("My letters", reverse_lazy("letters:mine"), name="my-letters", icon_name="mail", order=20)
