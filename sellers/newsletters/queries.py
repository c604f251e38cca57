"""Reading letters: whose they are, where each stands, and what they are made of."""

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.db.models import CharField, Count, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat
from wagtail.images.models import Image
from wagtail.models import ReferenceIndex

from brandguard.choices import ArtefactState, ReviewState
from brandguard.models import Artefact, Review
from sellers.profiles.queries import sellers_seen_by, sellers_written_by

from .choices import LetterState
from .exceptions import NoSuchLetter
from .models import Justification, KeptPicture, LetterPage
from .written import fingerprint as fingerprint

if TYPE_CHECKING:
    from sellers.profiles.models import Seller

SendStates = Callable[[Iterable[int]], Mapping[int, str]]
_send_states: list[SendStates] = []


def register_send_states(look: SendStates) -> None:
    """`look(letter ids)` gives {id: "scheduled" | "sending" | "sent" …} for letters with a send. Delivery, above, tells it here."""
    _send_states.append(look)


def letters_for(*, viewer: Any) -> QuerySet[LetterPage]:
    """Letters this person may know of: a seller's own, an assistant's sellers', a lead's region's, all for administrators."""
    letters = LetterPage.objects.select_related("seller__shop__region", "seller__user").order_by("-latest_revision_created_at", "-pk")
    return letters.filter(seller__in=sellers_seen_by(viewer=viewer))


def letters_about(topics: Iterable[int]) -> dict[int, int]:
    """{topic id: how many letters are about it}: drafts and sent ones of every seller, as a number alone."""
    about = LetterPage.objects.filter(topic__in=list(topics)).order_by()
    return dict(about.values_list("topic").annotate(n=Count("pk")))


def letters_written_by(*, viewer: Any) -> QuerySet[LetterPage]:
    """Letters this person may write on, with the title as last saved and `audience_count` as last submitted, or None."""
    subject = Concat(Value("letter:"), Cast(OuterRef("pk"), CharField()))
    newest = Artefact.objects.filter(subject=subject).order_by("-id").values("audience_count")[:1]
    letters = letters_for(viewer=viewer).filter(seller__in=sellers_written_by(viewer=viewer))
    return letters.annotate(audience_count=Subquery(newest))


def letter_to_write(*, viewer: Any, pk: int) -> LetterPage:
    """The bare row of a letter on which this person may write, whose body is read when it is asked for. NoSuchLetter for all others."""
    letters = LetterPage.objects.select_related("seller__shop__region").filter(seller__in=sellers_written_by(viewer=viewer))
    try:
        return letters.defer("body").get(pk=pk)
    except LetterPage.DoesNotExist as error:
        raise NoSuchLetter("There is no such letter.") from error


def letters_of(*, seller: "Seller") -> QuerySet[LetterPage]:
    return LetterPage.objects.filter(seller=seller).order_by("-latest_revision_created_at", "-pk")


def archived_letters(*, seller: "Seller") -> QuerySet[LetterPage]:
    """Letters that anybody may read on the seller's page, the newest first, without their bytes."""
    sent = LetterPage.objects.filter(seller=seller, archived_artefact__isnull=False).select_related("archived_artefact")
    return sent.defer("body", "archived_artefact__payload", "archived_artefact__document").order_by("-archived_artefact__created_at", "-pk")


def unsent_letters(*, viewer: Any, words: str) -> QuerySet[LetterPage]:
    """Letters this person may know of that have not gone out, by words of their title or their seller's name."""
    named = Q(draft_title__icontains=words) | Q(seller__name__icontains=words)
    return letters_for(viewer=viewer).filter(named, archived_artefact=None)


def letter_for(*, viewer: Any, pk: int, written: bool = True) -> LetterPage:
    """The letter as it was last saved; NoSuchLetter when it is absent or not the viewer's. `written=False`: the bare row, cheaper."""
    letter = letters_for(viewer=viewer).filter(pk=pk).first()
    if letter is None:
        raise NoSuchLetter("There is no such letter.")
    return as_written(letter) if written else letter


def as_written(letter: LetterPage) -> LetterPage:
    """The letter as its writer last saved it: its latest revision, or the row when there is none."""
    return letter.get_latest_revision_as_object() if letter.latest_revision_id else letter


