import django.db.models.deletion
import ecotone.ground.clock
import ecotone.ground.fields
import ecotone.ground.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('care', '0010_team_meetings'),
    ]

    operations = [
        migrations.CreateModel(
            name='AnswerLink',
            fields=[
                ('id', models.UUIDField(default=ecotone.ground.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=ecotone.ground.clock.now, editable=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('author', ecotone.ground.fields.Line(blank=True, max_length=200)),
                ('author_account_id', models.UUIDField(null=True)),
                ('author_hat_id', models.UUIDField(null=True)),
                ('author_actor_id', models.UUIDField(null=True)),
                ('address', ecotone.ground.fields.Address(max_length=254)),
                ('listed', models.BooleanField(help_text="the address is the group's own, from its listing, not one the asker gave")),
                ('reason', ecotone.ground.fields.Line(blank=True, help_text="why it went to another address than the listing's", max_length=200)),
                ('token_hash', ecotone.ground.fields.Code(max_length=64, unique=True)),
                ('expires_at', models.DateTimeField()),
                ('opened_at', models.DateTimeField(help_text='when its holder first came in by it', null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('why', ecotone.ground.fields.Code(blank=True, choices=[('ended', 'ended'), ('returned', 'returned'), ('replaced', 'replaced'), ('revoked', 'revoked')], max_length=40)),
                ('why_words', ecotone.ground.fields.Line(blank=True, help_text='what the asker said when taking it back', max_length=200)),
                ('referral', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links', to='care.referral')),
            ],
            options={
                'indexes': [models.Index(fields=['referral', '-created_at'], name='links_of_referral')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('closed_at', None)), fields=('referral',), name='one_live_link'), models.CheckConstraint(condition=models.Q(('why__in', ['', 'ended', 'returned', 'replaced', 'revoked'])), name='link_why'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('why', '')), models.Q(models.Q(('closed_at', None), _negated=True), models.Q(('why', ''), _negated=True)), _connector='OR'), name='link_closed_with_reason'), models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('created_at'))), name='link_lasts')],
            },
        ),
        migrations.CreateModel(
            name='TrustedDevice',
            fields=[
                ('id', models.UUIDField(default=ecotone.ground.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=ecotone.ground.clock.now, editable=False)),
                ('address', ecotone.ground.fields.Address(max_length=254)),
                ('key_hash', ecotone.ground.fields.Code(max_length=64, unique=True)),
                ('until', models.DateTimeField()),
                ('forgotten_at', models.DateTimeField(null=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='LinkCode',
            fields=[
                ('id', models.UUIDField(default=ecotone.ground.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=ecotone.ground.clock.now, editable=False)),
                ('code_hash', ecotone.ground.fields.Code(max_length=64)),
                ('expires_at', models.DateTimeField()),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('used_at', models.DateTimeField(null=True)),
                ('link', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='codes', to='care.answerlink')),
            ],
            options={
                'indexes': [models.Index(fields=['link', '-created_at'], name='codes_of_link')],
            },
        ),
        migrations.CreateModel(
            name='Sentence',
            fields=[
                ('id', models.UUIDField(default=ecotone.ground.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=ecotone.ground.clock.now, editable=False)),
                ('author', ecotone.ground.fields.Line(blank=True, max_length=200)),
                ('author_account_id', models.UUIDField(null=True)),
                ('author_hat_id', models.UUIDField(null=True)),
                ('author_actor_id', models.UUIDField(null=True)),
                ('text', ecotone.ground.fields.Words(max_length=4000)),
                ('coded_at', models.DateTimeField(null=True)),
                ('link', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sentences', to='care.answerlink')),
                ('referral', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sentences', to='care.referral')),
            ],
            options={
                'indexes': [models.Index(fields=['referral', 'created_at'], name='sentences_of_referral')],
            },
        ),
        migrations.AddField(
            model_name='referralmove',
            name='heard_by',
            field=ecotone.ground.fields.Code(blank=True, choices=[('phone', 'phone'), ('message', 'message'), ('meeting', 'meeting')], help_text='how the asker heard it, who wrote it down', max_length=40),
        ),
        migrations.AddField(
            model_name='referralmove',
            name='heard_from',
            field=ecotone.ground.fields.Line(blank=True, help_text='who at the target said it', max_length=200),
        ),
        migrations.AddField(
            model_name='referralmove',
            name='heard_on',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='referralmove',
            name='link_id',
            field=models.UUIDField(help_text='the e-mailed link it was made by, if any', null=True),
        ),
        migrations.AddConstraint(
            model_name='referralmove',
            constraint=models.CheckConstraint(condition=models.Q(('heard_by__in', ['', 'phone', 'message', 'meeting'])), name='move_heard_by'),
        ),
        migrations.AddConstraint(
            model_name='referralmove',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('heard_by', ''), ('heard_from', ''), ('heard_on', None)), models.Q(('heard_on__isnull', False), ('party', 'target'), models.Q(('heard_by', ''), _negated=True), models.Q(('heard_from', ''), _negated=True)), _connector='OR'), name='heard_from_the_target'),
        ),
    ]
