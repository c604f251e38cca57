"""People who sign in, under /admin/people/."""

from django.urls import path

from . import views

app_name = "people"
urlpatterns = [
    path("", views.people, name="list"),
    path("add/", views.add, name="add"),
    path("<int:user_id>/", views.person, name="one"),
    path("<int:user_id>/<slug:act_name>/", views.act, name="act"),
]
