"""What letters can be about, for administrators and leads of the whole company. Everybody else meets a 404."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from hub.common.exceptions import HubError

from .. import queries, services
from ..exceptions import NoSuchTopic
from ..forms import TopicForm
from .readers import render_page

_ABOVE = [("readers:index", "Readers"), ("readers:topics", "Topics of letters")]
_DO = {
    "retire": (services.retire_topic, "“{}” is not offered any more. Readers who did without it still do."),
    "bring_back": (services.bring_back_topic, "“{}” is offered again."),
}


@require_http_methods(["GET", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """Every topic with its numbers; POST makes one."""
    try:
        rows = queries.topics_kept_by(viewer=request.user)
    except NoSuchTopic as error:
        raise Http404 from error
    form = TopicForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.make_topic(**form.said, by=request.user)
        except HubError as error:
            form.add_error("name", error.message)
        else:
            messages.success(request, f"“{made.name}” can be chosen in letters, and readers can do without it.")
            return redirect("readers:topics")
    letters = queries.letters_about(rows)
    context = {"rows": [(topic, letters[topic.pk]) for topic in rows], "form": form}
    return render_page(request, "topics", "Topics of letters", context, _ABOVE[:1])


@require_http_methods(["GET", "POST"])
def show(request: HttpRequest, topic_id: int) -> HttpResponse:
    """One of them: its words and its place. POST saves them, or retires it, or brings it back."""
    try:
        topic = queries.topic_for(viewer=request.user, pk=topic_id)
    except NoSuchTopic as error:
        raise Http404 from error
    if request.method == "POST" and (done := _DO.get(request.POST.get("do", ""))):
        act, said = done
        messages.success(request, said.format(act(topic, by=request.user).name))
        return redirect("readers:topics")
    form = TopicForm.of(topic, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_topic(topic, **form.said, by=request.user)
        except HubError as error:
            form.add_error("name", error.message)
        else:
            messages.success(request, "Saved. Readers' choices stay as they are.")
            return redirect("readers:topics")
    context = {"topic": topic, "letters": queries.letters_about([topic])[topic.pk], "form": form}
    return render_page(request, "topic", topic.name, context, _ABOVE)
