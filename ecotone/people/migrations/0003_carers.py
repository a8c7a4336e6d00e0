import django.db.models.deletion
import ecotone.ground.clock
import ecotone.ground.fields
import ecotone.ground.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('access', '__first__'),
        ('ecosystem', '0001_initial'),
        ('people', '0002_stays'),
    ]

    operations = [
        migrations.CreateModel(
            name='CarerPermission',
            fields=[
                ('id', models.UUIDField(default=ecotone.ground.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=ecotone.ground.clock.now, editable=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('author', ecotone.ground.fields.Line(blank=True, max_length=200)),
                ('author_account_id', models.UUIDField(null=True)),
                ('author_hat_id', models.UUIDField(null=True)),
                ('author_actor_id', models.UUIDField(null=True)),
                ('email', ecotone.ground.fields.Address(max_length=254)),
                ('parts', models.JSONField(default=list, help_text='the parts of the record it covers')),
                ('acts', models.JSONField(default=list, help_text='what may be done for her')),
                ('sensitive', models.BooleanField(default=False, help_text='whether it covers what is marked as sensitive')),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField()),
                ('state', ecotone.ground.fields.Code(choices=[('offered', 'offered'), ('active', 'active'), ('declined', 'declined'), ('ended', 'ended')], default='offered', max_length=40)),
                ('said_by', ecotone.ground.fields.Code(choices=[('person', 'person'), ('staff_recording', 'staff_recording')], max_length=40)),
                ('said_how', ecotone.ground.fields.Line(blank=True, help_text='how she said so, where staff wrote it down', max_length=200)),
                ('accepted_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('ended_by', ecotone.ground.fields.Code(blank=True, choices=[('person', 'person'), ('carer', 'carer'), ('staff', 'staff'), ('death', 'death'), ('newer', 'newer')], max_length=40)),
                ('suspended_at', models.DateTimeField(null=True)),
                ('suspended_by', ecotone.ground.fields.Line(blank=True, max_length=200)),
                ('suspended_reason', ecotone.ground.fields.Words(blank=True, max_length=2000)),
                ('unsafe_to_tell', models.BooleanField(default=False, help_text='the reason could harm her if she were shown it')),
                ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='permissions', to='people.person')),
                ('tie', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.circletie')),
            ],
            options={
                'indexes': [models.Index(fields=['person', '-since'], name='permissions_of_person'), models.Index(fields=['account', 'state'], name='permissions_to_account'), models.Index(fields=['email', 'state'], name='permissions_offered'), models.Index(condition=models.Q(('suspended_at__isnull', False)), fields=['-suspended_at'], name='suspended_permission')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['active', 'offered'])), fields=('person', 'email'), name='one_live_permission'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gt', models.F('since')), _connector='OR'), name='permission_period', violation_error_code='period'), models.CheckConstraint(condition=models.Q(('state__in', ['offered', 'active', 'declined', 'ended'])), name='permission_state'), models.CheckConstraint(condition=models.Q(('said_by__in', ['person', 'staff_recording'])), name='permission_said_by'), models.CheckConstraint(condition=models.Q(('ended_by__in', ['', 'person', 'carer', 'staff', 'death', 'newer'])), name='permission_ended_by'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', False), ('state__in', ['declined', 'ended'])), models.Q(('ended_at', None), ('state__in', ['active', 'offered'])), _connector='OR'), name='permission_ended_when_over'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'active'), _negated=True), ('account__isnull', False), _connector='OR'), name='permission_accepted_by_somebody')],
            },
        ),
        migrations.CreateModel(
            name='Departure',
            fields=[
                ('id', models.UUIDField(default=ecotone.ground.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=ecotone.ground.clock.now, editable=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('author', ecotone.ground.fields.Line(blank=True, max_length=200)),
                ('author_account_id', models.UUIDField(null=True)),
                ('author_hat_id', models.UUIDField(null=True)),
                ('author_actor_id', models.UUIDField(null=True)),
                ('kind', ecotone.ground.fields.Code(choices=[('died', 'died'), ('moved', 'moved')], max_length=40)),
                ('on', models.DateField()),
                ('told_by', ecotone.ground.fields.Line(help_text='who told us, and how', max_length=200)),
                ('ended', models.JSONField(default=dict, help_text='ids of what it ended, by kind')),
                ('undone_at', models.DateTimeField(null=True)),
                ('undone_reason', ecotone.ground.fields.Words(blank=True, max_length=2000)),
                ('came_from', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ecosystem.place')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='departures', to='people.person')),
                ('went_to', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ecosystem.place')),
            ],
            options={
                'indexes': [models.Index(fields=['person', '-created_at'], name='departures_of_person')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['died', 'moved'])), name='departure_kind'), models.UniqueConstraint(condition=models.Q(('kind', 'died'), ('undone_at__isnull', True)), fields=('person',), name='one_death')],
            },
        ),
        migrations.CreateModel(
            name='KeptBack',
            fields=[
                ('id', models.UUIDField(default=ecotone.ground.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=ecotone.ground.clock.now, editable=False)),
                ('kind', ecotone.ground.fields.Code(choices=[('storyentry', 'storyentry'), ('referral', 'referral')], max_length=40)),
                ('subject_id', models.UUIDField()),
                ('shown_again_at', models.DateTimeField(null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='kept_back', to='people.person')),
            ],
            options={
                'indexes': [models.Index(fields=['person', 'shown_again_at'], name='kept_back_by_person')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['storyentry', 'referral'])), name='kept_back_kind'), models.UniqueConstraint(condition=models.Q(('shown_again_at__isnull', True)), fields=('person', 'subject_id'), name='kept_back_once')],
            },
        ),
        migrations.RemoveConstraint(
            model_name='relationship',
            name='relationship_basis',
        ),
        migrations.AlterField(
            model_name='relationship',
            name='basis',
            field=ecotone.ground.fields.Code(choices=[('self', 'self'), ('carer', 'carer'), ('relationship', 'relationship'), ('grant', 'grant'), ('consent', 'consent'), ('legal_duty', 'legal_duty'), ('vital_interest', 'vital_interest'), ('role', 'role'), ('open', 'open'), ('system', 'system')], max_length=40),
        ),
        migrations.AddConstraint(
            model_name='relationship',
            constraint=models.CheckConstraint(condition=models.Q(('basis__in', ['self', 'carer', 'relationship', 'grant', 'consent', 'legal_duty', 'vital_interest', 'role', 'open', 'system'])), name='relationship_basis'),
        ),
    ]