def put_written(letter: LetterPage) -> None:
    """The letter's own fields as last saved, without the seven queries that rebuilding a whole page from a revision costs."""
    if letter.latest_revision is None:
        return
    content = letter.latest_revision.content
    for field in LetterPage._meta.local_fields:
        if field.name in content and not field.primary_key:
            setattr(letter, field.attname, field.to_python(content[field.name]))


def with_state(letters: QuerySet[LetterPage]) -> list[LetterPage]:
    """The letters, each with `.state` (LetterState), in three queries however many they are."""
    found = list(letters)
    states = states_of(found)
    for letter in found:
        letter.state = states[letter.pk]  # type: ignore[attr-defined]
    return found


def state_of(letter: LetterPage) -> LetterState:
    return states_of([letter])[letter.pk]


def states_of(letters: Iterable[LetterPage]) -> dict[int, LetterState]:
    """Where each letter stands, derived from the guard's artefacts and the sends; nothing of it is stored with the letter."""
    found = list(letters)
    decided = _review_states(found)
    sends: dict[int, str] = {}
    for look in _send_states:
        sends |= look([letter.pk for letter in found])
    return {letter.pk: _state(letter, decided.get(letter.guard_subject), sends.get(letter.pk)) for letter in found}


def _review_states(letters: list[LetterPage]) -> dict[str, tuple[str, str | None]]:
    subjects = [letter.guard_subject for letter in letters]
    newest = Artefact.objects.filter(subject=OuterRef("subject")).order_by("-id").values("id")[:1]
    rows = Artefact.objects.filter(subject__in=subjects, id=Subquery(newest)).values_list("subject", "state", "review__state")
    return {subject: (state, review) for subject, state, review in rows}


def _state(letter: LetterPage, decided: tuple[str, str | None] | None, send: str | None) -> LetterState:
    if send in LetterState.values:
        return LetterState(send)
    if letter.is_sent:
        return LetterState.SENT
    artefact, review = decided or ("", None)
    if artefact == ArtefactState.APPROVED:
        return LetterState.APPROVED
    if artefact == ArtefactState.RETURNED or review == ReviewState.RETURNED:
        return LetterState.RETURNED
    if artefact == ArtefactState.FROZEN and review == ReviewState.WAITING:
        return LetterState.IN_REVIEW
    return LetterState.DRAFT


def rounds_of(letter: LetterPage) -> list[Review]:
    """Every time the letter was handed in, the newest first, with what was said about it."""
    rounds = Review.objects.filter(artefact__subject=letter.guard_subject).order_by("-pk")
    return list(
        rounds.select_related("artefact", "decided_by").defer("artefact__payload", "artefact__document").prefetch_related("comments")
    )


def can_be_pulled_back(letter: LetterPage) -> bool:
    """Whether something waits or is approved, and nothing of it has gone out."""
    live = (ArtefactState.FROZEN, ArtefactState.APPROVED)
    return not letter.is_sent and Artefact.objects.filter(subject=letter.guard_subject, state__in=live).exists()


def reasons_for(letter: LetterPage) -> dict[str, str]:
    """The writer's reasons by rule key."""
    return dict(Justification.objects.filter(letter=letter.pk).values_list("rule", "text"))


def keepers_of(image: Image) -> QuerySet[LetterPage]:
    """Letters that showed this picture when they were handed in: its address stands in their bytes."""
    return LetterPage.objects.filter(pk__in=KeptPicture.objects.filter(image=image).values("letter"))


def letters_showing(image: Image) -> QuerySet[LetterPage]:
    """Those, and every draft that shows it now."""
    drafts = [reference.object_id for reference in ReferenceIndex.get_references_to(image)]
    return LetterPage.objects.filter(Q(pk__in=keepers_of(image).values("pk")) | Q(pk__in=LetterPage.objects.filter(pk__in=drafts)))


def names_of(letters: QuerySet[LetterPage]) -> str:
    """As "a letter of Anna Nowak", "5 letters of Anna Nowak, Berta Lis and others". No titles: the asker need not know the letters."""
    names = list(letters.order_by("seller__name").values_list("seller__name", flat=True).distinct()[:4])
    count = letters.count()
    whose = ", ".join(names[:3]) + (" and others" if len(names) > 3 else "")
    return f"{'a letter' if count == 1 else f'{count} letters'} of {whose}"
