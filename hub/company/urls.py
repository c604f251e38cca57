from django.urls import path

from .views.public import icon, robots

app_name = "company"
urlpatterns = [
    path("icon.svg", icon, name="icon"),
    # What browsers ask for by themselves.
    path("favicon.ico", icon),
    path("robots.txt", robots, name="robots"),
]
