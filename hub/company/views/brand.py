"""The brand kit and the regions' and shops' own words, looked after in the browser."""

from collections.abc import Callable
from copy import copy
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.images import get_image_model

from ..choices import STACKS, Typeface
from ..colours import Palette, adjustments, is_colour, objections, palette
from ..forms import BrandForm, RegionForm, ShopForm
from ..models import BrandKit, Region, Shop
from ..queries import brand, may_change_brand, may_change_region, regions_kept_by, tone_words
from ..services import Unfit, change_brand, change_region, change_shop

View = Callable[..., HttpResponse]
LONGEST_TONE = 600
COLOURS = ("primary_colour", "accent_colour", "paper_colour")


def brand_keepers_only(view: View) -> View:
    """Not found for everybody else."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_change_brand(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return inner


@require_http_methods(["GET", "POST"])
@brand_keepers_only
def edit_brand(request: HttpRequest) -> HttpResponse:
    """The brand kit. The button “Show it first” draws what was typed and saves nothing, for browsers without script."""
    kit = brand()
    form = BrandForm(request.POST or None, request.FILES or None, instance=copy(kit))
    wanted = kit
    if request.method == "POST" and form.is_valid():
        wanted = _as_typed(kit, form.cleaned_data)
        if "show" not in request.POST and _saved(request, form):
            return redirect("brand:edit")
    return render(request, "company/brand.html", {"form": form, "kit": kit, "wanted": wanted, "regions": regions_kept_by(request.user)})


@require_safe
@xframe_options_sameorigin
@brand_keepers_only
def show_brand(request: HttpRequest) -> HttpResponse:
    """A page, a letter and the buttons in the colours of the address, by day and by night, and what is wrong with them."""
    kit = _as_typed(brand(), {name: request.GET.get(name, "") for name in (*COLOURS, "typeface", "name", "tone_words")})
    given = (kit.primary_colour, kit.accent_colour, kit.paper_colour)
    context = {
        "kit": kit,
        "modes": [(name, _properties(palette(*given, dark=dark))) for name, dark in (("By day", False), ("By night", True))],
        "stack": STACKS[Typeface(kit.typeface)],
        "objections": objections(*given).values(),
        "adjustments": adjustments(*given),
        "tone": tone_words(kit),
    }
    return render(request, "company/brand_shown.html", context)


@require_http_methods(["GET", "POST"])
def edit_region(request: HttpRequest, pk: int) -> HttpResponse:
    """What a region says below its pages and letters."""
    region = get_object_or_404(Region, pk=pk)
    return _edit(request, region, region, RegionForm, change_region)


@require_http_methods(["GET", "POST"])
def edit_shop(request: HttpRequest, pk: int) -> HttpResponse:
    """A shop's address, hours, language and footer."""
    shop = get_object_or_404(Shop.objects.select_related("region"), pk=pk)
    return _edit(request, shop, shop.region, ShopForm, change_shop)


def _edit(request: HttpRequest, row: Any, region: Region, form_class: type[forms.ModelForm], change: Callable[..., Any]) -> HttpResponse:
    if not may_change_region(request.user, region):
        raise Http404
    form = form_class(request.POST or None, instance=copy(row))
    if request.method == "POST" and form.is_valid():
        try:
            change(row, by=request.user, **form.cleaned_data)
        except Unfit as error:
            _mark(form, error)
        else:
            messages.success(request, f"Saved. Pages of {row.name} and letters handed in from now on say so.")
            return redirect("brand:places")
    return render(request, "company/place.html", {"form": form, "row": row})


@require_safe
def places(request: HttpRequest) -> HttpResponse:
    """Regions and their shops: whose words stand below, and which language is spoken."""
    regions = regions_kept_by(request.user)
    if not regions:
        raise Http404
    return render(request, "company/places.html", {"regions": regions, "keeps_brand": may_change_brand(request.user)})


def _as_typed(kit: BrandKit, typed: dict[str, Any]) -> BrandKit:
    """A copy with what was typed, as far as it can be drawn; saved by nobody."""
    shown = copy(kit)
    for name in COLOURS:
        if is_colour(typed.get(name, "")):
            setattr(shown, name, typed[name])
    shown.name = typed.get("name") or kit.name
    shown.tone_words = typed.get("tone_words", "")[:LONGEST_TONE]
    if typed.get("typeface") in Typeface.values:
        shown.typeface = typed["typeface"]
    return shown


def _properties(look: Palette) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in vars(look).items()}


def _saved(request: HttpRequest, form: BrandForm) -> bool:
    changes = form.changes
    if picture := form.cleaned_data["picture"]:
        changes["logo"] = get_image_model().objects.create(title=f"Logo of {changes['name']}", file=picture, uploaded_by_user=request.user)
    try:
        change_brand(by=request.user, **changes)
    except Unfit as error:
        _mark(form, error)
        return False
    messages.success(
        request, "Saved. Pages and mails wear it from now on, letters when they are handed in; approved letters stay as they are."
    )
    return True


def _mark(form: forms.ModelForm, error: Unfit) -> None:
    for name, reason in error.details["fields"].items():
        form.add_error(name if name in form.fields else None, reason)
