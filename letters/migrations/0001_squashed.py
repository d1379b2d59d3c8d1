"""The tables in one step each: a constraint that comes after its table makes Django build every model anew.

`replaces` lets a database that has all of those steps go on; one that stands between them first runs commit 0a01d58.
"""

import django.db.models.deletion
import kit.sealed_fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('letters', '0001_initial'), ('letters', '0002_rights'), ('letters', '0003_held_for')]

    initial = True

    dependencies = [
        ('appeals', '0001_squashed'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('campaigns', '0001_squashed'),
        ('outbox', '0001_squashed'),
    ]

    operations = [
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('signature', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='appeals.signature')),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='campaigns.target')),
                ('step', models.PositiveSmallIntegerField(default=0, verbose_name='step')),
                ('appeal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='appeals.appeal')),
                ('contact', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='campaigns.contact')),
                ('reference', models.CharField(max_length=16, unique=True, verbose_name='reference')),
                ('language', models.CharField(max_length=8, verbose_name='language')),
                ('frozen', kit.sealed_fields.SealedJSONField(blank=True, default=dict, editable=True, verbose_name='frozen text')),
                ('digest', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('state', models.CharField(choices=[('frozen', 'frozen, to be rendered'), ('ready', 'rendered, waits for its turn'), ('enqueued', 'in the outbox'), ('accepted', "accepted by the office's mail server"), ('held', 'held for a person'), ('parked', 'parked: no working address'), ('cancelled', 'cancelled')], default='frozen', max_length=16, verbose_name='state')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                ('held_for', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='campaigns.statusrecord', verbose_name='held for')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided')),
                ('claimed_until', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='claimed until')),
                ('tries', models.PositiveSmallIntegerField(default=0, verbose_name='tries at rendering')),
                ('due_at', models.DateTimeField(blank=True, null=True, verbose_name='due')),
                ('message', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='letter', to='outbox.message')),
                ('accepted_at', models.DateTimeField(blank=True, null=True, verbose_name='accepted')),
                ('created_at', models.DateTimeField(verbose_name='frozen')),
            ],
            options={
                'verbose_name': 'letter',
                'verbose_name_plural': 'letters',
                'permissions': [('release_letter', 'Can hold and release letters'), ('cancel_letter', 'Can cancel letters')],
                'indexes': [models.Index(condition=models.Q(('state', 'frozen')), fields=['id'], name='letter_to_render'), models.Index(condition=models.Q(('state', 'ready')), fields=['target', 'due_at'], name='letter_waiting'), models.Index(condition=models.Q(('state', 'enqueued')), fields=['id'], name='letter_in_outbox'), models.Index(condition=models.Q(('held_for__isnull', False)), fields=['held_for'], name='letter_held_for'), models.Index(condition=models.Q(('state__in', ['held', 'parked'])), fields=['state', 'target'], name='letter_stopped')],
                'constraints': [models.UniqueConstraint(fields=('signature', 'target', 'step'), name='letter_once'), models.CheckConstraint(condition=models.Q(('state__in', ['frozen', 'ready', 'enqueued', 'accepted', 'held', 'parked', 'cancelled'])), name='letter_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('digest', ''), _negated=True), models.Q(('language', ''), _negated=True)), name='letter_is_frozen'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('held', 'parked', 'cancelled')), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='letter_stop_has_reason'), models.CheckConstraint(condition=models.Q(models.Q(('due_at__isnull', False), ('message__isnull', False), ('state__in', ['enqueued', 'accepted'])), models.Q(('message__isnull', True), ('state__in', ('frozen', 'ready', 'held', 'parked'))), ('state', 'cancelled'), _connector='OR'), name='letter_message_fits_state'), models.CheckConstraint(condition=models.Q(models.Q(('accepted_at__isnull', False), ('state', 'accepted')), models.Q(models.Q(('state', 'accepted'), _negated=True), ('accepted_at', None)), _connector='OR'), name='letter_accepted_knows_when'), models.CheckConstraint(condition=models.Q(('state', 'frozen'), ('claimed_until', None), _connector='OR'), name='letter_claimed_while_frozen'), models.CheckConstraint(condition=models.Q(('state', 'held'), ('held_for', None), _connector='OR'), name='letter_held_for_while_held'), models.CheckConstraint(condition=models.Q(('decided_by', None), ('decided_at__isnull', False), _connector='OR'), name='letter_decided_by_has_at')],
            },
        ),
        migrations.CreateModel(
            name='LetterPdf',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('letter', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='pdf', to='letters.letter')),
                ('content', kit.sealed_fields.SealedBytesField(blank=True, default=bytes, editable=True)),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256 of the PDF')),
                ('pages', models.PositiveSmallIntegerField(verbose_name='pages')),
                ('rendered_at', models.DateTimeField(verbose_name='rendered')),
            ],
            options={
                'verbose_name': 'PDF of a letter',
                'verbose_name_plural': 'PDFs of letters',
                'constraints': [models.CheckConstraint(condition=models.Q(('pages__gte', 1), models.Q(('sha256', ''), _negated=True)), name='letterpdf_is_whole')],
            },
        ),
        migrations.CreateModel(
            name='Pace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('target', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='pace', to='campaigns.target')),
                ('next_at', models.DateTimeField(verbose_name='next free turn')),
            ],
            options={
                'verbose_name': 'pace',
                'verbose_name_plural': 'paces',
            },
        ),
        migrations.CreateModel(
            name='Dispatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('appeal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='dispatches', to='appeals.appeal')),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='dispatches', to='campaigns.target')),
                ('channel', models.CharField(choices=[('email', 'email'), ('paper', 'paper')], default='email', max_length=8, verbose_name='channel')),
                ('starts_at', models.DateTimeField(verbose_name='starts')),
                ('ends_at', models.DateTimeField(blank=True, null=True, verbose_name='ends')),
            ],
            options={
                'verbose_name': 'dispatch',
                'verbose_name_plural': 'dispatches',
                'constraints': [models.UniqueConstraint(fields=('appeal', 'target', 'channel'), name='dispatch_once'), models.CheckConstraint(condition=models.Q(('channel__in', ['email', 'paper'])), name='dispatch_channel_known')],
            },
        ),
    ]
