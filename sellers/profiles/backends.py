"""guardian's answers about single objects, but a grant counts only while it is in force."""

from typing import Any

from guardian.backends import ObjectPermissionBackend

from .models import Seller
from .queries import WRITE, sellers_written_by


class DatedGrants(ObjectPermissionBackend):
    """guardian knows no dates: asked about a seller it would go on saying yes after the last day."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        if not super().has_perm(user_obj, perm, obj):
            return False
        return not isinstance(obj, Seller) or (perm in (WRITE, WRITE.split(".")[1]) and sellers_written_by(viewer=user_obj).contains(obj))

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> Any:
        found = super().get_all_permissions(user_obj, obj)
        return {name for name in found if self.has_perm(user_obj, name, obj)} if isinstance(obj, Seller) else found
