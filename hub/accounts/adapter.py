"""allauth, told that nobody signs up alone, that links come from ORIGIN, and that mails leave by the outbox."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from hub.common import outbox
from hub.common.network import client_ip
from hub.common.origin import absolute_reverse

# What a notice about sign-in says, by allauth's name for it.
NOTICES = {
    "password_changed": "Your password was changed.",
    "password_reset": "Your password was set anew, by a link from a mail to you.",
    "password_set": "A password was set for you.",
    "webauthn_added": "A passkey was added to your sign-in.",
    "webauthn_removed": "A passkey was removed from your sign-in.",
    "totp_activated": "Sign-in with a code from your phone was switched on.",
    "totp_deactivated": "Sign-in with a code from your phone was switched off.",
    "recovery_codes_generated": "New recovery codes were made for you. The old ones are void.",
}


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """By BEHIND_PROXY, as everywhere: else everybody behind the proxy would share one limit."""
        return client_ip(request) or "0.0.0.0"  # noqa: S104  no address to listen on: those without one share a limit

    def get_reset_password_from_key_url(self, key: str) -> str:
        """allauth would build it from the Host header."""
        uidb36, token = key.split("-", 1)
        return absolute_reverse("account_reset_password_from_key", uidb36, token)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A link to set a password, or a notice. Names no host, no browser and no address but in its To."""
        name = template_prefix.rsplit("/", 1)[-1]
        if name == "password_reset_key":
            mail = {"template": "accounts/password_reset", "context": {"user": context["user"], "link": context["password_reset_url"]}}
        else:
            notice = NOTICES.get(name, "Something about your sign-in was changed.")
            mail = {"template": "accounts/notice", "context": {"notice": notice, "link": absolute_reverse("account_reset_password")}}
        outbox.enqueue_mail(to=email, kind=f"accounts.{name}", **mail)
