"""Registers the room with Wagtail."""

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from hub.accounts.models import Role

from . import views

_patterns = [
    path("", views.SendsView.as_view(), name="sends"),
    path("<int:pk>/", views.SendView.as_view(), name="send"),
    path("<int:pk>/progress/", views.ProgressView.as_view(), name="progress"),
    path("<int:pk>/problems/<int:problem>/", views.ResolveView.as_view(), name="resolve"),
    *(path(f"<int:pk>/{what}/", views.ControlView.as_view(), {"what": what}, name=what) for what in ("pause", "resume", "cancel")),
]


@hooks.register("register_admin_urls")
def register_sends() -> list[URLPattern | URLResolver]:
    return [path("sends/", include((_patterns, "delivery_admin")))]


class SendsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return getattr(request.user, "role", "") in (Role.SELLER, Role.LEAD, Role.ADMINISTRATOR)


@hooks.register("register_admin_menu_item")
def add_sends() -> MenuItem:
    return SendsMenuItem("Sends", reverse("delivery_admin:sends"), name="sends", icon_name="mail", order=150)
