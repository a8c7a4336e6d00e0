import django.db.models.deletion
import ecotone.ground.clock
import ecotone.ground.fields
import ecotone.ground.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('ecosystem', '0002_registers'),
        ('people', '0006_departures_by_time'),
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
