"""What production refuses to start with, each with the reason."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

LOCAL = ("localhost", "127.0.0.1", "::1")


def unsafe_values(settings: Mapping[str, Any]) -> list[str]:
    """Sentences, one for each unsafe setting, naming the variable and the way out. Empty: safe to start."""
    return [*_keys_and_pages(settings), *_addresses(settings), *_mail(settings)]


def _keys_and_pages(settings: Mapping[str, Any]) -> list[str]:
    problems = []
    if len(settings["SECRET_KEY"]) < 50 or len(set(settings["SECRET_KEY"])) < 12:
        problems.append("SECRET_KEY is missing, short or monotonous: sessions and links could be forged. Set 50 random characters or more.")
    if settings["DEBUG"]:
        problems.append("DEBUG is on: error pages would show personal data. Unset it.")
    if settings["DEMO"]:
        problems.append("HUB_DEMO is on: the demo shows every mail to every visitor. Unset it.")
    return problems


def _addresses(settings: Mapping[str, Any]) -> list[str]:
    problems = []
    origin = urlsplit(settings["ORIGIN"])
    if origin.scheme != "https":
        problems.append("ORIGIN does not start with https://: sign-ins and unsubscribe links would travel in the clear.")
    if origin.path or origin.query:
        problems.append("ORIGIN holds more than a scheme and a host: every link would be wrong. Give it as https://letters.company.com.")
    issuer = urlsplit(settings.get("OIDC_ISSUER") or "")
    if issuer.scheme == "http" and issuer.hostname not in LOCAL:
        problems.append(
            "OIDC_ISSUER does not start with https://: anybody on the way could say who signs in. Use the provider's https address."
        )
    if "*" in settings["ALLOWED_HOSTS"]:
        problems.append("ALLOWED_HOSTS holds *: any Host header would be believed. Name the hosts.")
    elif origin.hostname not in settings["ALLOWED_HOSTS"]:
        problems.append("ALLOWED_HOSTS lacks the host of ORIGIN: no link in any mail would open. Add it.")
    if origin.scheme == "https" and not settings.get("SECURE_HSTS_SECONDS"):
        problems.append("SECURE_HSTS_SECONDS is 0: a first visit could be turned to plain http. Unset it.")
    return problems


def _mail(settings: Mapping[str, Any]) -> list[str]:
    problems = []
    if settings["MAIL_DOMAIN"].endswith(".example"):
        problems.append("MAIL_DOMAIN is not set: letters need a sending domain of yours.")
    mail = urlsplit(settings["EMAIL_URL"])
    if mail.scheme == "smtp" and mail.hostname not in LOCAL:
        problems.append("EMAIL_URL uses smtp:// to another machine: letters would travel in the clear. Use smtp+tls:// or smtp+ssl://.")
    if settings["LETTER_TRANSPORT"] == "memory":
        problems.append("LETTER_TRANSPORT is memory: letters would be shown as sent and go nowhere. Unset it, or say smtp or django.")
    return problems
