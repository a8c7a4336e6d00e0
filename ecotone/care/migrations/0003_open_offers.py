import django.db.models.deletion
import ecotone.ground.clock
import ecotone.ground.fields
import ecotone.ground.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('care', '0002_escalation'),
        ('directory', '0001_initial'),
        ('ecosystem', '0001_initial'),
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Candidate',
            fields=[
                ('id', models.UUIDField(default=ecotone.ground.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=ecotone.ground.clock.now, editable=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('passed_at', models.DateTimeField(null=True)),
                ('passed_by', ecotone.ground.fields.Line(blank=True, max_length=200)),
                ('reason', ecotone.ground.fields.Code(blank=True, choices=[('no_capacity', 'no_capacity'), ('not_eligible', 'not_eligible'), ('out_of_area', 'out_of_area'), ('wrong_service', 'wrong_service'), ('insufficient_info', 'insufficient_info'), ('unsafe', 'unsafe'), ('duplicate', 'duplicate'), ('person_declined', 'person_declined'), ('could_not_contact', 'could_not_contact'), ('service_ended', 'service_ended')], max_length=40)),
                ('words', ecotone.ground.fields.Line(blank=True, max_length=200)),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ecosystem.actor')),
                ('referral', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='candidates', to='care.referral')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.service')),
            ],
            options={
                'indexes': [models.Index(fields=['actor', 'passed_at'], name='offers_to')],
                'constraints': [models.UniqueConstraint(fields=('referral', 'service'), name='told_once'), models.CheckConstraint(condition=models.Q(('reason__in', ['', 'no_capacity', 'not_eligible', 'out_of_area', 'wrong_service', 'insufficient_info', 'unsafe', 'duplicate', 'person_declined', 'could_not_contact', 'service_ended'])), name='pass_reason')],
            },
        ),
        migrations.RemoveConstraint(
            model_name='referral',
            name='referral_state',
        ),
        migrations.RemoveConstraint(
            model_name='referralmove',
            name='move_code',
        ),
        migrations.RemoveConstraint(
            model_name='referralmove',
            name='move_before',
        ),
        migrations.RemoveConstraint(
            model_name='referralmove',
            name='move_after',
        ),
        migrations.RemoveConstraint(
            model_name='referralmove',
            name='move_party',
        ),
        migrations.AddField(
            model_name='referral',
            name='offer_note',
            field=ecotone.ground.fields.Line(blank=True, help_text='what all who are told of an open offer may read: it names no one', max_length=200),
        ),
        migrations.AlterField(
            model_name='referral',
            name='state',
            field=ecotone.ground.fields.Code(choices=[('draft', 'draft'), ('offered', 'offered'), ('unclaimed', 'unclaimed'), ('received', 'received'), ('info_needed', 'info_needed'), ('accepted', 'accepted'), ('waitlisted', 'waitlisted'), ('in_progress', 'in_progress'), ('on_hold', 'on_hold'), ('cancel_requested', 'cancel_requested'), ('no_reply', 'no_reply'), ('completed', 'completed'), ('rejected', 'rejected'), ('failed', 'failed'), ('cancelled', 'cancelled'), ('entered_in_error', 'entered_in_error')], default='draft', max_length=40),
        ),
        migrations.AlterField(
            model_name='referral',
            name='target',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ecosystem.actor'),
        ),
        migrations.AlterField(
            model_name='referralmove',
            name='after',
            field=ecotone.ground.fields.Code(choices=[('draft', 'draft'), ('offered', 'offered'), ('unclaimed', 'unclaimed'), ('received', 'received'), ('info_needed', 'info_needed'), ('accepted', 'accepted'), ('waitlisted', 'waitlisted'), ('in_progress', 'in_progress'), ('on_hold', 'on_hold'), ('cancel_requested', 'cancel_requested'), ('no_reply', 'no_reply'), ('completed', 'completed'), ('rejected', 'rejected'), ('failed', 'failed'), ('cancelled', 'cancelled'), ('entered_in_error', 'entered_in_error')], max_length=40),
        ),
        migrations.AlterField(
            model_name='referralmove',
            name='before',
            field=ecotone.ground.fields.Code(choices=[('draft', 'draft'), ('offered', 'offered'), ('unclaimed', 'unclaimed'), ('received', 'received'), ('info_needed', 'info_needed'), ('accepted', 'accepted'), ('waitlisted', 'waitlisted'), ('in_progress', 'in_progress'), ('on_hold', 'on_hold'), ('cancel_requested', 'cancel_requested'), ('no_reply', 'no_reply'), ('completed', 'completed'), ('rejected', 'rejected'), ('failed', 'failed'), ('cancelled', 'cancelled'), ('entered_in_error', 'entered_in_error')], max_length=40),
        ),
        migrations.AddIndex(
            model_name='referral',
            index=models.Index(condition=models.Q(('state', 'unclaimed')), fields=['reply_by', 'id'], name='referral_unclaimed'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'offered', 'unclaimed', 'received', 'info_needed', 'accepted', 'waitlisted', 'in_progress', 'on_hold', 'cancel_requested', 'no_reply', 'completed', 'rejected', 'failed', 'cancelled', 'entered_in_error'])), name='referral_state'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['accepted', 'cancel_requested', 'cancelled', 'completed', 'draft', 'entered_in_error', 'failed', 'in_progress', 'info_needed', 'no_reply', 'offered', 'on_hold', 'received', 'rejected', 'waitlisted']), ('target__isnull', False)), models.Q(('need__isnull', False), ('state__in', ['cancelled', 'draft', 'entered_in_error', 'no_reply', 'unclaimed']), ('target', None)), _connector='OR'), name='referral_of_someone_once_claimed'),
        ),
        migrations.AddConstraint(
            model_name='referralmove',
            constraint=models.CheckConstraint(condition=models.Q(('code__in', ['offer', 'offer_openly', 'claim', 'expire', 'receive', 'ask', 'answer', 'accept', 'waitlist', 'decline', 'schedule', 'meet', 'no_show', 'interim', 'hold', 'complete', 'complete_partly', 'complete_onward', 'fail', 'request_cancel', 'confirm_cancel', 'cancel', 'withdraw', 'give_up_waiting', 'wait_again', 'mark_error'])), name='move_code'),
        ),
        migrations.AddConstraint(
            model_name='referralmove',
            constraint=models.CheckConstraint(condition=models.Q(('before__in', ['draft', 'offered', 'unclaimed', 'received', 'info_needed', 'accepted', 'waitlisted', 'in_progress', 'on_hold', 'cancel_requested', 'no_reply', 'completed', 'rejected', 'failed', 'cancelled', 'entered_in_error'])), name='move_before'),
        ),
        migrations.AddConstraint(
            model_name='referralmove',
            constraint=models.CheckConstraint(condition=models.Q(('after__in', ['draft', 'offered', 'unclaimed', 'received', 'info_needed', 'accepted', 'waitlisted', 'in_progress', 'on_hold', 'cancel_requested', 'no_reply', 'completed', 'rejected', 'failed', 'cancelled', 'entered_in_error'])), name='move_after'),
        ),
        migrations.AddConstraint(
            model_name='referralmove',
            constraint=models.CheckConstraint(condition=models.Q(('party__in', ['source', 'target', 'candidate', 'person', 'clock', 'records'])), name='move_party'),
        ),
    ]
