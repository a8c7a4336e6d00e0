import ecotone.ground.clock
import ecotone.ground.fields
import ecotone.ground.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('access', '0011_policy_breaches'),
    ]

    operations = [
        migrations.CreateModel(
            name='SignOut',
            fields=[
                ('id', models.UUIDField(default=ecotone.ground.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=ecotone.ground.clock.now, editable=False)),
                ('key_hash', ecotone.ground.fields.Line(help_text='SHA-256 of who said it and its number (`jti`)', max_length=64, unique=True)),
            ],
            options={
                'indexes': [models.Index(fields=['created_at'], name='sign_outs_by_age')],
            },
        ),
        migrations.AddField(
            model_name='session',
            name='issuer',
            field=ecotone.ground.fields.Line(blank=True, help_text='the provider that it was come in by, if one', max_length=255),
        ),
        migrations.AddField(
            model_name='session',
            name='sid',
            field=ecotone.ground.fields.Line(blank=True, help_text='how that provider calls its own session, where it says', max_length=255),
        ),
        migrations.AddField(
            model_name='session',
            name='subject',
            field=ecotone.ground.fields.Line(blank=True, help_text='whom that provider meant', max_length=255),
        ),
        migrations.AddIndex(
            model_name='session',
            index=models.Index(condition=models.Q(('issuer', ''), _negated=True), fields=['issuer', 'subject'], name='sessions_by_provider'),
        ),
    ]
