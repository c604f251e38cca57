"""Rules: list, form, history."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from hub.common.exceptions import HubError

from .. import groups, queries
from ..choices import Kind, RuleState, Severity
from ..evasion import evasion_score
from ..forms import RuleForm
from ..inforce import candidate_spec, spec_of
from ..models import Objection, Rule
from ..noise import tallies
from ..services import releases, rules
from .base import KeepersView

PER_PAGE = 30


class RuleList(KeepersView):
    def get(self, request: Any) -> HttpResponse:
        found = queries.rules(viewer=request.user)
        chosen = {name: request.GET.get(name, "") for name in ("q", "kind", "state", "severity")}
        if chosen["q"]:
            found = found.filter(Q(name__icontains=chosen["q"]) | Q(key__icontains=chosen["q"]) | Q(reason__icontains=chosen["q"]))
        found = found.filter(**{name: chosen[name] for name in ("kind", "state", "severity") if chosen[name]})
        page = Paginator(found, PER_PAGE).get_page(request.GET.get("p"))
        choices = {"kind": Kind.choices, "state": RuleState.choices, "severity": Severity.choices}
        filters = [(name, options, chosen[name]) for name, options in choices.items()]
        kept = "&".join(f"{name}={value}" for name, value in chosen.items() if value and name != "q")
        counted = tallies([rule.key for rule in page])
        for rule in page:
            rule.tally = counted[rule.key]
            # Kept with the rule since its last save; older ones are tried now, once in a process.
            rule.sees = rule.evasion if rule.evasion is not None else evasion_score(spec_of(rule)).percent
        context = {"page": page, "chosen": chosen, "filters": filters, "kinds": Kind.choices, "kept": kept}
        return render(request, "brandguard/rules.html", context)


class RuleEdit(KeepersView):
    """A new rule (`?kind=`) or a present one."""

    def form(self, request: Any, pk: int | None, data: Any = None) -> RuleForm:
        rule = get_object_or_404(queries.rules(viewer=request.user), pk=pk) if pk else None
        kind = request.GET.get("kind", Kind.PHRASE.value)
        if kind not in Kind.values:
            raise Http404
        return RuleForm(data, rule=rule, kind=kind, next_version=request.GET.get("version") == "next")

    def get(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        return self.show(request, self.form(request, pk))

    def post(self, request: Any, pk: int | None = None) -> HttpResponse:
        form = self.form(request, pk, request.POST)
        if not form.is_valid():
            return self.show(request, form, status=422)
        if form.rule and form.rule.state == RuleState.LIVE and "propose" in request.POST:
            rule = releases.propose(form.rule, form.said(), by=request.user)
            messages.success(request, f"Kept as the next version of “{rule.name}”. What is in force stays, until you put this in force.")
            return redirect("guard:rule", rule.pk)
        rule = form.save(by=request.user)
        state = "in force" if rule.state == RuleState.LIVE else "kept as a draft" if rule.state == RuleState.DRAFT else "out of force"
        messages.success(request, f"“{rule.name}” is saved and {state}. Its examples hold.")
        return redirect("guard:rules")

    def show(self, request: HttpRequest, form: RuleForm, status: int = 200) -> HttpResponse:
        context = {"form": form, "rule": form.rule, "kind": Kind(form.kind).label, "next_version": form.next_version}
        if form.rule:
            context |= _standing(form.rule, request.user)
        return render(request, "brandguard/rule.html", context, status=status)


def _standing(rule: Rule, viewer: Any) -> dict[str, Any]:
    """Beside the form: how far the rule has come, what it has done, what it sees through."""
    fresh = queries.rules(viewer=viewer).select_related("candidate_by").get(pk=rule.pk)
    candidate = candidate_spec(fresh)
    return {
        "rule": fresh,
        "changes": changes(spec_of(fresh).as_json(), candidate.as_json()) if candidate else [],
        "tally": tallies([fresh.key])[fresh.key],
        "objections": Objection.objects.filter(rule=fresh.key).select_related("by", "artefact").defer("artefact__payload")[:5],
        "score": evasion_score(candidate or spec_of(fresh)),
        "trial": fresh.trials.first(),
        "on_trial": groups.groups_named([*fresh.groups, *fresh.candidate_groups], viewer=viewer),
    }


class RuleHistory(KeepersView):
    def get(self, request: Any, pk: int) -> HttpResponse:
        rule = get_object_or_404(queries.rules(viewer=request.user), pk=pk)
        versions = list(rule.versions.select_related("by"))
        lines = [(version, changes(before.data if before else {}, version.data)) for version, before in _pairs(versions)]
        return render(request, "brandguard/rule_history.html", {"rule": rule, "lines": lines})

    def post(self, request: Any, pk: int) -> HttpResponse:
        """Bring a version back."""
        rule = get_object_or_404(Rule, pk=pk)
        version = get_object_or_404(rule.versions, number=request.POST.get("number") or 0)
        try:
            rules.restore_rule(version, by=request.user)
            messages.success(request, f"“{rule.name}” says again what it said in version {version.number}.")
        except HubError as error:
            messages.error(request, error.message)
        return redirect("guard:rule_history", pk)


def _pairs(versions: list[Any]) -> list[tuple[Any, Any]]:
    return list(zip(versions, [*versions[1:], None], strict=True))


def changes(before: dict[str, Any], after: dict[str, Any]) -> list[tuple[str, Any, Any]]:
    """(what, before, after) of each field that says something else."""
    names = (name for name in after if name not in ("version", "key", "groups", "spared"))
    return [(name.replace("_", " "), before.get(name, ""), after[name]) for name in names if before.get(name) != after[name] and before]
