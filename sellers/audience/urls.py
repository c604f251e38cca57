from django.urls import path

from .views import choosing, mine
from .views import public as views

app_name = "audience"
urlpatterns = [
    path("subscribe/<slug:slug>/", views.subscribe, name="subscribe"),
    path("subscribe/<slug:slug>/sent/", views.subscribe_sent, name="subscribe_sent"),
    path("yes/<str:token>", views.confirm, name="confirm"),
    path("u/<str:token>", views.unsubscribe, name="unsubscribe"),
    path("u/<str:token>/why", views.why_left, name="why_left"),
    path("u/<str:token>/back", views.come_back, name="come_back"),
    path("p/<str:token>", mine.preferences, name="preferences"),
    path("h/<str:token>", choosing.hand_over, name="hand_over"),
    path("p/<str:token>/about", mine.about_me, name="about_me"),
    path("p/<str:token>/data", mine.data, name="data"),
    path("p/<str:token>/erase", mine.erase, name="erase"),
    path("r/<str:token>", mine.receipt, name="receipt"),
]
