"""Sections of a seller's public page, hung in by rooms above: 20 the form, 40 the archive of letters."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest


@dataclass(frozen=True)
class Section:
    """A template and what it shows; the template finds this object as `section`. Pages show sections by `order`."""

    order: int
    template: str
    context: dict[str, Any] = field(default_factory=dict)


MakeSection = Callable[[HttpRequest, Any], Section | None]
_makers: list[MakeSection] = []


def register_section(make: MakeSection) -> None:
    """`make(request, seller)` gives the section for a seller's page, or None when there is nothing to show."""
    _makers.append(make)


def sections_for(request: HttpRequest, seller: Any) -> list[Section]:
    """What every room has to say on this seller's page, in order."""
    made = [make(request, seller) for make in _makers]
    return sorted((section for section in made if section), key=lambda section: section.order)
