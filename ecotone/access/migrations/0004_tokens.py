import django.db.models.deletion
import ecotone.ground.clock
import ecotone.ground.fields
import ecotone.ground.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('access', '0003_links'),
    ]

    operations = [
        migrations.AddField(
            model_name='auditentry',
            name='token_id',
            field=models.UUIDField(help_text='the token a program called with', null=True),
        ),
        migrations.CreateModel(
            name='ApiToken',
            fields=[
                ('id', models.UUIDField(default=ecotone.ground.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=ecotone.ground.clock.now, editable=False)),
                ('hat_id', models.UUIDField(null=True)),
                ('permission_id', models.UUIDField(null=True)),
                ('name', ecotone.ground.fields.Line(help_text="what the program is, in its owner's words", max_length=80)),
                ('secret_hash', ecotone.ground.fields.Line(help_text='SHA-256 of 256 random bits, in hexadecimal', max_length=64, unique=True)),
                ('scopes', ecotone.ground.fields.Line(help_text='with blanks between', max_length=200)),
                ('expires_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(help_text='the last use, to the hour', null=True)),
                ('revoked_at', models.DateTimeField(null=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tokens', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['account', '-created_at'], name='tokens_of_account')],
                'constraints': [models.CheckConstraint(condition=models.Q(('hat_id', None), ('permission_id', None), _connector='OR'), name='token_wears_one'), models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('created_at'))), name='token_ends')],
            },
        ),
        migrations.CreateModel(
            name='Spending',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', ecotone.ground.fields.Line(max_length=64)),
                ('minute', models.PositiveBigIntegerField(help_text='since 1970')),
                ('used', models.PositiveIntegerField(default=0)),
            ],
            options={
                'indexes': [models.Index(fields=['minute'], name='spending_by_minute')],
                'constraints': [models.UniqueConstraint(fields=('key', 'minute'), name='one_spending')],
            },
        ),
        migrations.CreateModel(
            name='KeptAnswer',
            fields=[
                ('id', models.UUIDField(default=ecotone.ground.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=ecotone.ground.clock.now, editable=False)),
                ('key_hash', ecotone.ground.fields.Line(max_length=64)),
                ('request_hash', ecotone.ground.fields.Line(max_length=64)),
                ('answer', models.JSONField(default=dict)),
                ('token', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='access.apitoken')),
            ],
            options={
                'indexes': [models.Index(fields=['created_at'], name='answers_by_age')],
                'constraints': [models.UniqueConstraint(fields=('token', 'key_hash'), name='one_answer_per_key')],
            },
        ),
    ]
