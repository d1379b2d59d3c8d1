"""All tables in one step: whatever comes after its table makes Django build every model anew.

`replaces` lets a database that has all of those steps go on. One that stands between them is told so by
config/checks.py, and runs commit bddaee0 first.
"""

import django.db.models.deletion
import kit.sealed_fields
from django.conf import settings
from django.db import migrations, models
from kit.tables import Tables


class Migration(migrations.Migration):

    replaces = [('appeals', '0001_initial'), ('appeals', '0002_closed_by'), ('appeals', '0003_rights'), ('appeals', '0004_paper_and_source'), ('appeals', '0005_drafted_texts'), ('appeals', '0006_own_words_and_moderation'), ('appeals', '0007_budgets_and_invalidations'), ('appeals', '0008_paper_signature'), ('appeals', '0009_picture_and_threshold'), ('appeals', '0010_letter_to_read'), ('appeals', '0001_squashed'), ('appeals', '0002_letter_reference'), ('appeals', '0003_salutations'), ('appeals', '0004_own_version'), ('appeals', '0005_self_posted'), ('appeals', '0006_simulated')]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('campaigns', '0001_squashed_0004_partners'),
        ('supporters', '0001_squashed'),
    ]

    operations = [
        Tables([
            migrations.CreateModel(
                name='Appeal',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appeals', to='campaigns.case')),
                    ('slug', models.SlugField(unique=True)),
                    ('state', models.CharField(choices=[('draft', 'Draft'), ('open', 'Open'), ('won', 'Won'), ('closed', 'Closed'), ('archived', 'Archived')], default='draft', max_length=16)),
                    ('represents', models.CharField(help_text="Two-letter code of the state whose mission in the signer's country gets the letter.", max_length=2, verbose_name='state addressed')),
                    ('fallback', models.ForeignKey(blank=True, help_text="Office that gets the letter where the state has no mission for the signer's country.", null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='campaigns.target')),
                    ('act_before', models.DateTimeField(blank=True, help_text='The appeal closes by itself at this moment.', null=True)),
                    ('time_zone', models.CharField(default='UTC', max_length=64)),
                    ('asks_postal_address', models.BooleanField(default=False, help_text='Ask signers for their postal address: some offices answer, or accept, only letters that have one.')),
                    ('edited_texts', models.CharField(choices=[('wait', 'All wait for a person'), ('flagged', 'Only those with a doubt wait for a person')], default='wait', help_text='Letters without own words never wait.', max_length=16, verbose_name='letters with words of the signer')),
                    ('asks_challenge', models.BooleanField(default=False, help_text="Every signer's browser has to calculate for a moment; signatures of those that run no scripts wait for a person.", verbose_name='under attack')),
                    ('display_threshold', models.PositiveIntegerField(default=10, help_text='The page says how many have signed once there are this many. 0 says it from the start.', verbose_name='count shown from')),
                    ('picture', models.ImageField(blank=True, height_field='picture_height', help_text='JPEG, PNG or WebP. It is made smaller, and what the file says of camera and place is left out.', upload_to='pictures', width_field='picture_width')),
                    ('picture_alt', models.CharField(blank=True, help_text='In English, for those who do not see it. One sentence.', max_length=300, verbose_name='what the picture shows')),
                    ('picture_credit', models.CharField(blank=True, help_text='Who made it, and by which licence or permission it stands here.', max_length=200)),
                    ('picture_width', models.PositiveIntegerField(blank=True, editable=False, null=True)),
                    ('picture_height', models.PositiveIntegerField(blank=True, editable=False, null=True)),
                    ('opened_at', models.DateTimeField(blank=True, editable=False, null=True)),
                    ('opened_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('closed_at', models.DateTimeField(blank=True, editable=False, null=True)),
                    ('closed_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('closed_because', models.CharField(blank=True, editable=False, max_length=300)),
                    ('calls', models.ManyToManyField(blank=True, help_text='The documented calls that this appeal takes up.', related_name='appeals', to='campaigns.call')),
                    ('demands', models.ManyToManyField(related_name='appeals', through='appeals.AppealDemand', to='campaigns.demand')),
                    ('adds_own_version', models.BooleanField(default=False, help_text='Behind each letter a page has the same text in the language in which its signer read it, where that is another one and its text is approved.', verbose_name="add the signer's own version")),
                    ('simulated_at', models.DateTimeField(blank=True, editable=False, null=True)),
                    ('simulated_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'permissions': [('open_appeal', 'Can open and close appeals')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('opened_at__isnull', True), ('state', 'draft')), models.Q(models.Q(('state', 'draft'), _negated=True), ('opened_at__isnull', False), ('opened_by__isnull', False)), _connector='OR'), name='appeal_open_knows_when_and_by_whom'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('state__in', ['draft', 'open'])), models.Q(('closed_at__isnull', False), ('state__in', ['won', 'closed', 'archived'])), _connector='OR'), name='appeal_closed_knows_when'), models.CheckConstraint(condition=models.Q(('picture', ''), models.Q(models.Q(('picture_alt', ''), _negated=True), models.Q(('picture_credit', ''), _negated=True)), _connector='OR'), name='appeal_picture_has_words_and_credit', violation_error_message='A picture needs both: what it shows, and who made it.'), models.CheckConstraint(condition=models.Q(models.Q(('simulated_at', None), ('simulated_by', None)), models.Q(('simulated_at__isnull', False), ('simulated_by__isnull', False)), _connector='OR'), name='appeal_simulation_is_whole')],
                },
            ),
            migrations.CreateModel(
                name='AppealDemand',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('appeal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='appeal_demands', to='appeals.appeal')),
                    ('demand', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='campaigns.demand')),
                    ('number', models.PositiveSmallIntegerField()),
                ],
                options={
                    'ordering': ['number'],
                    'constraints': [models.UniqueConstraint(fields=('appeal', 'number'), name='appealdemand_number_once'), models.UniqueConstraint(fields=('appeal', 'demand'), name='appealdemand_demand_once')],
                },
            ),
            migrations.CreateModel(
                name='AppealText',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('appeal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='texts', to='appeals.appeal')),
                    ('language', models.CharField(choices=[('en', 'English'), ('ru', 'Русский'), ('kk', 'Қазақ тілі'), ('uk', 'Українська'), ('de', 'Deutsch'), ('fr', 'Français'), ('es', 'Español'), ('pl', 'Polski'), ('tr', 'Türkçe')], max_length=8)),
                    ('state', models.CharField(choices=[('draft', 'Draft'), ('in_review', 'In review'), ('approved', 'Approved')], default='draft', editable=False, max_length=16)),
                    ('title', models.CharField(max_length=120)),
                    ('lead', models.CharField(help_text='One sentence under the title of the page.', max_length=300)),
                    ('story', models.TextField(help_text='What happened, in plain words, for the page.')),
                    ('subject', models.CharField(max_length=150, verbose_name='subject of the letter')),
                    ('body', models.TextField(verbose_name='letter before the demands')),
                    ('ending', models.TextField(blank=True, verbose_name='letter after the demands')),
                    ('closing', models.CharField(help_text='For example: Yours faithfully,', max_length=80)),
                    ('slogan', models.CharField(blank=True, help_text='For the page, not for the letter.', max_length=300)),
                    ('written_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('written_at', models.DateTimeField(editable=False)),
                    ('approved_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('approved_at', models.DateTimeField(blank=True, editable=False, null=True)),
                    ('digest', models.CharField(blank=True, editable=False, max_length=64, verbose_name='approved digest')),
                    ('sent_back_because', models.CharField(blank=True, editable=False, max_length=300)),
                    ('drafted', models.JSONField(blank=True, default=dict, editable=False)),
                    ('facts_digest', models.CharField(blank=True, editable=False, max_length=64)),
                    ('needs_speaker', models.BooleanField(default=False, editable=False, verbose_name="needs a speaker's review")),
                    ('speaker', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='read as a speaker by')),
                    ('speaker_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='read as a speaker')),
                    ('salutations', models.JSONField(blank=True, default=dict, editable=False)),
                ],
                options={
                    'permissions': [('approve_appealtext', 'Can approve texts of others and send them back')],
                    'constraints': [models.UniqueConstraint(fields=('appeal', 'language'), name='appealtext_one_per_language'), models.CheckConstraint(condition=models.Q(('approved_by__isnull', True), models.Q(('approved_by', models.F('written_by')), _negated=True), _connector='OR'), name='appealtext_four_eyes'), models.CheckConstraint(condition=models.Q(models.Q(('approved_at__isnull', False), ('approved_by__isnull', False), ('digest__gt', ''), ('state', 'approved')), models.Q(models.Q(('state', 'approved'), _negated=True), ('approved_at__isnull', True), ('approved_by__isnull', True), ('digest', '')), _connector='OR'), name='appealtext_approval_is_whole'), models.CheckConstraint(condition=models.Q(models.Q(('speaker__isnull', True), ('speaker_at__isnull', True)), models.Q(('speaker__isnull', False), ('speaker_at__isnull', False)), _connector='OR'), name='appealtext_speaker_is_whole'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'approved'), _negated=True), ('needs_speaker', False), ('speaker__isnull', False), _connector='OR'), name='appealtext_approved_was_read_by_a_speaker')],
                },
            ),
            migrations.CreateModel(
                name='Brick',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('text', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bricks', to='appeals.appealtext')),
                    ('number', models.PositiveSmallIntegerField()),
                    ('label', models.CharField(help_text='What the signer ticks, for example: I am a trade unionist.', max_length=120)),
                    ('paragraph', models.CharField(help_text='What then stands in the letter, after its ending.', max_length=700)),
                ],
                options={
                    'ordering': ['number'],
                    'constraints': [models.UniqueConstraint(fields=('text', 'number'), name='brick_number_once'), models.CheckConstraint(condition=models.Q(models.Q(('label', ''), _negated=True), models.Q(('paragraph', ''), _negated=True)), name='brick_is_not_empty')],
                },
            ),
            migrations.CreateModel(
                name='Budget',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.CharField(max_length=64, unique=True)),
                    ('full_at', models.BigIntegerField(help_text='Milliseconds since 1970, UTC.')),
                ],
                options={
                    'indexes': [models.Index(fields=['full_at'], name='budget_to_sweep')],
                },
            ),
            migrations.CreateModel(
                name='Invalidation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('appeal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invalidations', to='appeals.appeal')),
                    ('state', models.CharField(choices=[('running', 'Running'), ('done', 'Done'), ('undoing', 'Being undone'), ('undone', 'Undone')], default='running', max_length=16)),
                    ('signed_from', models.DateTimeField()),
                    ('signed_until', models.DateTimeField()),
                    ('country', models.CharField(blank=True, max_length=2)),
                    ('language', models.CharField(blank=True, max_length=8)),
                    ('source', models.CharField(blank=True, max_length=16, verbose_name='came by')),
                    ('network_index', models.CharField(blank=True, max_length=32, verbose_name='network')),
                    ('reason', models.CharField(max_length=300)),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField()),
                    ('expected', models.PositiveIntegerField(help_text='How many signatures the person saw before they said yes.')),
                    ('changed', models.PositiveIntegerField(default=0)),
                    ('cursor', models.BigIntegerField(default=0)),
                    ('restored', models.PositiveIntegerField(default=0)),
                    ('undone_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('undone_at', models.DateTimeField(blank=True, null=True)),
                    ('undone_because', models.CharField(blank=True, max_length=300)),
                ],
                options={
                    'permissions': [('invalidate_signatures', 'Can invalidate signatures and undo it')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['running', 'done']), ('undone_at__isnull', True), ('undone_because', ''), ('undone_by__isnull', True)), models.Q(models.Q(('undone_because', ''), _negated=True), ('state__in', ['undoing', 'undone']), ('undone_at__isnull', False), ('undone_by__isnull', False)), _connector='OR'), name='invalidation_undone_knows_when_and_why')],
                },
            ),
            migrations.CreateModel(
                name='MailAllowance',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('mailbox_index', models.CharField(max_length=64)),
                    ('appeal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='appeals.appeal')),
                    ('day', models.DateField()),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('mailbox_index', 'day', 'appeal'), name='allowance_once_a_day')],
                },
            ),
            migrations.CreateModel(
                name='Signature',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('appeal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to='appeals.appeal')),
                    ('supporter', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='signatures', to='supporters.supporter')),
                    ('state', models.CharField(choices=[('pending', 'Pending'), ('confirmed', 'Confirmed'), ('rejected', 'Rejected: it was not me'), ('withdrawn', 'Withdrawn'), ('invalidated', 'Invalidated')], default='pending', max_length=16)),
                    ('name', kit.sealed_fields.SealedTextField(blank=True, default=str, editable=True)),
                    ('town', kit.sealed_fields.SealedTextField(blank=True, default=str, editable=True)),
                    ('postal', kit.sealed_fields.SealedTextField(blank=True, default=str, editable=True)),
                    ('own_words', kit.sealed_fields.SealedTextField(blank=True, default=str, editable=True)),
                    ('bricks', models.JSONField(blank=True, default=list)),
                    ('country', models.CharField(max_length=2)),
                    ('language', models.CharField(max_length=8)),
                    ('may_reply', models.BooleanField(default=False, verbose_name='the office may answer directly')),
                    ('wants_updates', models.BooleanField(default=False)),
                    ('display', models.CharField(choices=[('count', 'Counted only'), ('initials', 'Initials'), ('name', 'Full name'), ('name_town', 'Name and town')], default='count', max_length=16, verbose_name='shown on the page as')),
                    ('display_wording', models.CharField(blank=True, editable=False, max_length=300)),
                    ('display_version', models.CharField(blank=True, editable=False, max_length=16)),
                    ('created_at', models.DateTimeField()),
                    ('method', models.CharField(choices=[('mail', 'Confirmed by mail'), ('paper', 'Signed on paper')], default='mail', max_length=8)),
                    ('source', models.CharField(blank=True, choices=[('', 'Not known'), ('mail', 'Mail'), ('messenger', 'Messenger'), ('social', 'Social network'), ('poster', 'Poster'), ('embed', 'Embedded in another page'), ('feed', 'Feed'), ('calendar', 'Calendar')], max_length=16, verbose_name='came by')),
                    ('keyed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('sheet', models.CharField(blank=True, help_text='Where the sheet is kept, and which it is.', max_length=60)),
                    ('line_index', models.CharField(blank=True, editable=False, max_length=64)),
                    ('link_seed', models.CharField(blank=True, editable=False, max_length=32)),
                    ('link_hash', models.CharField(blank=True, db_index=True, editable=False, max_length=64)),
                    ('reminders', models.PositiveSmallIntegerField(default=0, editable=False)),
                    ('reminded_at', models.DateTimeField(blank=True, editable=False, null=True)),
                    ('moderation', models.CharField(choices=[('none', 'Nothing to read'), ('waiting', 'Waits for a person'), ('passed', 'Read and passed'), ('refused', 'Read and refused')], default='none', max_length=16)),
                    ('moderation_reasons', models.TextField(blank=True, verbose_name='why a person has to read it')),
                    ('moderated_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('moderated_at', models.DateTimeField(blank=True, null=True)),
                    ('refused_because', models.CharField(blank=True, help_text='The signer reads this.', max_length=300)),
                    ('network_index', models.CharField(blank=True, editable=False, max_length=32, verbose_name='network')),
                    ('invalidation', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to='appeals.invalidation')),
                    ('state_before', models.CharField(blank=True, editable=False, max_length=16)),
                    ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                    ('cooling_until', models.DateTimeField(blank=True, null=True)),
                    ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                    ('edited_at', models.DateTimeField(blank=True, null=True)),
                    ('self_sent_at', models.DateTimeField(blank=True, null=True)),
                    ('reference', models.CharField(blank=True, max_length=16, null=True, unique=True)),
                    ('target', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='campaigns.target')),
                    ('email_contact', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='campaigns.contact')),
                    ('post_contact', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='campaigns.contact')),
                    ('letter_language', models.CharField(blank=True, max_length=8)),
                    ('agreed', kit.sealed_fields.SealedJSONField(blank=True, default=dict, editable=True)),
                    ('agreed_digest', models.CharField(blank=True, max_length=64)),
                    ('letter_reference', models.CharField(blank=True, editable=False, max_length=16)),
                    ('self_posted_at', models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    'permissions': [('key_in_signature', 'Can key in signatures from paper'), ('moderate_signature', 'Can read and pass or refuse letters with own words')],
                    'indexes': [models.Index(condition=models.Q(('network_index', ''), _negated=True), fields=['network_index'], name='signature_network'), models.Index(condition=models.Q(('state', 'confirmed')), fields=['confirmed_at'], name='signature_confirmed_order'), models.Index(condition=models.Q(('method', 'paper')), fields=['appeal', 'line_index'], name='signature_line_on_paper'), models.Index(condition=models.Q(('state', 'confirmed'), models.Q(('display', 'count'), _negated=True)), fields=['appeal', '-confirmed_at'], name='signature_shown_by_name'), models.Index(condition=models.Q(('reminders__lt', 2), ('state', 'pending')), fields=['created_at'], name='signature_to_remind'), models.Index(condition=models.Q(('moderation', 'waiting')), fields=['confirmed_at'], name='signature_to_read'), models.Index(condition=models.Q(models.Q(('state', 'confirmed'), models.Q(('letter_reference', models.F('reference')), _negated=True)), models.Q(models.Q(('state', 'confirmed'), _negated=True), models.Q(('letter_reference', ''), _negated=True)), _connector='OR'), fields=['confirmed_at'], name='signature_letter_differs')],
                    'constraints': [models.UniqueConstraint(fields=('appeal', 'supporter'), name='signature_once_per_supporter'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'confirmed'), _negated=True), models.Q(('agreed_digest__gt', ''), ('confirmed_at__isnull', False), ('cooling_until__isnull', False), ('reference__isnull', False), ('target__isnull', False)), _connector='OR'), name='signature_confirmed_is_frozen'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'withdrawn'), ('withdrawn_at__isnull', False)), models.Q(models.Q(('state', 'withdrawn'), _negated=True), ('withdrawn_at__isnull', True)), _connector='OR'), name='signature_withdrawn_knows_when'), models.CheckConstraint(condition=models.Q(models.Q(('keyed_by__isnull', False), ('method', 'paper')), models.Q(('keyed_by__isnull', True), ('line_index', ''), ('method', 'mail'), ('sheet', '')), _connector='OR'), name='signature_on_paper_knows_who_keyed_it'), models.CheckConstraint(condition=models.Q(('display', 'count'), models.Q(('display_wording', ''), _negated=True), _connector='OR'), name='signature_shown_in_words_that_were_chosen'), models.CheckConstraint(condition=models.Q(('reminders', 0), models.Q(('reminded_at__isnull', False), ('reminders__lte', 2)), _connector='OR'), name='signature_reminded_twice_at_most'), models.CheckConstraint(condition=models.Q(models.Q(models.Q(('moderation', 'none'), models.Q(models.Q(('moderation_reasons', ''), _negated=True), ('moderation', 'waiting')), _connector='OR'), ('moderated_at__isnull', True), ('moderated_by__isnull', True), ('refused_because', '')), models.Q(models.Q(models.Q(('moderation', 'passed'), ('refused_because', '')), models.Q(models.Q(('refused_because', ''), _negated=True), ('moderation', 'refused')), _connector='OR'), ('moderated_at__isnull', False), ('moderated_by__isnull', False)), _connector='OR'), name='signature_moderation_is_whole'), models.CheckConstraint(condition=models.Q(models.Q(('invalidation__isnull', False), ('state', 'invalidated'), ('state_before__in', ['pending', 'confirmed'])), models.Q(models.Q(('state', 'invalidated'), _negated=True), ('invalidation__isnull', True), ('state_before', '')), _connector='OR'), name='signature_invalidated_by_a_decision')],
                },
            ),
            migrations.CreateModel(
                name='LetterToRead',
                fields=[
                ],
                options={
                    'verbose_name': 'letter to read',
                    'verbose_name_plural': 'letters to read',
                    'proxy': True,
                    'default_permissions': (),
                },
                bases=('appeals.signature',),
            ),
            migrations.CreateModel(
                name='PaperSignature',
                fields=[
                ],
                options={
                    'verbose_name': 'signature on paper',
                    'verbose_name_plural': 'signatures on paper',
                    'proxy': True,
                    'default_permissions': (),
                },
                bases=('appeals.signature',),
            ),
            migrations.CreateModel(
                name='Tally',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('appeal', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='tally', to='appeals.appeal')),
                    ('confirmed', models.PositiveIntegerField(default=0)),
                    ('on_paper', models.PositiveIntegerField(default=0)),
                    ('accepted', models.PositiveIntegerField(default=0)),
                    ('posted', models.PositiveIntegerField(default=0)),
                    ('self_sent', models.PositiveIntegerField(default=0)),
                ],
                options={
                    'verbose_name': 'tally',
                    'verbose_name_plural': 'tallies',
                },
            ),
            migrations.CreateModel(
                name='Translation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('language', models.CharField(max_length=8)),
                    ('english', models.CharField(max_length=700)),
                    ('words', models.CharField(max_length=1000)),
                    ('by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField(editable=False)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('language', 'english'), name='translation_once'), models.CheckConstraint(condition=models.Q(models.Q(('english', ''), _negated=True), models.Q(('words', ''), _negated=True)), name='translation_is_not_empty')],
                },
            ),
        ]),
    ]
