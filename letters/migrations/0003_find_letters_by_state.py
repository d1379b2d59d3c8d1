import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("letters", "0002_note_letters")]

    operations = [
        migrations.RemoveIndex(model_name="letter", name="letter_waiting"),
        migrations.RemoveIndex(model_name="letter", name="letter_in_outbox"),
        migrations.RemoveIndex(model_name="letter", name="letter_parked"),
        migrations.RemoveIndex(model_name="letter", name="letter_held"),
        migrations.AlterField(
            model_name="letter",
            name="appeal",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="letters",
                to="appeals.appeal",
            ),
        ),
        migrations.AddIndex(
            model_name="letter",
            index=models.Index(fields=["state", "target", "due_at"], name="letter_where"),
        ),
        migrations.AddIndex(
            model_name="letter", index=models.Index(fields=["appeal", "state"], name="letter_of_appeal")
        ),
    ]
