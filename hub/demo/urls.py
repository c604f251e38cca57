from django.urls import path

from . import views

app_name = "inbox"
urlpatterns = [
    path("", views.mailbox, name="list"),
    path("<int:number>/", views.mail, name="mail"),
    path("<int:number>/body/", views.body, name="body"),
]
