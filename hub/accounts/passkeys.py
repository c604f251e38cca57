"""Second factors: passkeys belong to ORIGIN's host, and the secrets of apps lie encrypted."""

import base64
import hashlib
from typing import Any
from urllib.parse import urlsplit

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from hub.company.queries import brand

_SEALED = "sealed:"


class FactorAdapter(DefaultMFAAdapter):
    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """allauth would take the Host header's word for whose passkey it is."""
        return {"id": urlsplit(settings.ORIGIN).hostname or "", "name": brand().name}

    def encrypt(self, text: str) -> str:
        return _SEALED + _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """What was stored before secrets were sealed is read as it is. ValueError when no key of ours opens it."""
        if not encrypted_text.startswith(_SEALED):
            return encrypted_text
        try:
            return _box().decrypt(encrypted_text.removeprefix(_SEALED).encode()).decode()
        except InvalidToken as error:
            raise ValueError(
                "A second factor was sealed with another TOKEN_KEY. Name the former one, or set the factor up anew."
            ) from error

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        return "Passkey"


def _box() -> MultiFernet:
    """Keyed by TOKEN_KEY, which outlives a change of SECRET_KEY; former secret keys still open."""
    keys = [settings.TOKEN_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(b"accounts.second-factor:" + key.encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
