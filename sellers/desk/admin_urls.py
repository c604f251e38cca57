"""The desk inside the Wagtail admin."""

from django.urls import path

from .views import card, customers, editor, handing, ideas, results, systems, tasks, write

app_name = "seller_desk"
_CHANGES = ("done", "reopen", "later", "back")
urlpatterns = [
    path("went/", results.results, name="results"),
    path("went/<int:letter_id>/", results.result, name="result"),
    path("left/", results.readers_left, name="readers_left"),
    path("ideas/", ideas.index, name="ideas"),
    path("ideas/new/", ideas.new, name="idea_new"),
    path("ideas/<int:idea_id>/", ideas.one, name="idea"),
    path("ideas/<int:idea_id>/retire/", ideas.retire, name="idea_retire"),
    path("ideas/<int:idea_id>/take-up/", ideas.take_up, name="idea_take_up"),
    path("hand-over/<int:hand_over_id>/", handing.hand_over, name="hand_over"),
    path("shop-systems/", systems.systems, name="systems"),
    path("shop-systems/<int:system_id>/withdraw/", systems.withdraw, name="system_withdraw"),
    path("write/", write.write, name="write"),
    path("write/begin/", write.begin, name="begin"),
    path("write/<int:letter_id>/picture/", editor.picture, name="picture"),
    path("customers/", customers.index, name="customers"),
    path("customers/add/", customers.add, name="add"),
    path("customers/<int:reader_id>/added/", customers.added, name="added"),
    path("customers/<int:reader_id>/state/", customers.state, name="state"),
    path("customers/<int:reader_id>/", card.card, name="card"),
    path("customers/<int:reader_id>/proof/", card.proof, name="proof"),
    path("customers/<int:reader_id>/edit/", card.edit, name="edit"),
    path("customers/<int:reader_id>/write/", card.write, name="write_to"),
    path("customers/<int:reader_id>/notes/", card.note, name="note"),
    path("customers/<int:reader_id>/join/<int:other_id>/", card.join, name="join"),
    path("answers/<int:reply_id>/seen/", card.seen, name="seen"),
    path("customers/separate/<int:merge_id>/", card.separate, name="separate"),
    path("customers/<int:reader_id>/tasks/", tasks.add, name="add_task"),
    *(path(f"tasks/<int:todo_id>/{what}/", tasks.change, {"what": what}, name=f"task_{what}") for what in _CHANGES),
]
