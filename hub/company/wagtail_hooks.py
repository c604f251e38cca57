"""What the company adds to Wagtail: one screen for its looks, in the place of the stock form that would check no contrast."""

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from django.views.generic import RedirectView
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from . import admin_urls
from .queries import may_change_brand, regions_kept_by

to_brand = RedirectView.as_view(pattern_name="brand:edit")


@hooks.register("register_admin_urls")
def brand_urls() -> list[URLPattern | URLResolver]:
    # Before wagtail.contrib.settings, which registers its own later.
    return [
        path("settings/hub_company/brandkit/", RedirectView.as_view(pattern_name="brand:edit")),
        path("settings/hub_company/brandkit/<int:pk>/", lambda request, pk: to_brand(request)),
        path("brand/", include(admin_urls)),
    ]


class BrandMenuItem(MenuItem):
    """To the brand for those who keep it, to their own places for leads of a region."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_change_brand(request.user) or bool(regions_kept_by(request.user))

    def render_component(self, request: HttpRequest) -> object:
        self.url = reverse_lazy("brand:edit" if may_change_brand(request.user) else "brand:places")
        return super().render_component(request)


@hooks.register("register_admin_menu_item")
def brand_item() -> MenuItem:
    return BrandMenuItem("Brand", reverse_lazy("brand:edit"), name="brand", icon_name="site", order=80)
