"""The tables in one step each: a constraint that comes after its table makes Django build every model anew.

`replaces` lets a database that has all of those steps go on; one that stands between them first runs commit 0a01d58.
"""

import django.db.models.deletion
import kit.sealed_fields
from django.db import migrations, models
from kit.tables import Tables


class Migration(migrations.Migration):

    replaces = [('supporters', '0001_initial')]

    initial = True

    dependencies = [
    ]

    operations = [
        Tables([
            migrations.CreateModel(
                name='Supporter',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('email', kit.sealed_fields.SealedTextField(blank=True, default=str, editable=True)),
                    ('email_index', models.CharField(editable=False, max_length=64, unique=True)),
                    ('mailbox_index', models.CharField(db_index=True, editable=False, max_length=64)),
                    ('language', models.CharField(max_length=8)),
                    ('created_at', models.DateTimeField()),
                ],
                options={
                    'verbose_name': 'supporter',
                },
            ),
            migrations.CreateModel(
                name='Consent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('supporter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consents', to='supporters.supporter')),
                    ('purpose', models.CharField(choices=[('reply', 'The office may answer me directly'), ('updates', 'Tell me what happens next')], max_length=16)),
                    ('wording', models.TextField()),
                    ('wording_version', models.CharField(max_length=16)),
                    ('language', models.CharField(max_length=8)),
                    ('asked_at', models.DateTimeField()),
                    ('given_at', models.DateTimeField(blank=True, null=True)),
                    ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('supporter', 'purpose'), name='consent_once_per_purpose'), models.CheckConstraint(condition=models.Q(('withdrawn_at__isnull', True), ('withdrawn_at__gte', models.F('asked_at')), _connector='OR'), name='consent_withdrawn_after_asked')],
                },
            ),
        ]),
    ]
