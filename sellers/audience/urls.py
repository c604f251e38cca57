from django.urls import path

from .views import choosing
from .views import public as views

app_name = "audience"
urlpatterns = [
    path("subscribe/<slug:slug>/", views.subscribe, name="subscribe"),
    path("subscribe/<slug:slug>/sent/", views.subscribe_sent, name="subscribe_sent"),
    path("yes/<str:token>", views.confirm, name="confirm"),
    path("u/<str:token>", views.unsubscribe, name="unsubscribe"),
    path("u/<str:token>/back", views.come_back, name="come_back"),
    path("p/<str:token>", views.preferences, name="preferences"),
    path("h/<str:token>", choosing.hand_over, name="hand_over"),
    path("p/<str:token>/erase", views.erase, name="erase"),
]
