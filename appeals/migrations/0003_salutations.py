from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("appeals", "0002_letter_reference")]

    operations = [
        migrations.AddField(
            model_name="appealtext",
            name="salutations",
            field=models.JSONField(blank=True, default=dict, editable=False),
        ),
    ]
