from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("appeals", "0001_squashed")]

    operations = [
        migrations.AddField(
            model_name="signature",
            name="letter_reference",
            field=models.CharField(blank=True, editable=False, max_length=16),
        ),
        migrations.AddIndex(
            model_name="signature",
            index=models.Index(
                condition=Q(state="confirmed") & ~Q(letter_reference=F("reference"))
                | ~Q(state="confirmed") & ~Q(letter_reference=""),
                fields=["confirmed_at"],
                name="signature_letter_differs",
            ),
        ),
    ]
