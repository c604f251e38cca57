"""What may be done with one page, where the policy's branches are too coarse."""

from wagtail.models import PagePermissionTester

from hub.accounts.models import Role


class FrontPageTester(PagePermissionTester):
    """Administrators look after the company's front page; nobody else changes it, and none of this reaches the pages below."""

    def _looks_after_it(self) -> bool:
        return self.user.is_active and (self.user.is_superuser or self.user.role == Role.ADMINISTRATOR)

    def can_edit(self) -> bool:
        return self._looks_after_it()

    def can_publish(self) -> bool:
        return self._looks_after_it()

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return False

    def can_copy(self) -> bool:
        return False

    def can_add_subpage(self) -> bool:
        # Sellers' pages are made with their seller, by services.create_seller.
        return False
