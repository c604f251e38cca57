"""What a seller ticks off, puts off, and takes back. Each is a button; afterwards she is where she was."""

from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from hub.common.exceptions import HubError
from sellers.audience.models import Subscriber
from sellers.profiles.models import Seller

from ..doors import for_the_seller
from ..models import Task
from ..queries.tasks import today_of
from ..services import tasks as services

SOON = {"tomorrow": 1, "three-days": 3, "week": 7, "month": 30}


@require_POST
@for_the_seller
def add(request: HttpRequest, seller: Seller, customer: Subscriber) -> HttpResponse:
    """A task for a customer: `kind`, `text`, and `due`, a day or one of SOON."""
    try:
        services.add_task(
            customer,
            kind=request.POST.get("kind", ""),
            text=request.POST.get("text", ""),
            due_on=_day(request.POST.get("due", ""), today_of(seller)),
            by=request.user,
        )
    except HubError as error:
        messages.error(request, error.message)
    return _back(request)


@require_POST
@for_the_seller
def change(request: HttpRequest, seller: Seller, task: Task, what: str) -> HttpResponse:
    """`what`: done, reopen, later (with `until`, a day or one of SOON) or back."""
    try:
        if what == "later":
            today = today_of(seller)
            services.put_off_task(task, until=_day(request.POST.get("until", ""), today), by=request.user)
            context = {"task": task, "today": today, "next": request.POST.get("next", "")}
            messages.success(request, render_to_string("desk/put_off.html", context, request))
        else:
            act = {"done": services.finish_task, "reopen": services.reopen_task, "back": services.bring_back_task}[what]
            act(task, by=request.user)
    except HubError as error:
        messages.error(request, error.message)
    return _back(request)


def _day(said: str, today: date) -> date:
    """A day as the form gives it; tomorrow for what is none."""
    try:
        return today + timedelta(days=SOON[said]) if said in SOON else parse_date(said) or today + timedelta(days=1)
    except ValueError:
        return today + timedelta(days=1)


def _back(request: HttpRequest) -> HttpResponse:
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return redirect(wanted if safe else reverse("wagtailadmin_home"))
