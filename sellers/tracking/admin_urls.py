"""Results inside the Wagtail admin, under /admin/results/."""

from django.urls import path

from .views import brakes, results

app_name = "results"
urlpatterns = [
    path("", results.ResultsView.as_view(), name="index"),
    path("export/", results.ExportView.as_view(), name="export"),
    path("brakes/", brakes.BrakesView.as_view(), name="brakes"),
    path("brakes/<int:brake_id>/release/", brakes.ReleaseView.as_view(), name="release"),
    path("<int:pk>/", results.ResultView.as_view(), name="letter"),
]
