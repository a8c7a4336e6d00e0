import django.db.models.deletion
import ecotone.ground.clock
import ecotone.ground.fields
import ecotone.ground.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('care', '0005_the_open_door'),
        ('directory', '0001_initial'),
        ('ecosystem', '0001_initial'),
        ('people', '0003_carers'),
    ]

    operations = [
        migrations.CreateModel(
            name='PaperForm',
            fields=[
                ('id', models.UUIDField(default=ecotone.ground.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=ecotone.ground.clock.now, editable=False)),
                ('author', ecotone.ground.fields.Line(blank=True, max_length=200)),
                ('author_account_id', models.UUIDField(null=True)),
                ('author_hat_id', models.UUIDField(null=True)),
                ('author_actor_id', models.UUIDField(null=True)),
                ('code', ecotone.ground.fields.Line(max_length=12, unique=True)),
                ('judgement', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='paper', to='care.judgement')),
                ('referral', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='paper_forms', to='care.referral')),
            ],
            options={
                'indexes': [models.Index(fields=['referral', '-created_at'], name='paper_of_referral')],
            },
        ),
        migrations.CreateModel(
            name='Promise',
            fields=[
                ('id', models.UUIDField(default=ecotone.ground.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=ecotone.ground.clock.now, editable=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('author', ecotone.ground.fields.Line(blank=True, max_length=200)),
                ('author_account_id', models.UUIDField(null=True)),
                ('author_hat_id', models.UUIDField(null=True)),
                ('author_actor_id', models.UUIDField(null=True)),
                ('words', ecotone.ground.fields.Words(max_length=1000)),
                ('carrier', ecotone.ground.fields.Code(choices=[('alone', 'alone'), ('with_help', 'with_help'), ('team', 'team')], max_length=40)),
                ('by_when', models.DateField(null=True)),
                ('state', ecotone.ground.fields.Code(choices=[('open', 'open'), ('done', 'done'), ('dropped', 'dropped')], default='open', max_length=40)),
                ('settled_at', models.DateTimeField(null=True)),
                ('settled_by', ecotone.ground.fields.Line(blank=True, max_length=200)),
                ('settled_by_person', models.BooleanField(default=False, help_text="the person's own tick")),
                ('settled_words', ecotone.ground.fields.Words(blank=True, max_length=1000)),
                ('outcome', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='promises', to='care.outcome')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='promises', to='people.person')),
                ('referral', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='promises', to='care.referral')),
                ('team', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ecosystem.actor')),
                ('tie', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.circletie')),
            ],
            options={
                'indexes': [models.Index(fields=['person', 'state', 'by_when'], name='promises_to_person'), models.Index(fields=['referral', 'by_when'], name='promises_on_referral')],
                'constraints': [models.CheckConstraint(condition=models.Q(('carrier__in', ['alone', 'with_help', 'team'])), name='promise_carrier'), models.CheckConstraint(condition=models.Q(('state__in', ['open', 'done', 'dropped'])), name='promise_state'), models.CheckConstraint(condition=models.Q(models.Q(('outcome', None), ('referral__isnull', False)), models.Q(('outcome__isnull', False), ('referral', None)), _connector='OR'), name='promise_about_one_thing'), models.CheckConstraint(condition=models.Q(models.Q(('carrier', 'alone'), ('team', None), ('tie', None)), models.Q(('carrier', 'with_help'), ('team', None), ('tie__isnull', False)), models.Q(('carrier', 'with_help'), ('team__isnull', False), ('tie', None)), models.Q(('carrier', 'team'), ('team__isnull', False), ('tie', None)), _connector='OR'), name='promise_carried_by_whom_it_names'), models.CheckConstraint(condition=models.Q(models.Q(('settled_at', None), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('settled_at__isnull', False)), _connector='OR'), name='promise_settled_when_over')],
            },
        ),
        migrations.RemoveConstraint(
            model_name='referral',
            name='referral_basis',
        ),
        migrations.RemoveConstraint(
            model_name='referralmove',
            name='move_code',
        ),
        migrations.RemoveConstraint(
            model_name='referralmove',
            name='move_party',
        ),
        migrations.AddField(
            model_name='referral',
            name='out_of_area_on',
            field=models.DateField(help_text='since when she lives where this service does not go', null=True),
        ),
        migrations.AlterField(
            model_name='referral',
            name='basis',
            field=ecotone.ground.fields.Code(choices=[('self', 'self'), ('carer', 'carer'), ('relationship', 'relationship'), ('grant', 'grant'), ('consent', 'consent'), ('legal_duty', 'legal_duty'), ('vital_interest', 'vital_interest'), ('role', 'role'), ('open', 'open'), ('system', 'system')], max_length=40),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.CheckConstraint(condition=models.Q(('basis__in', ['self', 'carer', 'relationship', 'grant', 'consent', 'legal_duty', 'vital_interest', 'role', 'open', 'system'])), name='referral_basis'),
        ),
        migrations.AddConstraint(
            model_name='referralmove',
            constraint=models.CheckConstraint(condition=models.Q(('code__in', ['offer', 'offer_openly', 'claim', 'expire', 'receive', 'ask', 'answer', 'accept', 'waitlist', 'decline', 'schedule', 'meet', 'no_show', 'interim', 'hold', 'complete', 'complete_partly', 'complete_onward', 'fail', 'request_cancel', 'confirm_cancel', 'cancel', 'withdraw', 'give_up_waiting', 'wait_again', 'mark_error', 'lapse'])), name='move_code'),
        ),
        migrations.AddConstraint(
            model_name='referralmove',
            constraint=models.CheckConstraint(condition=models.Q(('party__in', ['source', 'target', 'candidate', 'person', 'carer', 'clock', 'records', 'ecotone'])), name='move_party'),
        ),
    ]
