"""Every stored letter, for trying a rule on. The guard knows what was handed in; rooms above register what else there is."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from django.db.models import Max, QuerySet

from .choices import ArtefactState
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
_states: list[Callable[[Collection[str]], Mapping[str, str]]] = []
# Read together, so that where they stand is asked for many at once.
_BATCH = 200


def register_letters(look: Callable[[], Iterable[Stored]]) -> None:
    """`look()` gives every letter that was not handed in as it now stands."""
    _looks.append(look)


def register_states(look: Callable[[Collection[str]], Mapping[str, str]]) -> None:
    """`look(subjects)` says of those that are scheduled, being sent or sent that they are; of the others nothing."""
    _states.append(look)


def stored_letters(*, regions: set[str] | None = None) -> Iterator[Stored]:
    """The newest of what was handed in for each subject, then drafts that say something else; of these regions only, or of all."""
    waiting: set[str] = set()
    for batch in _batches(_newest().iterator(chunk_size=_BATCH)):
        states = {subject: state for look in _states for subject, state in look([artefact.subject for artefact in batch]).items()}
        for artefact in batch:
            if artefact.state in (ArtefactState.FROZEN, ArtefactState.APPROVED):
                waiting.add(artefact.subject)
            if regions is None or artefact.region in regions:
                state = states.get(artefact.subject) or artefact.get_state_display()
                yield Stored(artefact.subject, artefact.title, str(artefact.author), artefact.region, state, artefact.guard_document)
    for look in _looks:
        yield from (stored for stored in look() if stored.subject not in waiting and (regions is None or stored.region in regions))


def how_many() -> int:
    """About how many letters there are to read."""
    return _newest().count()


def _batches(artefacts: Iterator[Artefact]) -> Iterator[list[Artefact]]:
    while batch := list(islice(artefacts, _BATCH)):
        yield batch


def _newest() -> QuerySet[Artefact]:
    newest = Artefact.objects.order_by().values("subject").annotate(last=Max("pk")).values("last")
    return Artefact.objects.filter(pk__in=newest).defer("payload").select_related("author").order_by("pk")
