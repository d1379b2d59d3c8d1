from django.db import migrations
from django.utils import timezone

NAMES = ("everything", "confirmation", "letter", "mailing")


def add_switches(apps, schema_editor):
    # So that the admin has a row to press "pause" on.
    switch = apps.get_model("outbox", "Switch")
    switch.objects.bulk_create([switch(name=name, at=timezone.now()) for name in NAMES], ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("outbox", "0001_first")]
    operations = [migrations.RunPython(add_switches, migrations.RunPython.noop)]
