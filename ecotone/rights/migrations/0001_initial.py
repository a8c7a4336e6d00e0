import django.db.models.deletion
import ecotone.ground.clock
import ecotone.ground.fields
import ecotone.ground.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('ecosystem', '0002_registers'),
        ('people', '0009_erasing'),
    ]

    operations = [
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.UUIDField(default=ecotone.ground.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=ecotone.ground.clock.now, editable=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('author', ecotone.ground.fields.Line(blank=True, max_length=200)),
                ('author_account_id', models.UUIDField(null=True)),
                ('author_hat_id', models.UUIDField(null=True)),
                ('author_actor_id', models.UUIDField(null=True)),
                ('subject_kind', ecotone.ground.fields.Code(blank=True, max_length=40)),
                ('subject_id', models.UUIDField(null=True)),
                ('said', ecotone.ground.fields.Words(blank=True, max_length=20000)),
                ('wrong', ecotone.ground.fields.Words(max_length=4000)),
                ('should_say', ecotone.ground.fields.Words(blank=True, max_length=20000)),
                ('state', ecotone.ground.fields.Code(choices=[('waiting', 'waiting'), ('corrected', 'corrected'), ('partly', 'partly'), ('not_corrected', 'not_corrected'), ('withdrawn', 'withdrawn')], default='waiting', max_length=40)),
                ('due_on', models.DateField()),
                ('extended_why', ecotone.ground.fields.Words(blank=True, max_length=2000)),
                ('reminded_on', models.DateField(null=True)),
                ('answered_at', models.DateTimeField(null=True)),
                ('answered_by', ecotone.ground.fields.Line(blank=True, max_length=200)),
                ('answer', ecotone.ground.fields.Words(blank=True, max_length=4000)),
                ('now_says', ecotone.ground.fields.Words(blank=True, max_length=20000)),
                ('replaced_by', models.UUIDField(help_text='the newer entry that took its place', null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='people.person')),
                ('team', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ecosystem.actor')),
            ],
            options={
                'indexes': [models.Index(fields=['person', '-created_at'], name='corrections_of_person'), models.Index(fields=['team', 'state', 'due_on'], name='corrections_to_team'), models.Index(fields=['author_actor_id', '-created_at'], name='corrections_by_team'), models.Index(condition=models.Q(('state', 'waiting')), fields=['due_on'], name='corrections_that_wait')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'waiting'), ('subject_id__isnull', False)), fields=('person', 'subject_kind', 'subject_id'), name='one_correction_asked'), models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'corrected', 'partly', 'not_corrected', 'withdrawn'])), name='correction_state'), models.CheckConstraint(condition=models.Q(('wrong', ''), _negated=True), name='correction_says_what'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at', None), ('state', 'waiting')), models.Q(models.Q(('state', 'waiting'), _negated=True), ('answered_at__isnull', False)), _connector='OR'), name='correction_answered_when_over'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['partly', 'not_corrected']), _negated=True), models.Q(('answer', ''), _negated=True), _connector='OR'), name='correction_refused_with_reason')],
            },
        ),
        migrations.CreateModel(
            name='Erasure',
            fields=[
                ('id', models.UUIDField(default=ecotone.ground.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=ecotone.ground.clock.now, editable=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('author', ecotone.ground.fields.Line(blank=True, max_length=200)),
                ('author_account_id', models.UUIDField(null=True)),
                ('author_hat_id', models.UUIDField(null=True)),
                ('author_actor_id', models.UUIDField(null=True)),
                ('account_id', models.UUIDField(null=True)),
                ('why', ecotone.ground.fields.Words(blank=True, max_length=4000)),
                ('due_on', models.DateField()),
                ('state', ecotone.ground.fields.Code(choices=[('asked', 'asked'), ('done', 'done'), ('refused', 'refused'), ('withdrawn', 'withdrawn')], default='asked', max_length=40)),
                ('ground', ecotone.ground.fields.Code(blank=True, choices=[('no_longer_needed', 'no_longer_needed'), ('consent_withdrawn', 'consent_withdrawn'), ('objected', 'objected'), ('unlawful', 'unlawful'), ('legal_obligation', 'legal_obligation'), ('retention', 'retention')], max_length=40)),
                ('against', ecotone.ground.fields.Code(blank=True, choices=[('care_record', 'care_record'), ('legal_duty', 'legal_duty'), ('claims', 'claims'), ('public_health', 'public_health'), ('no_ground', 'no_ground')], max_length=40)),
                ('reason', ecotone.ground.fields.Words(blank=True, max_length=4000)),
                ('decided_at', models.DateTimeField(null=True)),
                ('decided_by', ecotone.ground.fields.Line(blank=True, max_length=200)),
                ('rows', models.PositiveIntegerField(default=0, help_text='how many rows it took away or emptied')),
                ('swept_at', models.DateTimeField(help_text='when what was written meanwhile was taken away as well', null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='erasures', to='people.person')),
            ],
            options={
                'indexes': [models.Index(fields=['state', 'due_on'], name='erasures_asked'), models.Index(fields=['-decided_at', '-id'], name='erasures_decided'), models.Index(condition=models.Q(('state', 'done'), ('swept_at', None)), fields=['decided_at'], name='erasures_to_sweep')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'asked')), fields=('person',), name='one_erasure_asked'), models.UniqueConstraint(condition=models.Q(('state', 'done')), fields=('person',), name='one_erasure_done'), models.CheckConstraint(condition=models.Q(('state__in', ['asked', 'done', 'refused', 'withdrawn'])), name='erasure_state'), models.CheckConstraint(condition=models.Q(('ground__in', ['', 'no_longer_needed', 'consent_withdrawn', 'objected', 'unlawful', 'legal_obligation', 'retention'])), name='erasure_ground'), models.CheckConstraint(condition=models.Q(('against__in', ['', 'care_record', 'legal_duty', 'claims', 'public_health', 'no_ground'])), name='erasure_against'), models.CheckConstraint(condition=models.Q(models.Q(('against', ''), ('decided_at', None), ('ground', ''), ('state', 'asked')), models.Q(('against', ''), ('decided_at__isnull', False), ('ground', ''), ('state', 'withdrawn')), models.Q(('against', ''), ('decided_at__isnull', False), ('state', 'done'), models.Q(('ground', ''), _negated=True)), models.Q(('decided_at__isnull', False), ('ground', ''), ('state', 'refused'), models.Q(('against', ''), _negated=True), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='erasure_decided_whole')],
            },
        ),
        migrations.CreateModel(
            name='Hold',
            fields=[
                ('id', models.UUIDField(default=ecotone.ground.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=ecotone.ground.clock.now, editable=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('author', ecotone.ground.fields.Line(blank=True, max_length=200)),
                ('author_account_id', models.UUIDField(null=True)),
                ('author_hat_id', models.UUIDField(null=True)),
                ('author_actor_id', models.UUIDField(null=True)),
                ('kind', ecotone.ground.fields.Code(choices=[('safeguarding', 'safeguarding'), ('claims', 'claims'), ('legal_duty', 'legal_duty'), ('inquiry', 'inquiry')], max_length=40)),
                ('why', ecotone.ground.fields.Words(max_length=2000)),
                ('review_on', models.DateField()),
                ('lifted_at', models.DateTimeField(null=True)),
                ('lifted_by', ecotone.ground.fields.Line(blank=True, max_length=200)),
                ('lifted_why', ecotone.ground.fields.Words(blank=True, max_length=2000)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holds', to='people.person')),
            ],
            options={
                'indexes': [models.Index(fields=['person', 'lifted_at'], name='holds_on_person'), models.Index(condition=models.Q(('lifted_at', None)), fields=['review_on'], name='holds_that_stand')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['safeguarding', 'claims', 'legal_duty', 'inquiry'])), name='hold_kind'), models.CheckConstraint(condition=models.Q(('why', ''), _negated=True), name='hold_says_why'), models.CheckConstraint(condition=models.Q(('lifted_at', None), models.Q(('lifted_why', ''), _negated=True), _connector='OR'), name='hold_lifted_says_why')],
            },
        ),
        migrations.CreateModel(
            name='RetentionPeriod',
            fields=[
                ('id', models.UUIDField(default=ecotone.ground.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=ecotone.ground.clock.now, editable=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('author', ecotone.ground.fields.Line(blank=True, max_length=200)),
                ('author_account_id', models.UUIDField(null=True)),
                ('author_hat_id', models.UUIDField(null=True)),
                ('author_actor_id', models.UUIDField(null=True)),
                ('rule', ecotone.ground.fields.Code(choices=[('died', 'died'), ('adult', 'adult'), ('child', 'child')], max_length=40, unique=True)),
                ('months', models.PositiveIntegerField()),
                ('why', ecotone.ground.fields.Words(max_length=2000)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('rule__in', ['died', 'adult', 'child'])), name='retention_rule'), models.CheckConstraint(condition=models.Q(('months__gte', 36), ('months__lte', 1200)), name='retention_months')],
            },
        ),
        migrations.CreateModel(
            name='CorrectionStep',
            fields=[
                ('id', models.UUIDField(default=ecotone.ground.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=ecotone.ground.clock.now, editable=False)),
                ('author', ecotone.ground.fields.Line(blank=True, max_length=200)),
                ('author_account_id', models.UUIDField(null=True)),
                ('author_hat_id', models.UUIDField(null=True)),
                ('author_actor_id', models.UUIDField(null=True)),
                ('code', ecotone.ground.fields.Code(choices=[('correct', 'correct'), ('partly', 'partly'), ('refuse', 'refuse'), ('pass_on', 'pass_on'), ('extend', 'extend'), ('withdraw', 'withdraw'), ('remind', 'remind')], max_length=40)),
                ('words', ecotone.ground.fields.Words(blank=True, max_length=4000)),
                ('correction', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='rights.correction')),
            ],
            options={
                'indexes': [models.Index(fields=['correction', 'created_at'], name='steps_of_correction')],
                'constraints': [models.CheckConstraint(condition=models.Q(('code__in', ['correct', 'partly', 'refuse', 'pass_on', 'extend', 'withdraw', 'remind'])), name='correction_step')],
            },
        ),
    ]
