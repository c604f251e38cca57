"""Every stored letter, for trying a rule on. The guard knows what was handed in; rooms above register what else there is."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Max

from .documents import Document
from .models import Artefact

DRAFT = "draft"


@dataclass(frozen=True)
class Stored:
    """One letter as it stands. `state`: "draft", or how far what was handed in has come."""

    subject: str
    title: str
    author: str
    region: str
    state: str
    document: Callable[[], Document]


_looks: list[Callable[[], Iterable[Stored]]] = []


def register_letters(look: Callable[[], Iterable[Stored]]) -> None:
    """`look()` gives every letter that was not handed in as it now stands."""
    _looks.append(look)


def stored_letters(*, regions: set[str] | None = None) -> Iterator[Stored]:
    """The newest of what was handed in for each subject, then drafts; of these regions only, or of all."""
    newest = Artefact.objects.values("subject").annotate(last=Max("pk")).values("last")
    for artefact in (
        Artefact.objects.filter(pk__in=newest).defer("payload").select_related("author").order_by("pk").iterator(chunk_size=200)
    ):
        if regions is None or artefact.region in regions:
            author = str(artefact.author)
            yield Stored(artefact.subject, artefact.title, author, artefact.region, artefact.get_state_display(), artefact.guard_document)
    for look in _looks:
        yield from (stored for stored in look() if regions is None or stored.region in regions)
