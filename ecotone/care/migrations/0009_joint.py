import django.db.models.deletion
import ecotone.ground.clock
import ecotone.ground.fields
import ecotone.ground.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('care', '0008_doors'),
        ('ecosystem', '0001_initial'),
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='JointWork',
            fields=[
                ('id', models.UUIDField(default=ecotone.ground.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=ecotone.ground.clock.now, editable=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('author', ecotone.ground.fields.Line(blank=True, max_length=200)),
                ('author_account_id', models.UUIDField(null=True)),
                ('author_hat_id', models.UUIDField(null=True)),
                ('author_actor_id', models.UUIDField(null=True)),
                ('title', ecotone.ground.fields.Line(max_length=200)),
                ('aim', ecotone.ground.fields.Words(help_text='what it is for, in words', max_length=4000)),
                ('since', models.DateField()),
                ('until', models.DateField(null=True)),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='joint_work', to='people.person')),
            ],
            options={
                'indexes': [models.Index(fields=['person', '-since'], name='joint_work_for_person')],
                'constraints': [models.CheckConstraint(condition=models.Q(('until', None), ('until__gte', models.F('since')), _connector='OR'), name='joint_period')],
            },
        ),
        migrations.CreateModel(
            name='JointPartner',
            fields=[
                ('id', models.UUIDField(default=ecotone.ground.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=ecotone.ground.clock.now, editable=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('state', ecotone.ground.fields.Code(choices=[('proposed', 'proposed'), ('joined', 'joined'), ('left', 'left')], max_length=40)),
                ('joined_on', models.DateField(null=True)),
                ('left_on', models.DateField(null=True)),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ecosystem.actor')),
                ('proposed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ecosystem.actor')),
                ('work', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='partners', to='care.jointwork')),
            ],
            options={
                'indexes': [models.Index(fields=['actor', 'state'], name='joint_work_of_actor')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['proposed', 'joined', 'left'])), name='partner_state'), models.UniqueConstraint(condition=models.Q(('state', 'left'), _negated=True), fields=('work', 'actor'), name='one_open_partner')],
            },
        ),
        migrations.CreateModel(
            name='JointEvent',
            fields=[
                ('id', models.UUIDField(default=ecotone.ground.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=ecotone.ground.clock.now, editable=False)),
                ('author', ecotone.ground.fields.Line(blank=True, max_length=200)),
                ('author_account_id', models.UUIDField(null=True)),
                ('author_hat_id', models.UUIDField(null=True)),
                ('author_actor_id', models.UUIDField(null=True)),
                ('kind', ecotone.ground.fields.Code(choices=[('joint_visit', 'joint_visit'), ('shadowing', 'shadowing'), ('networking', 'networking'), ('learning', 'learning')], max_length=40)),
                ('on', models.DateField()),
                ('minutes', models.PositiveIntegerField()),
                ('words', ecotone.ground.fields.Line(blank=True, max_length=200)),
                ('funding', ecotone.ground.fields.Code(choices=[('own', 'own'), ('funded', 'funded'), ('unpaid', 'unpaid'), ('not_said', 'not_said')], max_length=40)),
                ('funder', ecotone.ground.fields.Line(blank=True, max_length=200)),
                ('taken_back_at', models.DateTimeField(null=True)),
                ('work', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='care.jointwork')),
            ],
            options={
                'indexes': [models.Index(fields=['work', '-on'], name='events_of_joint_work'), models.Index(fields=['author_actor_id', '-on'], name='events_by_actor')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['joint_visit', 'shadowing', 'networking', 'learning'])), name='joint_event_kind'), models.CheckConstraint(condition=models.Q(('funding__in', ['own', 'funded', 'unpaid', 'not_said'])), name='joint_event_funding'), models.CheckConstraint(condition=models.Q(('funding', 'funded'), ('funder', ''), _connector='OR'), name='funder_only_when_funded')],
            },
        ),
        migrations.CreateModel(
            name='JointAction',
            fields=[
                ('id', models.UUIDField(default=ecotone.ground.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=ecotone.ground.clock.now, editable=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('author', ecotone.ground.fields.Line(blank=True, max_length=200)),
                ('author_account_id', models.UUIDField(null=True)),
                ('author_hat_id', models.UUIDField(null=True)),
                ('author_actor_id', models.UUIDField(null=True)),
                ('what', ecotone.ground.fields.Line(max_length=200)),
                ('by_day', models.DateField(null=True)),
                ('state', ecotone.ground.fields.Code(choices=[('open', 'open'), ('done', 'done'), ('dropped', 'dropped')], default='open', max_length=40)),
                ('settled_on', models.DateField(null=True)),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ecosystem.actor')),
                ('work', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='actions', to='care.jointwork')),
            ],
            options={
                'indexes': [models.Index(fields=['work', 'by_day'], name='actions_of_joint_work')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['open', 'done', 'dropped'])), name='joint_action_state'), models.CheckConstraint(condition=models.Q(models.Q(('settled_on', None), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('settled_on__isnull', False)), _connector='OR'), name='joint_action_settled')],
            },
        ),
        migrations.CreateModel(
            name='JointEventActor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('learned', models.BooleanField(default=False)),
                ('taught', models.BooleanField(default=False)),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ecosystem.actor')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='took_part', to='care.jointevent')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('event', 'actor'), name='took_part_once')],
            },
        ),
    ]
