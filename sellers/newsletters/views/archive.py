"""The list of sent letters on a seller's public page."""

from typing import Any

from django.http import HttpRequest

from sellers.profiles.sections import Section

from .. import queries

SHOWN = 12


def archive_section(request: HttpRequest, seller: Any) -> Section | None:
    """Her last letters, or nothing while she has sent none."""
    letters = list(queries.archived_letters(seller=seller)[:SHOWN])
    if not letters:
        return None
    shown = [(letter.get_url(request), letter.archived_artefact.title, letter.archived_artefact.created_at) for letter in letters]
    return Section(40, "newsletters/section_archive.html", {"letters": shown, "seller": seller})
