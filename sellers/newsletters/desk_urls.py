"""The review desk, under /admin/review/."""

from django.urls import path

from .views import desk, teamwork

app_name = "desk"
urlpatterns = [
    path("", desk.queue, name="queue"),
    path("approve-clean/", teamwork.approve_clean, name="approve_clean"),
    path("<int:pk>/claim/", teamwork.claim, name="claim"),
    path("<int:pk>/release/", teamwork.release, name="release"),
    path("<int:pk>/assign/", teamwork.assign, name="assign"),
    path("<int:pk>/escalate/", teamwork.escalate, name="escalate"),
    path("<int:pk>/", desk.review, name="review"),
    path("<int:pk>/letter/", desk.rendered, name="rendered"),
    path("<int:pk>/approve/", desk.approve, name="approve"),
    path("<int:pk>/return/", desk.give_back, name="return"),
    path("<int:pk>/revoke/", desk.revoke, name="revoke"),
]
