"""Absolute links, from the configured origin and never from the Host header."""

from django.conf import settings
from django.urls import reverse


def absolute(path: str) -> str:
    return settings.ORIGIN + path


def absolute_reverse(name: str, *args: object) -> str:
    return absolute(reverse(name, args=args))
