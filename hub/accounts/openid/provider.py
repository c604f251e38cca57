"""allauth's OpenID provider with what it leaves out: it sends no nonce, and believes an ID token's words without its signature.

OpenID Connect allows that for a token that came straight over TLS; we ask for the signature all the same, so that a proxy or a
provider's cache between us makes nobody somebody else. What concerns a visit (nonce, subject, audience) is looked at in
hub.accounts.provider.
"""

from typing import Any

from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import get_random_string

# Signatures by the provider's private key alone: "none" and those by a shared secret are refused.
SIGNATURES = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")


class CompanyAdapter(OpenIDConnectOAuth2Adapter):
    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        """Raises OAuth2Error when there is no ID token: user info alone says nothing about this visit."""
        if not kwargs["response"].get("id_token"):
            raise OAuth2Error("The provider sent no ID token.")
        return super().complete_login(request, app, token, **kwargs)

    def _decode_id_token(self, app: Any, id_token: str) -> dict[str, Any]:
        """The token's claims; OAuth2Error unless the provider signed them, for us, and they still hold."""
        import jwt  # here and not above: it brings OpenSSL's wrapper into every process

        try:
            header = jwt.get_unverified_header(id_token)
        except jwt.PyJWTError as error:
            raise OAuth2Error("This is no ID token.") from error
        if header.get("alg") not in SIGNATURES or not header.get("kid"):
            raise OAuth2Error("The ID token is not signed by a key of the provider's.")
        config = self.openid_config
        claims: dict[str, Any] = jwtkit.verify_and_decode(
            credential=id_token,
            keys_url=config["jwks_uri"],
            issuer=config["issuer"],
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
            verify_signature=True,
        )
        if "exp" not in claims:
            raise OAuth2Error("The ID token never runs out.")
        return claims


class CompanyProvider(OpenIDConnectProvider):
    oauth2_adapter_class = CompanyAdapter
    # Where allauth finds the addresses (urls.py).
    package = "hub.accounts.openid"

    def redirect(self, request: HttpRequest, process: str, next_url: str | None = None, data: Any = None, **kwargs: Any) -> HttpResponse:
        """To the provider, with a number that only this visit knows and that has to come back inside the signed token."""
        nonce = get_random_string(32)
        params = kwargs.pop("auth_params", None) or self.get_auth_params()
        return super().redirect(request, process, next_url, data, auth_params={**params, "nonce": nonce}, nonce=nonce, **kwargs)
