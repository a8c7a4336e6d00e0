import datetime
import django.db.models.deletion
import django.db.models.expressions
import ecotone.ground.clock
import ecotone.ground.fields
import ecotone.ground.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ecosystem', '0002_registers'),
        ('people', '0011_what_for'),
    ]

    operations = [
        migrations.CreateModel(
            name='Authority',
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
                ('kind', ecotone.ground.fields.Code(choices=[('welfare_attorney', 'welfare_attorney'), ('welfare_guardian', 'welfare_guardian'), ('intervention_order', 'intervention_order'), ('parental', 'parental'), ('named_person', 'named_person')], max_length=40)),
                ('number', ecotone.ground.fields.Line(blank=True, help_text='of the certificate or order', max_length=80)),
                ('covers', models.JSONField(default=list, help_text='which matters it covers')),
                ('powers', ecotone.ground.fields.Words(blank=True, help_text='what the paper says, in short', max_length=2000)),
                ('seen_on', models.DateField(help_text='when its author saw the paper')),
                ('ended_at', models.DateTimeField(help_text='when it was ended early, if it was', null=True)),
                ('ended_by', ecotone.ground.fields.Line(blank=True, max_length=200)),
                ('ended_reason', ecotone.ground.fields.Words(blank=True, max_length=2000)),
                ('permission', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.carerpermission')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='authorities', to='people.person')),
                ('tie', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.circletie')),
            ],
            options={
                'indexes': [models.Index(fields=['person', '-since'], name='authorities_of_person')],
                'constraints': [models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gt', models.F('since')), _connector='OR'), name='authority_period', violation_error_code='period'), models.CheckConstraint(condition=models.Q(('kind__in', ['welfare_attorney', 'welfare_guardian', 'intervention_order', 'parental', 'named_person'])), name='authority_kind'), models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['intervention_order', 'welfare_attorney', 'welfare_guardian']), _negated=True), models.Q(('number', ''), _negated=True), _connector='OR'), name='authority_has_its_number'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_by', ''), ('ended_reason', '')), ('ended_at__isnull', False), _connector='OR'), name='authority_ended_whole')],
            },
        ),
        migrations.CreateModel(
            name='CapacityAssessment',
            fields=[
                ('id', models.UUIDField(default=ecotone.ground.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=ecotone.ground.clock.now, editable=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('author', ecotone.ground.fields.Line(blank=True, max_length=200)),
                ('author_account_id', models.UUIDField(null=True)),
                ('author_hat_id', models.UUIDField(null=True)),
                ('author_actor_id', models.UUIDField(null=True)),
                ('matter', ecotone.ground.fields.Code(choices=[('sharing', 'sharing'), ('acting', 'acting'), ('help', 'help')], max_length=40)),
                ('able', models.BooleanField()),
                ('assessed_by', ecotone.ground.fields.Line(help_text='who assessed it, and as what', max_length=200)),
                ('how', ecotone.ground.fields.Words(help_text='how she was helped to decide, and what showed it', max_length=2000)),
                ('on', models.DateField()),
                ('again_on', models.DateField(help_text='when to look again: from this day it says nothing any more')),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('withdrawn_by', ecotone.ground.fields.Line(blank=True, max_length=200)),
                ('withdrawn_reason', ecotone.ground.fields.Words(blank=True, max_length=2000)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assessments', to='people.person')),
            ],
            options={
                'indexes': [models.Index(fields=['person', 'matter', '-on'], name='assessments_of_person')],
                'constraints': [models.CheckConstraint(condition=models.Q(('matter__in', ['sharing', 'acting', 'help'])), name='assessment_matter'), models.CheckConstraint(condition=models.Q(('again_on__gt', models.F('on')), ('again_on__lte', django.db.models.expressions.CombinedExpression(models.F('on'), '+', models.Value(datetime.timedelta(days=366))))), name='assessment_is_dated'), models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at', None), ('withdrawn_by', ''), ('withdrawn_reason', '')), ('withdrawn_at__isnull', False), _connector='OR'), name='assessment_withdrawn_whole')],
            },
        ),
        migrations.AddField(
            model_name='accessrequest',
            name='signed_as',
            field=ecotone.ground.fields.Code(blank=True, choices=[('welfare_attorney', 'welfare_attorney'), ('welfare_guardian', 'welfare_guardian'), ('intervention_order', 'intervention_order'), ('parental', 'parental'), ('named_person', 'named_person')], help_text='by which authority', max_length=40),
        ),
        migrations.AddField(
            model_name='accessrequest',
            name='signed_by',
            field=ecotone.ground.fields.Line(blank=True, help_text='who signed in her place', max_length=200),
        ),
        migrations.AddField(
            model_name='carerpermission',
            name='signed_as',
            field=ecotone.ground.fields.Code(blank=True, choices=[('welfare_attorney', 'welfare_attorney'), ('welfare_guardian', 'welfare_guardian'), ('intervention_order', 'intervention_order'), ('parental', 'parental'), ('named_person', 'named_person')], help_text='by which authority', max_length=40),
        ),
        migrations.AddField(
            model_name='carerpermission',
            name='signed_by',
            field=ecotone.ground.fields.Line(blank=True, help_text='who signed in her place', max_length=200),
        ),
        migrations.AddField(
            model_name='sharingchoice',
            name='signed_as',
            field=ecotone.ground.fields.Code(blank=True, choices=[('welfare_attorney', 'welfare_attorney'), ('welfare_guardian', 'welfare_guardian'), ('intervention_order', 'intervention_order'), ('parental', 'parental'), ('named_person', 'named_person')], help_text='by which authority', max_length=40),
        ),
        migrations.AddField(
            model_name='sharingchoice',
            name='signed_by',
            field=ecotone.ground.fields.Line(blank=True, help_text='who signed in her place', max_length=200),
        ),
        migrations.AddConstraint(
            model_name='accessrequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('signed_as', ''), ('signed_by', '')), models.Q(('signed_as__in', ['welfare_attorney', 'welfare_guardian', 'intervention_order', 'parental', 'named_person']), models.Q(('signed_by', ''), _negated=True)), _connector='OR'), name='access_signed_whole'),
        ),
        migrations.AddConstraint(
            model_name='carerpermission',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('signed_as', ''), ('signed_by', '')), models.Q(('signed_as__in', ['welfare_attorney', 'welfare_guardian', 'intervention_order', 'parental', 'named_person']), models.Q(('signed_by', ''), _negated=True)), _connector='OR'), name='permission_signed_whole'),
        ),
        migrations.AddConstraint(
            model_name='sharingchoice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('signed_as', ''), ('signed_by', '')), models.Q(('signed_as__in', ['welfare_attorney', 'welfare_guardian', 'intervention_order', 'parental', 'named_person']), models.Q(('signed_by', ''), _negated=True)), _connector='OR'), name='choice_signed_whole'),
        ),
    ]
