"""People who sign in, under /admin/people/; one's own sign-in under /admin/sign-in/."""

from django.urls import path

from .views import log, mine, people

everybody = (
    [
        path("", people.people, name="list"),
        path("add/", people.add, name="add"),
        path("log/", log.log, name="log"),
        path("<int:user_id>/", people.person, name="one"),
        path("<int:user_id>/<slug:act_name>/", people.act, name="act"),
    ],
    "people",
)
own = ([path("", mine.sign_in, name="mine")], "sign_in")
