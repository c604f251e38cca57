"""The link in an invitation."""

from django.urls import path

from .views import invitations

app_name = "accounts"
urlpatterns = [path("invitation/<str:token>", invitations.accept, name="invitation")]
