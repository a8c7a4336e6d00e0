import django.db.models.deletion
import ecotone.ground.clock
import ecotone.ground.fields
import ecotone.ground.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('access', '0006_prove_what_is_there'),
    ]

    operations = [
        migrations.CreateModel(
            name='Guess',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('lane', ecotone.ground.fields.Line(max_length=64, unique=True)),
                ('failed', models.PositiveIntegerField(default=0)),
                ('last_at', models.DateTimeField()),
                ('free_at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['last_at'], name='guesses_by_age')],
            },
        ),
        migrations.CreateModel(
            name='PasswordWish',
            fields=[
                ('id', models.UUIDField(default=ecotone.ground.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=ecotone.ground.clock.now, editable=False)),
                ('address', ecotone.ground.fields.Address(max_length=254)),
            ],
            options={
                'indexes': [models.Index(fields=['created_at'], name='wishes_by_age')],
            },
        ),
        migrations.CreateModel(
            name='SecondStep',
            fields=[
                ('id', models.UUIDField(default=ecotone.ground.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=ecotone.ground.clock.now, editable=False)),
                ('confirmed_at', models.DateTimeField(help_text='when its first code was typed in; none asks before', null=True)),
                ('counter', models.BigIntegerField(default=0, help_text='the last half minute whose code was taken: none counts twice')),
                ('ended_at', models.DateTimeField(null=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='second_steps', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('account',), name='one_second_step')],
            },
        ),
        migrations.CreateModel(
            name='Session',
            fields=[
                ('session_key', models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name='session key')),
                ('session_data', models.TextField(verbose_name='session data')),
                ('expire_date', models.DateTimeField(db_index=True, verbose_name='expire date')),
                ('account_id', models.UUIDField(help_text='none before somebody has signed in', null=True)),
                ('began_at', models.DateTimeField()),
                ('seen_at', models.DateTimeField(help_text='the last use, to some minutes')),
                ('shared', models.BooleanField(default=False, help_text='on a computer that others use too')),
                ('browser', ecotone.ground.fields.Line(blank=True, help_text='such as: Firefox on Windows', max_length=80)),
            ],
            options={
                'indexes': [models.Index(fields=['account_id', '-seen_at'], name='sessions_of_account')],
            },
        ),
        migrations.CreateModel(
            name='Browser',
            fields=[
                ('id', models.UUIDField(default=ecotone.ground.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=ecotone.ground.clock.now, editable=False)),
                ('key_hash', ecotone.ground.fields.Line(help_text='SHA-256 of the key in its cookie, new at each sign-in', max_length=64, unique=True)),
                ('name', ecotone.ground.fields.Line(blank=True, max_length=80)),
                ('seen_at', models.DateTimeField()),
                ('trusted_until', models.DateTimeField(help_text='until when it needs no second step', null=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='browsers', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['account', '-seen_at'], name='browsers_of_account'), models.Index(fields=['seen_at'], name='browsers_by_age')],
            },
        ),
        migrations.CreateModel(
            name='RecoveryCode',
            fields=[
                ('id', models.UUIDField(default=ecotone.ground.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=ecotone.ground.clock.now, editable=False)),
                ('code_hash', ecotone.ground.fields.Line(max_length=64, unique=True)),
                ('used_at', models.DateTimeField(null=True)),
                ('step', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recovery_codes', to='access.secondstep')),
            ],
            options={
                'abstract': False,
            },
        ),
    ]
