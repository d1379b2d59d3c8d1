"""The tables in one step each: a constraint that comes after its table makes Django build every model anew.

`replaces` lets a database that has all of those steps go on; one that stands between them first runs commit 0a01d58.
"""

from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('seeds', '0001_initial')]

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='SeedRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('model', models.CharField(max_length=60)),
                ('key', models.CharField(max_length=300)),
                ('file', models.CharField(max_length=200)),
                ('object_id', models.BigIntegerField()),
                ('loaded', models.JSONField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('model', 'key'), name='seeds_seedrow_once')],
            },
        ),
    ]
