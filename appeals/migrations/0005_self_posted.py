from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("appeals", "0004_own_version")]

    operations = [
        migrations.AddField(
            model_name="signature",
            name="self_posted_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
