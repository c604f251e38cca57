"""What the cellar shows in Wagtail's admin."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from .outbox_views import unsent
from .queries import MAY_LOOK


class OutboxMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(MAY_LOOK))


@hooks.register("register_admin_urls")
def outbox_url() -> list[URLPattern]:
    return [path("outbox/", unsent, name="outbox")]


@hooks.register("register_settings_menu_item")
def outbox_item() -> MenuItem:
    return OutboxMenuItem("Outbox", reverse_lazy("outbox"), name="outbox", icon_name="mail", order=900)
