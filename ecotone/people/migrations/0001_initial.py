import django.db.models.deletion
import ecotone.ground.clock
import ecotone.ground.fields
import ecotone.ground.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('access', '__first__'),
        ('ecosystem', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.UUIDField(default=ecotone.ground.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=ecotone.ground.clock.now, editable=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('name', ecotone.ground.fields.Line(max_length=200)),
                ('known_as', ecotone.ground.fields.Line(blank=True, max_length=200)),
                ('pronouns', ecotone.ground.fields.Line(blank=True, max_length=40)),
                ('birth_date', models.DateField(null=True)),
                ('died_on', models.DateField(null=True)),
                ('contact_how', ecotone.ground.fields.Line(blank=True, help_text='the way she wants to be reached', max_length=200)),
                ('contact_detail', ecotone.ground.fields.Line(blank=True, help_text='the number or address for it', max_length=200)),
                ('contact_warning', ecotone.ground.fields.Line(blank=True, help_text='what not to do, because it is not safe', max_length=200)),
                ('language', ecotone.ground.fields.Line(blank=True, max_length=80)),
                ('interpreter', models.BooleanField(default=False)),
                ('communication', ecotone.ground.fields.Words(blank=True, help_text='what helps us understand each other', max_length=2000)),
                ('account', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='person', to=settings.AUTH_USER_MODEL)),
                ('home', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ecosystem.place')),
            ],
            options={
                'indexes': [models.Index(fields=['name'], name='person_by_name')],
            },
        ),
        migrations.CreateModel(
            name='FormerName',
            fields=[
                ('id', models.UUIDField(default=ecotone.ground.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=ecotone.ground.clock.now, editable=False)),
                ('name', ecotone.ground.fields.Line(max_length=200)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='other_names', to='people.person')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Encounter',
            fields=[
                ('id', models.UUIDField(default=ecotone.ground.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=ecotone.ground.clock.now, editable=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('author', ecotone.ground.fields.Line(blank=True, max_length=200)),
                ('author_account_id', models.UUIDField(null=True)),
                ('author_hat_id', models.UUIDField(null=True)),
                ('author_actor_id', models.UUIDField(null=True)),
                ('at', models.DateTimeField()),
                ('channel', ecotone.ground.fields.Code(choices=[('visit', 'visit'), ('phone', 'phone'), ('video', 'video'), ('place', 'place'), ('letter', 'letter')], max_length=40)),
                ('mode', ecotone.ground.fields.Code(choices=[('told_by_choice', 'told_by_choice'), ('had_to_repeat', 'had_to_repeat'), ('read_then_checked', 'read_then_checked'), ('read_only', 'read_only')], max_length=40)),
                ('mode_said_by', ecotone.ground.fields.Code(choices=[('person', 'person'), ('carer', 'carer'), ('worker', 'worker')], max_length=40)),
                ('planned_minutes', models.PositiveSmallIntegerField(null=True)),
                ('actual_minutes', models.PositiveSmallIntegerField(null=True)),
                ('time_enough_worker', models.BooleanField(null=True)),
                ('time_enough_person', models.BooleanField(null=True)),
                ('note', ecotone.ground.fields.Words(blank=True, max_length=4000)),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ecosystem.actor')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='encounters', to='people.person')),
            ],
            options={
                'indexes': [models.Index(fields=['person', '-at'], name='encounters_of_person')],
                'constraints': [models.CheckConstraint(condition=models.Q(('mode__in', ['told_by_choice', 'had_to_repeat', 'read_then_checked', 'read_only'])), name='encounter_mode'), models.CheckConstraint(condition=models.Q(('mode_said_by__in', ['person', 'carer', 'worker'])), name='encounter_said_by'), models.CheckConstraint(condition=models.Q(('channel__in', ['visit', 'phone', 'video', 'place', 'letter'])), name='encounter_channel'), models.CheckConstraint(condition=models.Q(models.Q(('mode', 'had_to_repeat'), _negated=True), ('mode_said_by', 'person'), _connector='OR'), name='only_she_says_she_repeated')],
            },
        ),
        migrations.CreateModel(
            name='CircleTie',
            fields=[
                ('id', models.UUIDField(default=ecotone.ground.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=ecotone.ground.clock.now, editable=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('since', models.DateField()),
                ('until', models.DateField(blank=True, null=True)),
                ('author', ecotone.ground.fields.Line(blank=True, max_length=200)),
                ('author_account_id', models.UUIDField(null=True)),
                ('author_hat_id', models.UUIDField(null=True)),
                ('author_actor_id', models.UUIDField(null=True)),
                ('kind', ecotone.ground.fields.Code(choices=[('family', 'family'), ('friend', 'friend'), ('neighbour', 'neighbour'), ('carer', 'carer'), ('group', 'group'), ('worker', 'worker'), ('other', 'other')], max_length=40)),
                ('name', ecotone.ground.fields.Line(max_length=200)),
                ('relation', ecotone.ground.fields.Line(blank=True, help_text='daughter, neighbour across the landing, the walking group', max_length=200)),
                ('closeness', models.PositiveSmallIntegerField(default=2, help_text='1 closest, 3 outer')),
                ('named_by', ecotone.ground.fields.Code(choices=[('person', 'person'), ('carer', 'carer'), ('worker', 'worker')], max_length=40)),
                ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ecosystem.actor')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='circle', to='people.person')),
            ],
            options={
                'indexes': [models.Index(fields=['person', 'until'], name='circle_of_person')],
                'constraints': [models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='circle_period'), models.CheckConstraint(condition=models.Q(('kind__in', ['family', 'friend', 'neighbour', 'carer', 'group', 'worker', 'other'])), name='circle_kind'), models.CheckConstraint(condition=models.Q(('named_by__in', ['person', 'carer', 'worker'])), name='circle_named_by'), models.CheckConstraint(condition=models.Q(('closeness__gte', 1), ('closeness__lte', 3)), name='circle_closeness')],
            },
        ),
        migrations.CreateModel(
            name='PersonIdentifier',
            fields=[
                ('id', models.UUIDField(default=ecotone.ground.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=ecotone.ground.clock.now, editable=False)),
                ('source', ecotone.ground.fields.Line(blank=True, help_text='for a local number: whose it is', max_length=120)),
                ('kind', ecotone.ground.fields.Code(choices=[('chi', 'chi'), ('nhs', 'nhs'), ('local', 'local')], max_length=40)),
                ('value', ecotone.ground.fields.Line(max_length=80)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='identifiers', to='people.person')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('source', 'kind', 'value'), name='person_identifier_once'), models.UniqueConstraint(condition=models.Q(('kind', 'local'), _negated=True), fields=('kind', 'value'), name='national_number_once'), models.CheckConstraint(condition=models.Q(('kind__in', ['chi', 'nhs', 'local'])), name='person_identifier_kind')],
            },
        ),
        migrations.CreateModel(
            name='Relationship',
            fields=[
                ('id', models.UUIDField(default=ecotone.ground.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=ecotone.ground.clock.now, editable=False)),
                ('role', ecotone.ground.fields.Code(choices=[('lead', 'lead'), ('member', 'member'), ('consult', 'consult')], max_length=40)),
                ('purpose', ecotone.ground.fields.Line(max_length=200)),
                ('basis', ecotone.ground.fields.Code(choices=[('self', 'self'), ('relationship', 'relationship'), ('grant', 'grant'), ('consent', 'consent'), ('legal_duty', 'legal_duty'), ('vital_interest', 'vital_interest'), ('role', 'role'), ('open', 'open'), ('system', 'system')], max_length=40)),
                ('sensitive', models.BooleanField(default=False, help_text="the team's name alone would tell too much")),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField(null=True)),
                ('ended_reason', ecotone.ground.fields.Line(blank=True, max_length=200)),
                ('opened_by', models.UUIDField(help_text='the referral or question it was opened for, if any', null=True)),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ecosystem.actor')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='relationships', to='people.person')),
            ],
            options={
                'indexes': [models.Index(fields=['actor', 'until', 'person'], name='people_of_actor'), models.Index(fields=['person', 'until'], name='actors_of_person')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('person', 'actor'), name='one_open_relationship'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gt', models.F('since')), _connector='OR'), name='relationship_period', violation_error_code='period'), models.CheckConstraint(condition=models.Q(('role__in', ['lead', 'member', 'consult'])), name='relationship_role'), models.CheckConstraint(condition=models.Q(('basis__in', ['self', 'relationship', 'grant', 'consent', 'legal_duty', 'vital_interest', 'role', 'open', 'system'])), name='relationship_basis')],
            },
        ),
        migrations.CreateModel(
            name='SharedPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', ecotone.ground.fields.Code(choices=[('identity', 'identity'), ('contact', 'contact'), ('matters', 'matters'), ('history', 'history'), ('works', 'works'), ('harms', 'harms'), ('my_people', 'my_people'), ('circle', 'circle'), ('involved', 'involved'), ('encounters', 'encounters'), ('outcomes', 'outcomes'), ('referrals', 'referrals'), ('identifiers', 'identifiers')], max_length=40)),
                ('relationship', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shared', to='people.relationship')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('relationship', 'part'), name='part_shared_once'), models.CheckConstraint(condition=models.Q(('part__in', ['identity', 'contact', 'matters', 'history', 'works', 'harms', 'my_people', 'circle', 'involved', 'encounters', 'outcomes', 'referrals', 'identifiers'])), name='shared_part')],
            },
        ),
        migrations.CreateModel(
            name='SharingChoice',
            fields=[
                ('id', models.UUIDField(default=ecotone.ground.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=ecotone.ground.clock.now, editable=False)),
                ('author', ecotone.ground.fields.Line(blank=True, max_length=200)),
                ('author_account_id', models.UUIDField(null=True)),
                ('author_hat_id', models.UUIDField(null=True)),
                ('author_actor_id', models.UUIDField(null=True)),
                ('effect', ecotone.ground.fields.Code(choices=[('grant', 'grant'), ('refusal', 'refusal')], max_length=40)),
                ('sector', ecotone.ground.fields.Code(blank=True, max_length=40)),
                ('part', ecotone.ground.fields.Code(blank=True, choices=[('identity', 'identity'), ('contact', 'contact'), ('matters', 'matters'), ('history', 'history'), ('works', 'works'), ('harms', 'harms'), ('my_people', 'my_people'), ('circle', 'circle'), ('involved', 'involved'), ('encounters', 'encounters'), ('outcomes', 'outcomes'), ('referrals', 'referrals'), ('identifiers', 'identifiers')], max_length=40)),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField(null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('said_by', ecotone.ground.fields.Code(choices=[('person', 'person'), ('staff_recording', 'staff_recording')], max_length=40)),
                ('note', ecotone.ground.fields.Line(blank=True, max_length=200)),
                ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ecosystem.actor')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='choices', to='people.person')),
            ],
            options={
                'indexes': [models.Index(fields=['person', 'withdrawn_at'], name='choices_of_person')],
                'constraints': [models.CheckConstraint(condition=models.Q(('effect__in', ['grant', 'refusal'])), name='choice_effect'), models.CheckConstraint(condition=models.Q(('said_by__in', ['person', 'staff_recording'])), name='choice_said_by'), models.CheckConstraint(condition=models.Q(('part__in', ['', 'identity', 'contact', 'matters', 'history', 'works', 'harms', 'my_people', 'circle', 'involved', 'encounters', 'outcomes', 'referrals', 'identifiers'])), name='choice_part'), models.CheckConstraint(condition=models.Q(('sector__in', ['', 'nhs', 'council', 'third', 'independent', 'community', 'informal', 'government'])), name='choice_sector'), models.CheckConstraint(condition=models.Q(('actor__isnull', True), ('sector', ''), _connector='OR'), name='choice_actor_or_sector'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gt', models.F('since')), _connector='OR'), name='choice_period')],
            },
        ),
        migrations.CreateModel(
            name='StoryEntry',
            fields=[
                ('id', models.UUIDField(default=ecotone.ground.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=ecotone.ground.clock.now, editable=False)),
                ('author', ecotone.ground.fields.Line(blank=True, max_length=200)),
                ('author_account_id', models.UUIDField(null=True)),
                ('author_hat_id', models.UUIDField(null=True)),
                ('author_actor_id', models.UUIDField(null=True)),
                ('section', ecotone.ground.fields.Code(choices=[('matters', 'matters'), ('history', 'history'), ('works', 'works'), ('harms', 'harms'), ('my_people', 'my_people')], max_length=40)),
                ('text', ecotone.ground.fields.Words(max_length=20000)),
                ('words_of', ecotone.ground.fields.Code(choices=[('person', 'person'), ('carer', 'carer'), ('professional', 'professional')], max_length=40)),
                ('language', ecotone.ground.fields.Line(default='en-GB', max_length=20)),
                ('said_on', models.DateField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='story', to='people.person')),
                ('supersedes', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='superseded_by', to='people.storyentry')),
            ],
            options={
                'indexes': [models.Index(fields=['person', 'section', '-said_on', '-created_at'], name='story_of_person')],
                'constraints': [models.CheckConstraint(condition=models.Q(('words_of__in', ['person', 'carer', 'professional'])), name='story_words_of'), models.CheckConstraint(condition=models.Q(('section__in', ['matters', 'history', 'works', 'harms', 'my_people'])), name='story_section')],
            },
        ),
    ]
