"""A wording that the reviewer suggested, taken over by the writer. It hands nothing in."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from brandguard.models import ReviewComment
from hub.common import audit
from hub.common.exceptions import NotAllowed

from ..exceptions import LetterError
from ..models import LetterPage
from ..queries import as_written
from ..rewording import CannotReword, reword_block, reword_line
from .letters import may_write_for

_LINES = ("subject", "preheader")


@transaction.atomic
def accept_suggestion(letter: LetterPage, comment: ReviewComment, *, by: Any) -> LetterPage:
    """Put the suggested words into the letter as last saved; everything else in it stays. It is a draft as before.

    Raises NotAllowed for other people's letters, LetterError when it waits or was sent, or the passage says something else by now.
    """
    if not may_write_for(by, letter.seller) or comment.review.artefact.subject != letter.guard_subject:
        raise NotAllowed("Only the seller, or an assistant who writes for her, changes this letter.")
    if letter.is_sent or letter.workflow_in_progress and letter.current_workflow_task_state.status == "in_progress":
        raise LetterError("This letter waits for review or was sent. Pull it back, or copy it, to change it.")
    comment = ReviewComment.objects.select_for_update(of=("self",)).get(pk=comment.pk)
    if not comment.suggestion or comment.accepted_at:
        raise LetterError("There is nothing more to take over here.")
    written = as_written(letter)
    try:
        _put(written, comment)
    except CannotReword as error:
        raise LetterError("This passage says something else by now. Open the letter and change it by hand.") from error
    written.save_revision(user=by, clean=False)
    comment.accepted_at = timezone.now()
    comment.save(update_fields=["accepted_at"])
    audit.record("letter.suggestion_accepted", actor=by, subject=letter.guard_subject, data={"comment": comment.pk})
    return written


def _put(letter: LetterPage, comment: ReviewComment) -> None:
    if comment.location in _LINES:
        setattr(letter, comment.location, reword_line(getattr(letter, comment.location), comment.quote, comment.suggestion))
        return
    place, _, rest = comment.location.partition("/")
    block_id, _, number = rest.partition("/")
    blocks = letter.body.get_prep_value()
    block = next((block for block in blocks if place == "body" and block["id"] == block_id), None)
    if block is None:
        raise CannotReword
    reword_block(block, int(number or 0), comment.quote, comment.suggestion)
    letter.body = letter.body.stream_block.to_python(blocks)
