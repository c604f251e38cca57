"""What a writer sees first when she comes in."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone
from wagtail.admin.ui.components import Component

from brandguard import recall_queries
from hub.accounts.models import Role
from sellers.audience.queries import state_counts
from sellers.delivery.queries import held_issues
from sellers.profiles.queries import seller_of, sellers_written_by

from .queries.handing import hand_overs_of
from .queries.home import moments
from .queries.ideas import ideas_at_home
from .queries.leaving import what_was_said
from .queries.letters import standings
from .queries.results import results_of
from .queries.tasks import done_today, today_of
from .words import greeting

LETTERS_SHOWN = HELD_SHOWN = 5
RECALLED_WITHIN = timedelta(days=7)


class HomePanel(Component):
    """A seller's home: whom to write to and why now, her letters, how the last one went."""

    name = "desk"
    template_name = "desk/home.html"
    order = 10

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        request = parent_context["request"]
        seller = seller_of(viewer=request.user)
        if seller is None:
            return {"seller": None, "name": request.user.get_short_name()}
        counts = state_counts(seller=seller)
        return {
            "request": request,
            "seller": seller,
            "greeting": greeting(timezone.now(), seller),
            "name": seller.first_name,
            "today": today_of(seller),
            "moments": moments(seller=seller),
            "hand_overs": hand_overs_of(seller=seller),
            "ideas": ideas_at_home(seller=seller),
            "done": list(done_today(seller=seller)[:3]),
            "letters": standings(viewer=request.user)[:LETTERS_SHOWN],
            "last": next(iter(results_of(seller=seller, limit=1)), None),
            "counts": counts,
            "nobody": not sum(counts.values()),
            "csrf_token": parent_context.get("csrf_token"),
        }


class AssistantPanel(Component):
    """An assistant's desk: whom she writes for and what is due. Nothing of anybody's customers."""

    name = "assistant-desk"
    template_name = "desk/assistant.html"
    order = 10

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        request = parent_context["request"]
        sellers = list(sellers_written_by(viewer=request.user).select_related("shop", "photo").order_by("name"))
        found = standings(viewer=request.user, limit=60)
        for seller in sellers:
            seller.standings = [one for one in found if one.letter.seller_id == seller.pk]
            seller.due = [one for one in seller.standings if one.is_yours]
        return {
            "request": request,
            "sellers": sellers,
            "due": [one for one in found if one.is_yours],
            "name": request.user.get_short_name(),
            "csrf_token": parent_context.get("csrf_token"),
        }


class StoppedPanel(Component):
    """For leads and administrators, before everything else: what the guard holds back now, and what was recalled lately."""

    name = "desk-stopped"
    template_name = "desk/stopped.html"
    order = 5

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        viewer = parent_context["request"].user
        return {
            "held": list(held_issues(viewer=viewer)[:HELD_SHOWN]),
            "recalls": recall_queries.recent(viewer=viewer, since=timezone.now() - RECALLED_WITHIN),
        }


class LeadPanel(Component):
    """For leads, below what waits for them: what readers say when they leave, over all sellers they see."""

    name = "desk-lead"
    template_name = "desk/lead.html"
    order = 20

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        viewer = parent_context["request"].user
        return {"why": what_was_said(viewer=viewer)}


def panel_for(role: str) -> Component:
    return HomePanel() if role == Role.SELLER else AssistantPanel()
