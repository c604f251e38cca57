"""What strangers read of letters beside the letters themselves, which are pages."""

from django.urls import path

from .views import archive

app_name = "newsletters"
urlpatterns = [
    path("<slug:slug>/letters.xml", archive.feed, name="feed"),
    path("<slug:slug>/letters/", archive.letters, name="archive"),
]
