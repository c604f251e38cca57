"""The chooser of approved texts. It offers, shows and hands out only what this user may use: for anything else it answers 404."""

from typing import Any

from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.html import strip_tags
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import chooser
from wagtail.admin.viewsets.chooser import ChooserViewSet

from .. import queries
from ..models import BlockVersion


class Usable:
    """Limits a chooser's view to the versions that its user may use now."""

    request: Any

    def get_object_list(self) -> QuerySet[BlockVersion]:
        return queries.block_versions_for(viewer=self.request.user)

    def get_object(self, pk: Any) -> BlockVersion:
        return self.get_object_list().get(pk=pk)

    def get_objects(self, pks: Any) -> QuerySet[BlockVersion]:
        return self.get_object_list().filter(pk__in=pks)

    def get_display_title(self, instance: BlockVersion) -> str:
        return instance.block.title

    def get_edit_item_url(self, instance: BlockVersion) -> None:
        return None

    @cached_property
    def columns(self) -> list[Column]:
        return [
            self.title_column,  # type: ignore[attr-defined]
            Column("purpose", label="When to use it", accessor=lambda version: version.block.purpose),
            Column("text", label="Text", accessor=lambda version: _beginning(version.body)),
        ]

    def can_create(self) -> bool:
        return False


def _beginning(body: str) -> str:
    text = " ".join(strip_tags(body.replace("<", " <")).split())
    return text if len(text) < 120 else text[:117] + "…"


class Choose(Usable, chooser.ChooseView):
    pass


class ChooseResults(Usable, chooser.ChooseResultsView):
    pass


class Chosen(Usable, chooser.ChosenView):
    pass


class ChosenMultiple(Usable, chooser.ChosenMultipleView):
    pass


class ApprovedBlockChooserViewSet(ChooserViewSet):
    model = BlockVersion
    icon = "snippet"
    choose_one_text = "Choose an approved text"
    choose_another_text = "Choose another approved text"
    page_title = "Choose an approved text"
    choose_view_class = Choose
    choose_results_view_class = ChooseResults
    chosen_view_class = Chosen
    chosen_multiple_view_class = ChosenMultiple

    def get_urlpatterns(self) -> list[Any]:
        """Texts are made on their own screen, by two people: the chooser has no view that creates."""
        return [pattern for pattern in super().get_urlpatterns() if pattern.name != "create"]


approved_block_chooser = ApprovedBlockChooserViewSet("approved_text_chooser", url_prefix="approved-texts/choose")
