"""What strangers and mail services call."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

app_name = "tracking"
urlpatterns: list[URLPattern | URLResolver] = []
if settings.ESP_WEBHOOK_SECRET:
    # Without a secret there is no door at all.
    urlpatterns += [path("webhooks/", include("anymail.urls"))]
