from django.db import migrations, models
from django.db.models import Exists, OuterRef, Q, Subquery


def note(apps, _schema_editor):
    """Note on each signature the letter that it has (letters/freezing.py)."""
    letters = apps.get_model("letters", "Letter").objects.exclude(state="cancelled")
    newest = letters.filter(signature=OuterRef("pk")).order_by("-step").values("reference")[:1]
    signatures = apps.get_model("appeals", "Signature").objects.filter(Exists(newest))
    signatures.update(letter_reference=Subquery(newest))


class Migration(migrations.Migration):
    dependencies = [("letters", "0001_squashed"), ("appeals", "0002_letter_reference")]

    operations = [
        migrations.RunPython(note, migrations.RunPython.noop),
        migrations.RemoveIndex(model_name="letter", name="letter_stopped"),
        migrations.AddIndex(
            model_name="letter",
            index=models.Index(condition=Q(state="parked"), fields=["target", "contact"], name="letter_parked"),
        ),
        migrations.AddIndex(
            model_name="letter",
            index=models.Index(condition=Q(state="held"), fields=["target"], name="letter_held"),
        ),
    ]
