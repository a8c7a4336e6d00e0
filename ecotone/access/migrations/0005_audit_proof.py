import ecotone.ground.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('access', '0004_tokens'),
    ]

    operations = [
        migrations.CreateModel(
            name='AuditHead',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveBigIntegerField(default=0)),
                ('link', ecotone.ground.fields.Line(blank=True, max_length=64)),
                ('key', ecotone.ground.fields.Line(help_text='tells which key it was sealed with, and nothing of it', max_length=64)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='one_audit_head')],
            },
        ),
        migrations.AddField(
            model_name='auditentry',
            name='link',
            field=ecotone.ground.fields.Line(blank=True, help_text='proves it and all before it', max_length=64),
        ),
        migrations.AddField(
            model_name='auditentry',
            name='mac',
            field=ecotone.ground.fields.Line(blank=True, help_text='proves this entry and its subjects', max_length=64),
        ),
        migrations.AddField(
            model_name='auditentry',
            name='number',
            field=models.PositiveBigIntegerField(help_text='its place in the chain', null=True, unique=True),
        ),
        migrations.AddIndex(
            model_name='auditentry',
            index=models.Index(condition=models.Q(('number', None)), fields=['id'], name='audit_unsealed'),
        ),
        migrations.AddConstraint(
            model_name='auditentry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('link', ''), ('number', None)), models.Q(('number__gte', 1), models.Q(('link', ''), _negated=True)), _connector='OR'), name='audit_sealed_whole'),
        ),
    ]
