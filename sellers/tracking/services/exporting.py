"""Results leave as a file; the trail says who took how many letters' numbers."""

from collections.abc import Iterator
from typing import Any

from hub.accounts.models import Role
from hub.common import audit
from hub.common.exceptions import NotAllowed
from sellers.audience.files.defusing import csv_pieces

from .. import queries


def export_results(*, by: Any) -> Iterator[bytes]:
    """Every letter's numbers that this person may see, as CSV that no spreadsheet takes for formulas. NotAllowed for all others."""
    if getattr(by, "role", None) not in (Role.SELLER, Role.LEAD, Role.ADMINISTRATOR):
        raise NotAllowed("Results are for sellers and marketing leads.")
    count = queries.sent_issues(viewer=by).count()
    audit.record("tracking.results_exported", actor=by, subject=f"user:{by.pk}", data={"letters": count})
    return csv_pieces(queries.exported_results(viewer=by))
