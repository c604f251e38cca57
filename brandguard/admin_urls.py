"""The guard's screens under /admin/guard/."""

from django.urls import path, re_path

from .views import dry_run, policy, recalls, rules, texts

app_name = "guard"
urlpatterns = [
    path("rules/", rules.RuleList.as_view(), name="rules"),
    path("rules/new/", rules.RuleEdit.as_view(), name="new_rule"),
    path("rules/<int:pk>/", rules.RuleEdit.as_view(), name="rule"),
    path("rules/<int:pk>/dry-run/", dry_run.RuleDryRun.as_view(), name="rule_dry_run"),
    path("rules/<int:pk>/history/", rules.RuleHistory.as_view(), name="rule_history"),
    path("texts/", texts.TextList.as_view(), name="texts"),
    path("texts/new/", texts.TextEdit.as_view(), name="new_text"),
    path("texts/<int:pk>/", texts.TextEdit.as_view(), name="text"),
    path("texts/<int:pk>/archive/", texts.TextArchive.as_view(), name="archive_text"),
    re_path(r"^texts/versions/(?P<pk>\d+)/(?P<step>submit|return|approve)/$", texts.TextStep.as_view(), name="text_step"),
    path("policy/", policy.Policy.as_view(), name="policy"),
    path("recalls/", recalls.RecallList.as_view(), name="recalls"),
    path("recalls/new/", recalls.RecallConfirm.as_view(), name="new_recall"),
    path("recalls/<int:pk>/", recalls.RecallResult.as_view(), name="recall"),
]
