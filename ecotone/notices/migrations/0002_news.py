import ecotone.ground.clock
import ecotone.ground.fields
import ecotone.ground.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('notices', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.UUIDField(default=ecotone.ground.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=ecotone.ground.clock.now, editable=False)),
                ('to_kind', ecotone.ground.fields.Code(choices=[('team', 'team'), ('person', 'person')], max_length=40)),
                ('to_id', models.UUIDField(help_text='an actor, or a person with a record here')),
                ('side', ecotone.ground.fields.Code(choices=[('target', 'target'), ('source', 'source'), ('person', 'person')], max_length=40)),
                ('sort', ecotone.ground.fields.Code(choices=[('to_do', 'to_do'), ('late', 'late'), ('came_back', 'came_back'), ('news', 'news')], max_length=40)),
                ('kind', ecotone.ground.fields.Code(max_length=40)),
                ('subject_kind', ecotone.ground.fields.Code(max_length=40)),
                ('subject_id', models.UUIDField()),
                ('event', models.UUIDField(help_text='what makes it one, however often it is told')),
            ],
            options={
                'indexes': [models.Index(fields=['to_id', '-created_at', '-id'], name='notices_to'), models.Index(fields=['created_at'], name='notices_by_time')],
                'constraints': [models.UniqueConstraint(fields=('event', 'kind', 'to_id'), name='noticed_once'), models.CheckConstraint(condition=models.Q(('to_kind__in', ['team', 'person'])), name='notice_to'), models.CheckConstraint(condition=models.Q(('side__in', ['target', 'source', 'person'])), name='notice_side'), models.CheckConstraint(condition=models.Q(('sort__in', ['to_do', 'late', 'came_back', 'news'])), name='notice_sort')],
            },
        ),
        migrations.CreateModel(
            name='Reader',
            fields=[
                ('id', models.UUIDField(default=ecotone.ground.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=ecotone.ground.clock.now, editable=False)),
                ('account_id', models.UUIDField()),
                ('wearing', models.UUIDField(help_text='the hat, or the person where one reads as oneself')),
                ('seen_at', models.DateTimeField(null=True)),
                ('mailed_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('account_id', 'wearing'), name='one_reader')],
            },
        ),
        migrations.CreateModel(
            name='Wish',
            fields=[
                ('id', models.UUIDField(default=ecotone.ground.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=ecotone.ground.clock.now, editable=False)),
                ('account_id', models.UUIDField(unique=True)),
                ('how', ecotone.ground.fields.Code(choices=[('never', 'never'), ('at_once', 'at_once'), ('daily', 'daily'), ('weekly', 'weekly')], max_length=40)),
                ('since', models.DateTimeField(help_text='what came before is not mailed, for one who wanted none then', null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('how__in', ['never', 'at_once', 'daily', 'weekly'])), name='wish_how')],
            },
        ),
        migrations.RemoveConstraint(
            model_name='mail',
            name='mail_failed_reason',
        ),
        migrations.AlterField(
            model_name='mail',
            name='failed_reason',
            field=ecotone.ground.fields.Code(blank=True, choices=[('address_refused', 'address_refused'), ('words_refused', 'words_refused'), ('ran_out', 'ran_out'), ('tried_enough', 'tried_enough'), ('address_changed', 'address_changed')], max_length=40),
        ),
        migrations.AddConstraint(
            model_name='mail',
            constraint=models.CheckConstraint(condition=models.Q(('failed_reason__in', ['', 'address_refused', 'words_refused', 'ran_out', 'tried_enough', 'address_changed'])), name='mail_failed_reason'),
        ),
    ]
