"""Issues whose approval is real: handed in, reviewed by somebody else, cleared by the gate."""

from typing import Any

from sellers.delivery.models import Issue
from sellers.newsletters.services.submission import approve_review, submit_letter
from tests.factories.audience import make_readers
from tests.factories.newsletters import make_letter
from tests.factories.profiles import make_seller, make_user


def make_issue(seller: Any = None, *, readers: int = 3, lead: Any = None, **letter: Any) -> Issue:
    """An approved letter of a seller with this many more readers, ready to be sent."""
    seller = seller or make_seller()
    if readers:
        make_readers(seller, readers)
    page = make_letter(seller, **letter)
    review = submit_letter(page, by=seller.user)
    assert review is not None
    approve_review(review, by=lead or make_user("lead"))
    return Issue.objects.get(pk=page.pk)
