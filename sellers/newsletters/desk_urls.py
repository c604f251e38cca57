"""The review desk, under /admin/review/."""

from django.urls import path

from .views import afterwards, desk, teamwork, trust, urgent

app_name = "desk"
urlpatterns = [
    path("", desk.queue, name="queue"),
    path("approve-clean/", teamwork.approve_clean, name="approve_clean"),
    path("emergencies/", urgent.all_of_them, name="emergencies"),
    path("emergencies/letter/<int:letter_id>/", urgent.about_a_letter, name="emergency_letter"),
    path("standing/<int:seller_id>/", trust.of_a_seller, name="standing"),
    path("<int:pk>/emergency/", urgent.open_about_review, name="open_emergency"),
    path("<int:pk>/emergency/confirm/", urgent.confirm, name="confirm_emergency"),
    path("<int:pk>/emergency/end/", urgent.end, name="end_emergency"),
    path("<int:pk>/object/", teamwork.object_to, name="object"),
    path("<int:pk>/afterwards/", afterwards.settle, name="settle"),
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
