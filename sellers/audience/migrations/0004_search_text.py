"""Readers from before can be found like new ones. Only what stood on a card until now: name, address, how we met, note."""

from django.db import migrations

from sellers.audience.folding import plain

COLUMNS = ("first_name", "last_name", "salutation", "how_we_met", "note")


def fill(apps, schema_editor):
    Subscriber = apps.get_model("sellers_audience", "Subscriber")
    waiting = Subscriber.objects.filter(search="").select_related("person").order_by("pk")
    last = 0
    while batch := list(waiting.filter(pk__gt=last)[:2000]):
        for one in batch:
            words = [*(getattr(one, name) for name in COLUMNS[:2]), one.person.address, *(getattr(one, name) for name in COLUMNS[2:])]
            one.search = " ".join(filter(None, (plain(word) for word in words)))[:6000]
        Subscriber.objects.bulk_update(batch, ["search"], batch_size=200)
        last = batch[-1].pk


class Migration(migrations.Migration):
    dependencies = [("sellers_audience", "0003_cards_and_hand_overs")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
