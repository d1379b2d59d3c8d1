"""All tables in one step: whatever comes after its table makes Django build every model anew.

`replaces` lets a database that has all of those steps go on. One that stands between them is told so by
config/checks.py, and runs commit bddaee0 first.
"""

import django.db.models.deletion
import kit.sealed_fields
from django.conf import settings
from django.db import migrations, models
from django.utils import timezone
from kit.tables import Tables


NAMES = ("everything", "confirmation", "letter", "mailing")


def add_switches(apps, schema_editor):
    # So that the admin has a row to press "pause" on.
    switch = apps.get_model("outbox", "Switch")
    switch.objects.bulk_create([switch(name=name, at=timezone.now()) for name in NAMES], ignore_conflicts=True)


class Migration(migrations.Migration):

    replaces = [('outbox', '0001_first'), ('outbox', '0002_switches'), ('outbox', '0003_rights'), ('outbox', '0004_hold_ref'), ('outbox', '0005_fold_mailboxes'), ('outbox', '0001_squashed'), ('outbox', '0002_bad_news'), ('outbox', '0003_fewer_indexes')]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Tables([
            migrations.CreateModel(
                name='Heartbeat',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=80, unique=True, verbose_name='task')),
                    ('at', models.DateTimeField(verbose_name='last beat')),
                ],
                options={
                    'verbose_name': 'heartbeat',
                    'verbose_name_plural': 'heartbeats',
                },
            ),
            migrations.CreateModel(
                name='Message',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(max_length=40, verbose_name='kind')),
                    ('stream', models.CharField(choices=[('confirmation', 'confirmation'), ('letter', 'letter'), ('mailing', 'mailing')], max_length=20, verbose_name='stream')),
                    ('key', models.CharField(max_length=200, unique=True, verbose_name='key')),
                    ('message_id', models.CharField(max_length=320, verbose_name='Message-ID')),
                    ('subject_ref', models.CharField(blank=True, max_length=120, verbose_name='about')),
                    ('recipient', kit.sealed_fields.SealedTextField(blank=True, default=str, editable=True, verbose_name='recipient')),
                    ('recipient_index', models.CharField(editable=False, max_length=64)),
                    ('values', kit.sealed_fields.SealedJSONField(blank=True, default=dict, editable=True, verbose_name='values')),
                    ('state', models.CharField(choices=[('queued', 'queued'), ('sending', 'sending'), ('sent', 'accepted by the mail server'), ('failed', 'failed'), ('held', 'held for a person'), ('suppressed', 'suppressed'), ('expired', 'expired'), ('cancelled', 'cancelled')], default='queued', max_length=20, verbose_name='state')),
                    ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                    ('hold_ref', models.CharField(blank=True, editable=False, max_length=40, verbose_name='held for')),
                    ('due_at', models.DateTimeField(verbose_name='due')),
                    ('expires_at', models.DateTimeField(blank=True, null=True, verbose_name='expires')),
                    ('tries', models.PositiveIntegerField(default=0, verbose_name='tries')),
                    ('crashes', models.PositiveIntegerField(default=0, verbose_name='crashes')),
                    ('lease_until', models.DateTimeField(blank=True, null=True, verbose_name='leased until')),
                    ('worker', models.CharField(blank=True, max_length=80, verbose_name='worker')),
                    ('begun_at', models.DateTimeField(blank=True, null=True, verbose_name='begun')),
                    ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='accepted')),
                    ('server_answer', models.CharField(blank=True, max_length=500, verbose_name="mail server's answer")),
                    ('queue_id', models.CharField(blank=True, max_length=120, verbose_name="mail server's queue id")),
                    ('body_digest', models.CharField(blank=True, max_length=64, verbose_name='SHA-256 of what left')),
                    ('decided_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                    ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided')),
                    ('created_at', models.DateTimeField(verbose_name='created')),
                ],
                options={
                    'verbose_name': 'message',
                    'verbose_name_plural': 'messages',
                    'permissions': [('view_recipient', 'Can see messages to supporters, with their addresses'), ('release_message', 'Can hold and release messages, and mark them as sent'), ('cancel_message', 'Can cancel messages')],
                    'indexes': [models.Index(condition=models.Q(('state', 'queued')), fields=['stream', 'due_at', 'id'], name='message_due'), models.Index(condition=models.Q(('state', 'sending')), fields=['lease_until'], name='message_leases'), models.Index(condition=models.Q(('state', 'held')), fields=['stream'], name='message_held'), models.Index(condition=models.Q(('expires_at__isnull', False), ('state', 'queued')), fields=['expires_at'], name='message_expiring'), models.Index(fields=['recipient_index'], name='message_mailbox')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['queued', 'sending', 'sent', 'failed', 'held', 'suppressed', 'expired', 'cancelled'])), name='message_state_known'), models.CheckConstraint(condition=models.Q(('stream__in', ['confirmation', 'letter', 'mailing'])), name='message_stream_known'), models.CheckConstraint(condition=models.Q(models.Q(('lease_until__isnull', False), ('state', 'sending'), models.Q(('worker', ''), _negated=True)), models.Q(models.Q(('state', 'sending'), _negated=True), ('begun_at', None), ('lease_until', None), ('worker', '')), _connector='OR'), name='message_leased_while_sending'), models.CheckConstraint(condition=models.Q(models.Q(('sent_at__isnull', False), ('state', 'sent')), models.Q(models.Q(('state', 'sent'), _negated=True), ('sent_at', None)), _connector='OR'), name='message_sent_has_sent_at'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('held', 'failed', 'suppressed', 'cancelled')), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='message_stop_has_reason'), models.CheckConstraint(condition=models.Q(('state', 'held'), ('hold_ref', ''), _connector='OR'), name='message_held_for_while_held'), models.CheckConstraint(condition=models.Q(('decided_by', None), ('decided_at__isnull', False), _connector='OR'), name='message_decided_by_has_at')],
                },
            ),
            migrations.CreateModel(
                name='Attempt',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attempts', to='outbox.message', verbose_name='message')),
                    ('started_at', models.DateTimeField(verbose_name='started')),
                    ('ended_at', models.DateTimeField(verbose_name='ended')),
                    ('outcome', models.CharField(choices=[('accepted', 'accepted by the mail server'), ('deferred', 'refused for now'), ('refused', 'refused for good'), ('in_doubt', 'no answer after the text was sent'), ('unreached', 'mail server not reached'), ('unwritten', 'could not be written'), ('crashed', 'the worker stopped before it recorded an answer')], max_length=20, verbose_name='outcome')),
                    ('code', models.PositiveSmallIntegerField(default=0, verbose_name='code')),
                    ('enhanced', models.CharField(blank=True, max_length=12, verbose_name='enhanced status')),
                    ('answer', models.CharField(blank=True, max_length=500, verbose_name="mail server's answer")),
                ],
                options={
                    'verbose_name': 'attempt',
                    'verbose_name_plural': 'attempts',
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'accepted'), _negated=True), models.Q(('code__gte', 200), ('code__lt', 300)), _connector='OR'), name='attempt_accepted_with_250')],
                },
            ),
            migrations.CreateModel(
                name='Suppression',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('address_index', models.CharField(editable=False, max_length=64, unique=True, verbose_name='mailbox index')),
                    ('reason', models.CharField(max_length=200, verbose_name='reason')),
                    ('at', models.DateTimeField(verbose_name='since')),
                    ('cause', models.CharField(choices=[('person', 'decided by a person'), ('hard', 'there is no such mailbox'), ('soft', 'mail keeps coming back'), ('complaint', 'its owner complained')], default='person', max_length=10, verbose_name='cause')),
                ],
                options={
                    'verbose_name': 'suppression',
                    'verbose_name_plural': 'suppressions',
                    'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='suppression_has_reason'), models.CheckConstraint(condition=models.Q(('cause__in', ['person', 'hard', 'soft', 'complaint'])), name='suppression_cause_known')],
                    'indexes': [models.Index(condition=models.Q(('cause', 'complaint')), fields=['address_index'], name='suppression_complaints')],
                },
            ),
            migrations.CreateModel(
                name='Switch',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(choices=[('everything', 'everything'), ('confirmation', 'confirmation'), ('letter', 'letter'), ('mailing', 'mailing')], max_length=20, unique=True, verbose_name='name')),
                    ('paused', models.BooleanField(default=False, verbose_name='paused')),
                    ('reason', models.CharField(blank=True, max_length=200, verbose_name='reason')),
                    ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                    ('at', models.DateTimeField(verbose_name='since')),
                ],
                options={
                    'verbose_name': 'switch',
                    'verbose_name_plural': 'switches',
                    'permissions': [('pause_sending', 'Can pause sending and let it go on')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('paused', False), models.Q(('reason', ''), _negated=True), _connector='OR'), name='switch_pause_has_reason')],
                },
            ),
            migrations.CreateModel(
                name='Bookmark',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=200, unique=True, verbose_name='of')),
                    ('place', models.BigIntegerField(default=0, verbose_name='read up to')),
                    ('mark', models.CharField(blank=True, max_length=64)),
                    ('at', models.DateTimeField(verbose_name='read')),
                ],
                options={
                    'verbose_name': 'bookmark',
                    'verbose_name_plural': 'bookmarks',
                    'default_permissions': (),
                },
            ),
            migrations.CreateModel(
                name='IncomingMail',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('digest', models.CharField(max_length=64, unique=True, verbose_name='SHA-256 of what is in it')),
                    ('sort', models.CharField(choices=[('bounce', "a mail server's report"), ('complaint', 'a complaint'), ('auto_reply', 'written by a machine'), ('reply', 'an answer'), ('unsorted', 'about no message of ours'), ('unreadable', 'could not be read')], max_length=12, verbose_name='what it is')),
                    ('came_through', models.CharField(max_length=40, verbose_name='came through')),
                    ('size', models.PositiveIntegerField(verbose_name='bytes')),
                    ('raw', kit.sealed_fields.SealedBytesField(blank=True, default=bytes, editable=True, verbose_name='as it came')),
                    ('came_at', models.DateTimeField(verbose_name='came')),
                    ('taken_at', models.DateTimeField(blank=True, null=True, verbose_name='taken over')),
                    ('message', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='incoming', to='outbox.message', verbose_name='about')),
                ],
                options={
                    'verbose_name': 'incoming mail',
                    'verbose_name_plural': 'incoming mail',
                    'indexes': [models.Index(condition=models.Q(('taken_at__isnull', True)), fields=['sort', 'id'], name='incoming_mail_waiting'), models.Index(condition=models.Q(('taken_at__isnull', True)), fields=['came_at'], name='incoming_mail_to_empty')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('sort__in', ['bounce', 'complaint', 'auto_reply', 'reply', 'unsorted', 'unreadable'])), name='incoming_mail_sort_known'), models.CheckConstraint(condition=models.Q(models.Q(('sort__in', ['unsorted', 'unreadable']), _negated=True), ('message', None), _connector='OR'), name='incoming_mail_unsorted_is_about_nothing')],
                },
            ),
            migrations.CreateModel(
                name='Notice',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.CharField(editable=False, max_length=120, unique=True)),
                    ('kind', models.CharField(choices=[('hard', 'no such mailbox'), ('soft', 'came back'), ('policy', 'refused by a rule'), ('complaint', 'complaint'), ('delay', 'still trying'), ('passed_on', 'taken by the next server')], max_length=10, verbose_name='kind')),
                    ('source', models.CharField(choices=[('conversation', 'the conversation with our mail server'), ('mail', 'a mail'), ('webhook', 'the mail provider'), ('log', "our mail server's log")], max_length=12, verbose_name='told by')),
                    ('of_recipient', models.BooleanField(default=True, verbose_name='about the recipient')),
                    ('enhanced', models.CharField(blank=True, max_length=12, verbose_name='enhanced status')),
                    ('said', models.CharField(blank=True, max_length=500, verbose_name='in these words')),
                    ('reporter', models.CharField(blank=True, max_length=255, verbose_name='reporting server')),
                    ('at', models.DateTimeField(verbose_name='happened')),
                    ('noted_at', models.DateTimeField(verbose_name='noted')),
                    ('heeded_at', models.DateTimeField(blank=True, null=True, verbose_name='heeded')),
                    ('mail', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='notices', to='outbox.incomingmail', verbose_name='mail')),
                    ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to='outbox.message', verbose_name='message')),
                ],
                options={
                    'verbose_name': 'notice',
                    'verbose_name_plural': 'notices',
                    'indexes': [models.Index(condition=models.Q(('heeded_at__isnull', True)), fields=['id'], name='notice_unheeded')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ('hard', 'soft', 'policy', 'complaint', 'delay', 'passed_on'))), name='notice_kind_known'), models.CheckConstraint(condition=models.Q(('source__in', ('conversation', 'mail', 'webhook', 'log'))), name='notice_source_known'), models.CheckConstraint(condition=models.Q(('key', ''), _negated=True), name='notice_has_key')],
                },
            ),
        ]),
        migrations.RunPython(add_switches, migrations.RunPython.noop),
    ]
