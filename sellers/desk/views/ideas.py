"""Ideas of head office, kept by leads: written, shown to whom, used by whom, retired."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail.images import get_image_model

from hub.common.exceptions import NotAllowed

from ..exceptions import BadIdea, NoSuchIdea
from ..forms import IdeaForm
from ..models import Idea
from ..queries.ideas import idea_kept, ideas_kept, keeps_ideas, may_change, reach_of, standing_of, uses_of
from ..services.ideas import retire_idea, save_idea, take_up_idea

PER_PAGE = 30
View = Callable[..., HttpResponse]


def for_keepers(view: View) -> View:
    """Gives the view the idea that `idea_id` names, as far as this person looks after it. 404 for everybody else."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, idea_id: int | None = None, **kwargs: Any) -> HttpResponse:
        try:
            if idea_id is not None:
                kwargs["idea"] = idea_kept(viewer=request.user, pk=idea_id)
            elif not keeps_ideas(request.user):
                raise NoSuchIdea
            return view(request, *args, **kwargs)
        except (NoSuchIdea, NotAllowed) as error:
            raise Http404 from error

    return inner


@require_GET
@for_keepers
def index(request: HttpRequest) -> HttpResponse:
    """All ideas for sellers this person sees, each with where it stands and how many began from it."""
    page = Paginator(ideas_kept(viewer=request.user), PER_PAGE).get_page(request.GET.get("p"))
    for idea in page:
        idea.standing = standing_of(idea)
    return render(request, "desk/ideas.html", {"page": page})


@require_http_methods(["GET", "POST"])
@for_keepers
def new(request: HttpRequest) -> HttpResponse:
    form = IdeaForm(request.POST or None, request.FILES or None, viewer=request.user, initial={"from_day": timezone.localdate()})
    if request.method == "POST" and form.is_valid() and (made := _saved(request, None, form)):
        messages.success(request, f"“{made.title}” is written. {_reach_said(made, request)}")
        return redirect("seller_desk:ideas")
    return render(request, "desk/idea_edit.html", {"form": form, "idea": None})


@require_http_methods(["GET", "POST"])
@for_keepers
def one(request: HttpRequest, idea: Idea) -> HttpResponse:
    """The idea with who used it; those who may change it change it here."""
    changes = may_change(idea, viewer=request.user)
    if request.method == "POST" and not changes:
        raise NotAllowed("Ideas for these sellers are kept by others.")
    form = IdeaForm(request.POST or None, request.FILES or None, viewer=request.user, initial=_initial(idea)) if changes else None
    if form is not None and request.method == "POST" and form.is_valid() and _saved(request, idea, form):
        messages.success(request, "Saved. Letters that began from it before stay as they are.")
        return redirect("seller_desk:idea", idea.pk)
    context = {"form": form, "idea": idea, "uses": uses_of(idea=idea, viewer=request.user), "standing": standing_of(idea)}
    return render(request, "desk/idea_edit.html", {**context, "reach": reach_of(idea=idea, viewer=request.user)})


@require_POST
@for_keepers
def retire(request: HttpRequest, idea: Idea) -> HttpResponse:
    retire_idea(idea, by=request.user)
    messages.success(request, f"“{idea.title}” is retired: nobody is offered it any more. Letters that began from it go on.")
    return redirect("seller_desk:ideas")


@require_POST
@for_keepers
def take_up(request: HttpRequest, idea: Idea) -> HttpResponse:
    take_up_idea(idea, by=request.user)
    messages.success(request, f"“{idea.title}” is offered again, within its days.")
    return redirect("seller_desk:ideas")


def _initial(idea: Idea) -> dict[str, Any]:
    plain = ("title", "text", "subject", "opening", "picture_alt", "from_day", "until_day")
    named = "\n".join(idea.sellers.order_by("name").values_list("user__email", flat=True))
    chosen = {"blocks": idea.blocks.all(), "regions": idea.regions.all(), "sellers": named}
    return {name: getattr(idea, name) for name in plain} | chosen


def _saved(request: HttpRequest, idea: Idea | None, form: IdeaForm) -> Idea | None:
    data = dict(form.cleaned_data)
    file, without = data.pop("picture"), data.pop("without_picture")
    picture = None if without or idea is None else idea.picture
    if file:
        picture = get_image_model().objects.create(title=f"Picture for {data['title']}"[:200], file=file, uploaded_by_user=request.user)
    try:
        return save_idea(idea, by=request.user, picture=picture, **data)
    except BadIdea as error:
        form.add_error(error.details["field"], error.message)
        return None


def _reach_said(idea: Idea, request: HttpRequest) -> str:
    reach = reach_of(idea=idea, viewer=request.user)
    return f"{reach} seller{'' if reach == 1 else 's'} may begin from it" + ("." if standing_of(idea) == "running" else " in its days.")
