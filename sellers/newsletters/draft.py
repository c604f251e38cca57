"""The editor's form. A draft is always kept, whatever is in it; only what goes on to head office must be in order."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict
from wagtail.admin.forms import WagtailAdminPageForm

from brandguard.models import BlockVersion
from brandguard.queries import may_use
from brandguard.services.hits import count_stopped
from brandguard.services.rules import check_document
from sellers.audience.queries import topics_in_use

from .advice import own_findings
from .belongings import foreign, used_in
from .document import letter_document


class LetterForm(WagtailAdminPageForm):
    keeps_draft = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "topic" in self.fields:
            self._offer_topics()

    def _offer_topics(self) -> None:
        """What the company offers now, and what the letter has already. While there is nothing to choose, nothing is asked."""
        offered = topics_in_use(but=self.instance.topic_id)
        self.fields["topic"].queryset = offered
        self.fields["topic"].empty_label = "No topic: everybody gets it"
        if not offered:
            del self.fields["topic"]

    def defer_required_fields(self) -> None:
        """Wagtail calls this when a draft is saved or previewed."""
        self.keeps_draft = True
        super().defer_required_fields()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.instance.pk:
            # Wagtail's own "add" names no seller before it saves; the findings ask for her.
            self.instance.seller = self.parent_page.specific.seller
        if self.is_bound and not self.errors:
            self._refuse_foreign_texts(cleaned)
            self._refuse_foreign_things(cleaned)
        if not self.keeps_draft and self.is_bound and not self.errors:
            self._refuse_what_blocks(cleaned)
        return cleaned

    def _refuse_foreign_texts(self, cleaned: dict[str, Any]) -> None:
        """The chooser offers only what she may use; a form made by hand could name any text. What the letter held before may stay."""
        held = {version.pk for version in _approved_texts(self.instance.body)}
        for version in _approved_texts(cleaned.get("body") or ()):
            if version.pk not in held and not may_use(version, viewer=self.for_user):
                self.add_error(
                    "body", ValidationError("This approved text is not for you to use. Choose another one.", code="foreign_text")
                )

    def _refuse_foreign_things(self, cleaned: dict[str, Any]) -> None:
        """Pictures, pages and documents that no chooser would have offered her. What the letter held before may stay."""
        held = {used.key for used in used_in(self.instance.body)}
        for used in foreign(cleaned.get("body") or (), seller=self.instance.seller, viewer=self.for_user, held=held):
            self.add_error("body", ValidationError(used.message, code=f"foreign_{used.kind}"))

    def _refuse_what_blocks(self, cleaned: dict[str, Any]) -> None:
        letter = self.instance
        letter.subject, letter.preheader, letter.body = cleaned["subject"], cleaned["preheader"], cleaned["body"]
        stopping = [finding for finding in (*own_findings(letter), *check_document(letter_document(letter)).findings) if finding.blocks]
        for finding in stopping:
            field = finding.location if finding.location in ("subject", "preheader") else "body"
            self.add_error(field, ValidationError(finding.message, code=finding.rule))
        if stopping and self.instance.pk:
            count_stopped(letter.seller.user, stopping)


def _approved_texts(body: Any) -> list[BlockVersion]:
    return [child.value for child in body if child.block_type == "approved" and child.value is not None]


def take_typed(letter: Any, data: QueryDict) -> Any:
    """The letter with what stands in the posted editor form, unvalidated: for findings and nothing else. Fields not posted stay."""
    letter.subject = data.get("subject", letter.subject)
    letter.preheader = data.get("preheader", letter.preheader)
    if "body-count" in data:
        block = letter._meta.get_field("body").stream_block
        letter.body = block.value_from_datadict(data, {}, "body")
    return letter
