"""The company's own sign-in by OpenID Connect, switched on by settings. It says who somebody is; what she may do, we say."""

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import render

from hub.common.exceptions import HubError

from . import services


class ProviderAdapter(DefaultSocialAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: Any) -> Any:
        """Nobody is made here, so nobody's names are filled in."""
        return sociallogin.user

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Ties the provider's account to the person with its address, once; afterwards its subject counts, not its address."""
        try:
            if sociallogin.state.get("process") == "connect":
                raise HubError("Sign out first, then sign in with the company account.", code="no_connecting")
            _ensure_for_this_visit(sociallogin)
            self._admit(request, sociallogin)
        except HubError as error:
            services.note_refusal(error.details.get("user"))
            raise ImmediateHttpResponse(render(request, "accounts/not_invited.html", {"message": error.message}, status=403)) from error

    @transaction.atomic
    def _admit(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        claims = _claims(sociallogin)
        verified = claims.get("email_verified") is True or settings.OIDC_TRUST_EMAIL
        known = sociallogin.user if sociallogin.is_existing else None
        user = services.admit(email=str(claims.get("email") or ""), verified=verified, known=known)
        # Who she is is enough; what else the provider tells of her is not ours to keep.
        sociallogin.account.extra_data = {}
        if known is None:
            sociallogin.connect(request, user)
        else:
            SocialAccount.objects.filter(pk=sociallogin.account.pk).update(extra_data={})
        values = claims.get(settings.OIDC_ROLE_CLAIM, ()) if settings.OIDC_ROLE_CLAIM else ()
        services.take_role(user, values=[values] if isinstance(values, str) else map(str, values or ()), mapping=settings.OIDC_ROLES)

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: Any = None, exception: Exception | None = None, **kwargs: Any
    ) -> None:
        if exception is not None:
            services.note_refusal(None)
        words = "The company's sign-in did not let you through. Try again, or sign in with your password."
        raise ImmediateHttpResponse(render(request, "accounts/not_invited.html", {"message": words}, status=403))


def _ensure_for_this_visit(sociallogin: SocialLogin) -> None:
    """Raises HubError unless the signed token answers what this browser asked, is meant for us, and the user info is the same person's."""
    told = sociallogin.account.extra_data or {}
    token, info = told.get("id_token") or {}, told.get("userinfo") or {}
    nonce = sociallogin.state.get("nonce")
    ours = sociallogin.account.get_provider().app.client_id
    others = isinstance(token.get("aud"), list) and len(token["aud"]) > 1
    same = not info or info.get("sub") == token.get("sub")
    if not nonce or token.get("nonce") != nonce or not token.get("sub") or not same or (token.get("azp", None if others else ours) != ours):
        raise HubError(
            "The company's sign-in did not let you through. Try again, or sign in with your password.", code="not_for_this_visit"
        )


def _claims(sociallogin: SocialLogin) -> dict[str, Any]:
    """What the provider says, the user info before the token."""
    data = sociallogin.account.extra_data or {}
    return {**(data.get("id_token") or {}), **(data.get("userinfo") or {})} or data
