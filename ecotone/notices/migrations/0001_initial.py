import ecotone.ground.clock
import ecotone.ground.fields
import ecotone.ground.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Mail',
            fields=[
                ('id', models.UUIDField(default=ecotone.ground.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=ecotone.ground.clock.now, editable=False)),
                ('key', ecotone.ground.fields.Line(help_text='the event it tells of', max_length=200, unique=True)),
                ('to', ecotone.ground.fields.Address(max_length=254)),
                ('account_id', models.UUIDField(help_text="whose address it is, where somebody's who signs in here", null=True)),
                ('subject', ecotone.ground.fields.Line(max_length=200)),
                ('body', ecotone.ground.fields.Words(blank=True, help_text='taken out once it is sent, but in a demo, where its page shows it', max_length=20000)),
                ('stop_path', ecotone.ground.fields.Line(blank=True, help_text='where such mail is stopped without signing in', max_length=200)),
                ('good_until', models.DateTimeField(help_text='after that it would be of no use, and is not sent', null=True)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('next_try_at', models.DateTimeField(default=ecotone.ground.clock.now)),
                ('sent_at', models.DateTimeField(null=True)),
                ('failed_at', models.DateTimeField(null=True)),
                ('failed_reason', ecotone.ground.fields.Code(blank=True, choices=[('address_refused', 'address_refused'), ('words_refused', 'words_refused'), ('ran_out', 'ran_out'), ('tried_enough', 'tried_enough')], max_length=40)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('failed_at', None), ('sent_at', None)), fields=['next_try_at', 'id'], name='mail_due'), models.Index(condition=models.Q(('failed_at__isnull', False)), fields=['failed_at'], name='mail_failed'), models.Index(fields=['-created_at', '-id'], name='mail_by_time')],
                'constraints': [models.CheckConstraint(condition=models.Q(('failed_reason__in', ['', 'address_refused', 'words_refused', 'ran_out', 'tried_enough'])), name='mail_failed_reason'), models.CheckConstraint(condition=models.Q(('sent_at', None), ('failed_at', None), _connector='OR'), name='mail_sent_or_failed'), models.CheckConstraint(condition=models.Q(models.Q(('failed_at', None), ('failed_reason', '')), models.Q(models.Q(('failed_at', None), _negated=True), models.Q(('failed_reason', ''), _negated=True)), _connector='OR'), name='mail_failed_for_a_reason')],
            },
        ),
    ]
