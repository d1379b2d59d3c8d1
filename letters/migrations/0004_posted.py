from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("letters", "0003_find_letters_by_state")]

    operations = [
        migrations.AddField(
            model_name="letter",
            name="posted_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="posted on paper"),
        ),
        migrations.AddField(
            model_name="letter",
            name="posted_via",
            field=models.CharField(
                blank=True,
                choices=[("hand", "a person, from a batch"), ("provider", "the postal provider")],
                default="",
                max_length=16,
                verbose_name="posted, says",
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.CheckConstraint(
                name="letter_posted_says_who",
                condition=Q(posted_at=None, posted_via="")
                | Q(posted_at__isnull=False, posted_via__in=["hand", "provider"]),
            ),
        ),
    ]
