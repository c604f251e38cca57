from django.urls import path

from .views import icon

app_name = "company"
urlpatterns = [
    path("icon.svg", icon, name="icon"),
    # What browsers ask for by themselves.
    path("favicon.ico", icon),
]
