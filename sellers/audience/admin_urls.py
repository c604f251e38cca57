"""The lists inside the Wagtail admin, under /admin/readers/."""

from django.urls import path

from .views import handing_over, importing, readers, topics

app_name = "readers"
urlpatterns = [
    path("", readers.index, name="index"),
    path("add/", readers.add, name="add"),
    path("export/", importing.export, name="export"),
    path("import/", importing.upload, name="import"),
    path("import/<int:import_id>/", importing.show, name="import_show"),
    path("import/<int:import_id>/start/", importing.start, name="import_start"),
    path("import/<int:import_id>/refused.csv", importing.refused, name="import_refused"),
    path("import/<int:import_id>/undo/", importing.undo, name="import_undo"),
    path("import/<int:import_id>/discard/", importing.discard, name="import_discard"),
    path("hand-overs/", handing_over.index, name="hand_overs"),
    path("hand-overs/<int:hand_over_id>/", handing_over.show, name="hand_over"),
    path("topics/", topics.index, name="topics"),
    path("topics/<int:topic_id>/", topics.show, name="topic"),
    path("<int:reader_id>/", readers.card, name="card"),
    path("<int:reader_id>/remove/", readers.remove, name="remove"),
    path("<int:reader_id>/ask-again/", readers.ask_again, name="ask_again"),
]
