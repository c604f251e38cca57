"""A writer's own screens, under /admin/letters/."""

from django.urls import path

from .views import standing, trust, writer

app_name = "letters"
urlpatterns = [
    path("", writer.my_letters, name="mine"),
    path("my-standing/", trust.mine, name="my_standing"),
    path("write/", writer.write, name="write"),
    path("<int:pk>/standing/", standing.standing, name="standing"),
    path("<int:pk>/pull-back/", standing.take_back, name="pull_back"),
    path("<int:pk>/reasons/", standing.give_reasons, name="reasons"),
    path("<int:pk>/suggestions/<int:comment>/", standing.accept, name="accept"),
]
