"""Grants that guardian held as generic rows get a last day and an owner: three months, and whoever has been administrator longest."""

from datetime import timedelta

from django.db import migrations
from django.utils import timezone

DAYS = 90


def carry_over(apps, schema_editor):
    old = apps.get_model("guardian", "UserObjectPermission")
    grants = apps.get_model("sellers_profiles", "WritingGrant")
    sellers = apps.get_model("sellers_profiles", "Seller")
    users = apps.get_model("hub_accounts", "User")
    owner = users.objects.filter(role="administrator", is_active=True).order_by("pk").first()
    rows = old.objects.filter(permission__codename="write_for_seller", permission__content_type__app_label="sellers_profiles")
    for row in rows:
        seller = sellers.objects.filter(pk=row.object_pk).first()
        if seller is not None:
            values = {"until": timezone.localdate() + timedelta(days=DAYS), "owner_id": owner.pk if owner else seller.user_id}
            grants.objects.get_or_create(user_id=row.user_id, permission_id=row.permission_id, content_object=seller, defaults=values)
    rows.delete()


class Migration(migrations.Migration):

    dependencies = [
        ('guardian', '0001_initial'),
        ('hub_accounts', '0002_initial'),
        ('sellers_profiles', '0002_grants_and_leaving'),
    ]

    operations = [migrations.RunPython(carry_over, migrations.RunPython.noop)]
