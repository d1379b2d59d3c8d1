"""All tables in one step: whatever comes after its table makes Django build every model anew.

`replaces` lets a database that has all of those steps go on. One that stands between them is told so by
config/checks.py, and runs commit bddaee0 first.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from kit.tables import Tables


class Migration(migrations.Migration):

    replaces = [('mailings', '0001_first'), ('mailings', '0002_follow_ups'), ('mailings', '0001_squashed'), ('mailings', '0002_steered_updates')]

    initial = True

    dependencies = [
        ('appeals', '0001_squashed_0006_simulated'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('campaigns', '0001_squashed_0004_partners'),
        ('supporters', '0001_squashed'),
    ]

    operations = [
        Tables([
            migrations.CreateModel(
                name='Mailing',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('status_update', "news of somebody's situation"), ('further', 'further information on an appeal'), ('stop', 'stop action: write no more letters'), ('update', 'update that a person writes'), ('thanks', 'thanks after the letter left'), ('reminder', 'reminder before the act-before date')], default='status_update', max_length=16, verbose_name='kind')),
                    ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mailings', to='campaigns.case', verbose_name='case')),
                    ('because', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='mailings', to='campaigns.statusrecord', verbose_name='the news')),
                    ('appeal', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='mailings', to='appeals.appeal', verbose_name='appeal')),
                    ('state', models.CharField(choices=[('draft', 'draft'), ('in_review', 'waits for a second person'), ('approved', 'approved, to be released'), ('released', 'released'), ('paused', 'paused'), ('finished', 'finished'), ('cancelled', 'cancelled')], db_index=True, default='draft', editable=False, max_length=16, verbose_name='state')),
                    ('created_at', models.DateTimeField(editable=False, verbose_name='drafted')),
                    ('written_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='last written by')),
                    ('written_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='last written')),
                    ('submitted_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='submitted by')),
                    ('submitted_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='submitted')),
                    ('sent_back_because', models.CharField(blank=True, editable=False, max_length=300, verbose_name='sent back because')),
                    ('approved_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='approved by')),
                    ('approved_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='approved')),
                    ('digest', models.CharField(blank=True, editable=False, max_length=64, verbose_name='approved digest')),
                    ('released_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='released by')),
                    ('released_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='released')),
                    ('enqueued_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='put into the outbox')),
                    ('addressed', models.PositiveIntegerField(blank=True, editable=False, null=True, verbose_name='messages')),
                    ('finished_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='finished')),
                    ('cancelled_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='cancelled by')),
                    ('cancelled_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='cancelled')),
                    ('cancelled_because', models.CharField(blank=True, editable=False, max_length=300, verbose_name='cancelled because')),
                    ('countries', models.JSONField(blank=True, default=list, verbose_name='countries')),
                    ('in_archive', models.BooleanField(default=False, help_text='Once it has left, anyone can read it on a page of its own.', verbose_name='in the public archive')),
                    ('in_morning', models.BooleanField(default=False, editable=False, verbose_name="in each supporter's morning")),
                    ('languages', models.JSONField(blank=True, default=list, verbose_name='languages')),
                    ('merged', models.JSONField(blank=True, default=dict, editable=False)),
                    ('paused_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='paused')),
                    ('paused_because', models.CharField(blank=True, editable=False, max_length=200, verbose_name='paused because')),
                    ('paused_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='paused by')),
                    ('reach', models.CharField(choices=[('appeal', 'who signed the appeal'), ('case', 'who signed any appeal of the case'), ('campaign', 'who signed any appeal of its campaign')], default='case', max_length=8, verbose_name='to')),
                    ('signed_before', models.DateField(blank=True, null=True, verbose_name='signed before')),
                    ('signed_since', models.DateField(blank=True, null=True, verbose_name='signed since')),
                    ('spread_minutes', models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='spread over minutes')),
                    ('starts_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='leaves from')),
                ],
                options={
                    'verbose_name': 'mailing',
                    'verbose_name_plural': 'mailings',
                    'permissions': [('approve_mailing', 'Can approve a mailing or send it back'), ('release_mailing', 'Can release a mailing, pause, resume and cancel a released one')],
                    'constraints': [models.UniqueConstraint(fields=('because', 'case'), name='mailing_once_per_news_and_case'), models.CheckConstraint(condition=models.Q(models.Q(('written_at__isnull', True), ('written_by__isnull', True)), models.Q(('written_at__isnull', False), ('written_by__isnull', False)), _connector='OR'), name='mailing_written_is_whole'), models.CheckConstraint(condition=models.Q(('approved_by', None), models.Q(models.Q(('approved_by', models.F('submitted_by')), _negated=True), models.Q(('written_by', None), models.Q(('approved_by', models.F('written_by')), _negated=True), _connector='OR')), _connector='OR'), name='mailing_four_eyes'), models.CheckConstraint(condition=models.Q(models.Q(('addressed__isnull', True), ('enqueued_at__isnull', True)), models.Q(('addressed__isnull', False), ('enqueued_at__isnull', False), ('released_at__isnull', False)), _connector='OR'), name='mailing_enqueued_after_release'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'finished'), ('enqueued_at__isnull', False), ('finished_at__isnull', False)), models.Q(models.Q(('state', 'finished'), _negated=True), ('finished_at__isnull', True)), _connector='OR'), name='mailing_finished_is_whole'), models.CheckConstraint(condition=models.Q(models.Q(('cancelled_because__gt', ''), ('state', 'cancelled'), ('cancelled_at__isnull', False), ('cancelled_by__isnull', False)), models.Q(models.Q(('state', 'cancelled'), _negated=True), ('cancelled_because', ''), ('cancelled_at__isnull', True), ('cancelled_by__isnull', True)), _connector='OR'), name='mailing_cancelled_is_whole'), models.CheckConstraint(condition=models.Q(models.Q(('appeal', None), ('kind', 'status_update')), models.Q(('appeal__isnull', False), ('because', None), ('kind__in', ('further', 'stop', 'thanks', 'reminder'))), models.Q(('because', None), ('kind', 'update'), models.Q(models.Q(('reach', 'appeal'), _negated=True), ('appeal__isnull', False), _connector='OR')), _connector='OR'), name='mailing_follow_up_has_its_appeal'), models.UniqueConstraint(condition=models.Q(('kind', 'reminder')), fields=('appeal',), name='mailing_one_reminder_per_appeal'), models.CheckConstraint(condition=models.Q(models.Q(('paused_because__gt', ''), ('state', 'paused'), ('paused_at__isnull', False), ('paused_by__isnull', False)), models.Q(models.Q(('state', 'paused'), _negated=True), ('paused_because', ''), ('paused_at__isnull', True), ('paused_by__isnull', True)), _connector='OR'), name='mailing_pause_is_whole'), models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'in_review', 'approved', 'released', 'paused', 'finished', 'cancelled'])), name='mailing_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('in_review', 'approved', 'released', 'paused', 'finished')), ('submitted_at__isnull', False), ('submitted_by__isnull', False)), models.Q(('state', 'draft'), ('submitted_at__isnull', True), ('submitted_by__isnull', True)), models.Q(('state', 'cancelled'), ('submitted_at__isnull', True), ('submitted_by__isnull', True)), models.Q(('state', 'cancelled'), ('submitted_at__isnull', False), ('submitted_by__isnull', False)), _connector='OR'), name='mailing_submitted_is_whole'), models.CheckConstraint(condition=models.Q(models.Q(('digest__gt', ''), ('state__in', ('approved', 'released', 'paused', 'finished', 'cancelled')), ('approved_at__isnull', False), ('approved_by__isnull', False)), models.Q(('digest', ''), ('state__in', ('draft', 'in_review', 'cancelled')), ('approved_at__isnull', True), ('approved_by__isnull', True)), _connector='OR'), name='mailing_approval_is_whole'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('released', 'paused', 'finished', 'cancelled')), ('released_at__isnull', False), ('released_by__isnull', False)), models.Q(('state__in', ('draft', 'in_review', 'approved', 'cancelled')), ('released_at__isnull', True), ('released_by__isnull', True)), _connector='OR'), name='mailing_release_is_whole')],
                },
            ),
            migrations.CreateModel(
                name='MailingText',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('mailing', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='texts', to='mailings.mailing', verbose_name='mailing')),
                    ('language', models.CharField(choices=[('en', 'English'), ('ru', 'Русский'), ('kk', 'Қазақ тілі'), ('uk', 'Українська'), ('de', 'Deutsch'), ('fr', 'Français'), ('es', 'Español'), ('pl', 'Polski'), ('tr', 'Türkçe')], max_length=8, verbose_name='language')),
                    ('subject', models.CharField(max_length=300, verbose_name='subject')),
                    ('body', models.TextField(help_text='Markdown: an empty line begins a new paragraph, **bold**, *italic*, ## heading, - list, [words](https://…). Merge fields: {case}, {people}, {status}, {case_link}, {appeal}, {appeal_link}, {act_before}, {signatures}.', verbose_name='text')),
                ],
                options={
                    'verbose_name': 'mailing text',
                    'verbose_name_plural': 'mailing texts',
                    'ordering': ['language'],
                    'constraints': [models.UniqueConstraint(fields=('mailing', 'language'), name='mailingtext_one_per_language'), models.CheckConstraint(condition=models.Q(models.Q(('subject', ''), _negated=True), models.Q(('body', ''), _negated=True)), name='mailingtext_is_not_empty')],
                },
            ),
            migrations.CreateModel(
                name='LeftTopic',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('left_at', models.DateTimeField()),
                    ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='campaigns.case')),
                    ('supporter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='left_topics', to='supporters.supporter')),
                ],
                options={
                    'verbose_name': 'left topic',
                    'constraints': [models.UniqueConstraint(fields=('supporter', 'case'), name='lefttopic_once_per_case')],
                },
            ),
        ]),
    ]
