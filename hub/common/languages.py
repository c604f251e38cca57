"""The language in which a stranger is answered. Nobody is signed in and no cookie is set, so an address carries her choice."""

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation
from django.utils.http import urlencode

CHOICE = "lang"


def known(code: str) -> str:
    """The language of ours that a code such as "de-AT" or "pt_BR" names; empty when we do not speak it."""
    short = code.replace("_", "-").split("-")[0].lower()
    return short if short in dict(settings.LANGUAGES) else ""


def asked_for(request: HttpRequest) -> str:
    """The language somebody chose by hand: in the address, or in the form that came from there."""
    return known(request.GET.get(CHOICE, "") or request.POST.get(CHOICE, ""))


def speak(request: HttpRequest, *wanted: str) -> str:
    """Answer in the language chosen by hand, else in the first of `wanted` that we speak, else as the browser asks."""
    candidates = (asked_for(request), *map(known, wanted), known(translation.get_language() or ""))
    language = next(filter(None, candidates), known(settings.LANGUAGE_CODE) or settings.LANGUAGES[0][0])
    translation.activate(language)
    request.LANGUAGE_CODE = language
    return language


def keeping_choice(request: HttpRequest | None, address: str) -> str:
    """The address with the language chosen by hand, so that a choice holds from page to page."""
    chosen = asked_for(request) if request is not None else ""
    if not chosen:
        return address
    path, hash_sign, fragment = address.partition("#")
    return f"{path}{'&' if '?' in path else '?'}{urlencode({CHOICE: chosen})}{hash_sign}{fragment}"
