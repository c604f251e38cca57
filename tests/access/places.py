"""Where each route outside the admin lies in Anna's world. A new route needs its line here (or arguments in crawl.py) and in matrix.txt."""

from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.utils import timezone

from hub.accounts.models import Invitation
from hub.accounts.tokens import INVITATION
from hub.common.tokens import sign
from sellers.audience import tokens
from tests.access.crawl import Annas, Route
from tests.factories.profiles import make_user

# The demo's inbox and files served by Django itself: production has neither (hub/config/safety.py, urls.py).
NOT_IN_PRODUCTION = ("inbox/", "media/")

PLACES = {
    "icon.svg": "/icon.svg",
    "api/purchases": "/api/purchases",
    "favicon.ico": "/favicon.ico",
    "robots.txt": "/robots.txt",
    "health/live": "/health/live",
    "health/ready": "/health/ready",
    "^accounts/(?:email|confirm-email)/": "/accounts/email/",
    "accounts/^confirm-email/(?P<key>[-:\\w]+)/$": "/accounts/confirm-email/abc/",
    "accounts/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": "/accounts/password/reset/key/1-nonsense/",
    "^accounts/3rdparty/(?:signup/)?$": "/accounts/3rdparty/",
    "accounts/oidc/<str:provider_id>/login/": "/accounts/oidc/company/login/",
    "accounts/oidc/<str:provider_id>/login/callback/": "/accounts/oidc/company/login/callback/",
    "accounts/2fa/webauthn/keys/<int:pk>/remove/": "/accounts/2fa/webauthn/keys/{passkey}/remove/",
    "accounts/2fa/webauthn/keys/<int:pk>/edit/": "/accounts/2fa/webauthn/keys/{passkey}/edit/",
    "admin/settings/hub_company/brandkit/<int:pk>/": "/admin/settings/hub_company/brandkit/1/",
    "invitation/<str:token>": "/invitation/{invitation}",
    "_util/login/": "/_util/login/",
    "^admin/password_reset/": "/admin/password_reset/",
    "^admin/account/change_password/": "/admin/account/change_password/",
    "admin/login/": "/admin/login/",
    "admin/test404/": "/admin/test404/",
    "admin/^.*/$": "/admin/nothing/here/",
    "documents/^(\\d+)/(.*)$": "/documents/{document}/annas.png",
    "documents/authenticate_with_password/<int:restriction_id>/": "/documents/authenticate_with_password/1/",
    "subscribe/<slug:slug>/": "/subscribe/{slug}/",
    "subscribe/<slug:slug>/sent/": "/subscribe/{slug}/sent/",
    "yes/<str:token>": "/yes/{confirm}",
    "u/<str:token>": "/u/{unsubscribe}",
    "u/<str:token>/back": "/u/{unsubscribe}/back",
    "p/<str:token>": "/p/{preferences}",
    "u/<str:token>/why": "/u/{unsubscribe}/why",
    "p/<str:token>/about": "/p/{preferences}/about",
    "p/<str:token>/data": "/p/{preferences}/data",
    "p/<str:token>/erase": "/p/{preferences}/erase",
    "r/<str:token>": "/r/{made_up}",
    "<slug:slug>/contact.vcf": "/{slug}/contact.vcf",
    "<slug:slug>/poster/": "/{slug}/poster/",
    "<slug:slug>/cards/": "/{slug}/cards/",
    "<slug:slug>/<print:kind>.svg": "/{slug}/poster.svg",
    "<slug:slug>/letters.xml": "/{slug}/letters.xml",
    "<slug:slug>/letters/": "/{slug}/letters/",
    # Anna is here, so nobody was asked where to go: tests/audience/test_handing_over.py holds the door itself.
    "h/<str:token>": "/h/{made_up}",
    "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/": "/_util/authenticate_with_password/1/{letter}/",
    "^((?:[\\w\\-]+/)*)$": "/{slug}/",
}


def of(route: Route, annas: Annas) -> str:
    """Where it lies; KeyError for a route with something to fill in that has no line here."""
    place = PLACES.get(route.route)
    if place is None and not set(route.route) & set("<(^"):
        place = f"/{route.route}"
    if place is None:
        raise KeyError(f"{route.route}: say in tests/access/places.py where this route lies")
    names = {
        "slug": annas.world.anna.page.slug,
        "letter": annas.letter.pk,
        "document": annas.document.pk,
        "confirm": tokens.confirm_token(annas.reader.pk),
        "unsubscribe": tokens.unsubscribe_token(annas.reader.pk),
        "preferences": tokens.preferences_token(annas.reader.pk),
        "made_up": sign("something.else", annas.reader.pk),
        "invitation": sign(INVITATION, _invitation(annas).pk),
        "passkey": _passkey(annas).pk,
    }
    return place.format(**names)


def _invitation(annas: Annas) -> Invitation:
    """To Anna, waiting."""
    waiting = {"accepted_at": None, "revoked_at": None, "expires_at": timezone.now() + timedelta(days=1)}
    return Invitation.objects.get_or_create(user=annas.world.anna.user, defaults=waiting)[0]


def _passkey(annas: Annas) -> Authenticator:
    """Of somebody who is no one in the table."""
    there = Authenticator.objects.filter(type=Authenticator.Type.WEBAUTHN).first()
    return there or Authenticator.objects.create(user=make_user("seller"), type=Authenticator.Type.WEBAUTHN, data={})
