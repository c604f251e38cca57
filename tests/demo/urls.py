"""The hub's URLs with the demo's inbox, which the running settings leave out."""

from django.urls import include, path

from hub.config.urls import urlpatterns as hub_urls

urlpatterns = [path("inbox/", include("hub.demo.urls")), *hub_urls]
