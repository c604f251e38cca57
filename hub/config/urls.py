"""All doors, top to bottom. The order matters: Wagtail's own sign-in views are shadowed before its URLs are included."""

from django.conf import settings
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

to_login = RedirectView.as_view(pattern_name="account_login", query_string=True)
to_reset = RedirectView.as_view(pattern_name="account_reset_password")
to_sessions = RedirectView.as_view(pattern_name="sign_in:mine")
to_change = RedirectView.as_view(pattern_name="account_change_password")

urlpatterns = [
    path("health/", include("hub.common.urls")),
    # Addresses are an administrator's to change, through hub.accounts.services.
    re_path(r"^accounts/(?:email|confirm-email)/", to_login),
    # Which account of the company's sign-in is whose is settled at the first sign-in; sessions have a screen of ours.
    re_path(r"^accounts/3rdparty/(?:signup/)?$", to_login),
    path("accounts/sessions/", to_sessions),
    path("accounts/", include("allauth.urls")),
    path("", include("hub.accounts.urls")),
    path("admin/login/", to_login),
    path("_util/login/", to_login),
    re_path(r"^admin/password_reset/", to_reset),
    re_path(r"^admin/account/change_password/", to_change),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("guard/", include("brandguard.urls")),
    path("", include("hub.company.urls")),
    path("", include("sellers.profiles.urls")),
    path("", include("sellers.audience.urls")),
    path("", include("sellers.newsletters.urls")),
    path("", include("sellers.delivery.urls")),
    path("", include("sellers.tracking.urls")),
    path("", include("sellers.desk.urls")),
]
if settings.DEMO:
    urlpatterns += [path("inbox/", include("hub.demo.urls"))]
if not settings.PRODUCTION:
    # In production the web server in front serves MEDIA_ROOT.
    urlpatterns += [path("media/<path:path>", serve, {"document_root": settings.MEDIA_ROOT})]
urlpatterns += [path("", include(wagtail_urls))]
