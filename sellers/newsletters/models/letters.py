"""A letter: a page under its seller's page, which nobody reads on the web but as the approved bytes."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import get_random_string
from wagtail.admin.panels import FieldPanel
from wagtail.locks import WorkflowLock
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from .. import archive, preview
from ..blocks import BodyField, LetterBody
from ..draft import LetterForm
from ..locks import LetterTester, SentLock, WaitingLock
from ..marks import TOKEN

if TYPE_CHECKING:
    from sellers.audience.models import Topic
    from sellers.profiles.models import Seller

SLUG_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


class LetterPage(Page):
    """What a seller writes to her readers. Its title follows the subject; its slug is settled once, since sent mails name it."""

    seller: "models.ForeignKey[Seller, Seller]" = models.ForeignKey(
        "sellers_profiles.Seller", on_delete=models.PROTECT, related_name="letters", editable=False
    )
    subject = models.CharField(max_length=150, blank=True, help_text="What your readers see first. Best under 60 characters.")
    preheader = models.CharField("preview line", max_length=150, blank=True, help_text="The grey words beside the subject in the inbox.")
    topic: "models.ForeignKey[Topic | None, Topic | None]" = models.ForeignKey(
        "sellers_audience.Topic",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Readers who asked not to get this kind of letter are left out. Without a topic everybody gets it.",
    )
    body = BodyField(LetterBody(), blank=True)
    # The artefact whose bytes the public page shows; set when a send of it starts. From then on the letter is history.
    archived_artefact = models.ForeignKey(
        "brandguard.Artefact", null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )

    base_form_class = LetterForm
    content_panels = [FieldPanel("subject"), FieldPanel("preheader"), FieldPanel("topic"), FieldPanel("body", heading="Letter")]
    promote_panels: list[Any] = []
    settings_panels: list[Any] = []
    preview_modes = preview.MODES
    preview_sizes = preview.SIZES
    parent_page_types = ["sellers_profiles.SellerPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = "letter"

    @property
    def guard_subject(self) -> str:
        """The name under which the guard knows this letter."""
        return f"letter:{self.pk}"

    @property
    def is_sent(self) -> bool:
        return self.archived_artefact_id is not None

    def title_from_subject(self) -> str:
        return " ".join(TOKEN.sub(" ", self.subject).split()).strip(" ,;:–-") or "Letter without a subject"

    def settle(self) -> None:
        """Title, slug and seller are never anybody's to type: the seller is the parent page's, whatever a form says."""
        self.title = self.draft_title = self.title_from_subject()
        if not self.slug:  # type: ignore[has-type]
            self.slug = f"{timezone.localdate():%Y-%m-%d}-{get_random_string(6, SLUG_LETTERS)}"
        if self.path and (parent := self.get_parent()) is not None and hasattr(parent.specific, "seller"):
            self.seller = parent.specific.seller

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self.settle()
        super().full_clean(*args, **kwargs)

    def minimal_clean(self) -> None:
        """What Wagtail asks of a draft."""
        self.settle()
        super().minimal_clean()

    def with_content_json(self, content: dict[str, Any]) -> "LetterPage":
        """A revision says what is written, never whose letter it is or whether it was sent."""
        letter = super().with_content_json(content)
        letter.seller_id, letter.archived_artefact_id = self.seller_id, self.archived_artefact_id
        return letter

    def get_lock(self) -> Any:
        if self.is_sent:
            return SentLock(self)
        lock = super().get_lock()
        return WaitingLock(self, lock.task) if isinstance(lock, WorkflowLock) else lock

    def permissions_for_user(self, user: Any) -> LetterTester:
        return LetterTester(user, self)

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """There is a public page once a send has started, whatever Wagtail thinks is published."""
        if path_components or not self.is_sent:
            raise Http404
        return RouteResult(self)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The approved bytes that were sent, with nothing personal in them, and ways to pass them on around them."""
        if self.archived_artefact is None:
            raise Http404
        return archive.archive_response(self, self.archived_artefact, request)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        return preview.preview_response(self, mode_name, viewer=request.user)
