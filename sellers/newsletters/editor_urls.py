"""What the editor calls, under /admin/letters/<id>/."""

from django.urls import path

from .views import editor

app_name = "letter_editor"
urlpatterns = [
    path("<int:pk>/check/", editor.check, name="check"),
    path("<int:pk>/test/", editor.test, name="test"),
    path("<int:pk>/copy/", editor.copy, name="copy"),
]
