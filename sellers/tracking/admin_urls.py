"""Results inside the Wagtail admin, under /admin/results/."""

from django.urls import path

from .views import brakes

app_name = "results"
urlpatterns = [
    path("brakes/", brakes.BrakesView.as_view(), name="brakes"),
    path("brakes/<int:brake_id>/release/", brakes.ReleaseView.as_view(), name="release"),
]
