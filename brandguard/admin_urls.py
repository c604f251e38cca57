"""The guard's screens under /admin/guard/."""

from django.urls import path, re_path

from .views import policy, recalls, releases, rules, texts, trials

app_name = "guard"
urlpatterns = [
    path("rules/", rules.RuleList.as_view(), name="rules"),
    path("rules/new/", rules.RuleEdit.as_view(), name="new_rule"),
    path("rules/<int:pk>/", rules.RuleEdit.as_view(), name="rule"),
    path("rules/<int:pk>/trial/", trials.RuleTrial.as_view(), name="rule_trial"),
    path("rules/<int:pk>/canary/", releases.RuleCanary.as_view(), name="rule_canary"),
    re_path(r"^rules/(?P<pk>\d+)/(?P<release>promote|stop|drop|back)/$", releases.RuleStep.as_view(), name="rule_step"),
    path("trials/<int:pk>/", trials.TrialProgress.as_view(), name="trial"),
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
