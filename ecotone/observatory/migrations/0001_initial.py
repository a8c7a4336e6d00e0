import django.db.models.deletion
import ecotone.ground.clock
import ecotone.ground.fields
import ecotone.ground.ids
import ecotone.observatory.rules
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('ecosystem', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Publication',
            fields=[
                ('id', models.UUIDField(default=ecotone.ground.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=ecotone.ground.clock.now, editable=False)),
                ('since', models.DateField(unique=True)),
                ('until', models.DateField(unique=True)),
                ('published_at', models.DateTimeField()),
                ('threshold', models.PositiveSmallIntegerField()),
                ('base', models.PositiveSmallIntegerField()),
                ('known', models.PositiveSmallIntegerField()),
                ('method', ecotone.ground.fields.Code(help_text='the version of how tables are made', max_length=40)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('until__gt', models.F('since'))), name='window_period')],
            },
        ),
        migrations.CreateModel(
            name='PublishedCell',
            fields=[
                ('id', models.UUIDField(default=ecotone.ground.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=ecotone.ground.clock.now, editable=False)),
                ('level', ecotone.ground.fields.Code(choices=[('total', 'total'), ('sectors', 'sectors'), ('actors', 'actors'), ('needs', 'needs')], max_length=40)),
                ('low', models.PositiveIntegerField()),
                ('high', models.PositiveIntegerField(null=True)),
                ('hidden_inside', models.PositiveIntegerField(default=0)),
                ('from_sector', ecotone.ground.fields.Code(blank=True, max_length=40)),
                ('to_sector', ecotone.ground.fields.Code(blank=True, max_length=40)),
                ('from_actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ecosystem.actor')),
                ('place', models.ForeignKey(help_text='empty: no locality is known', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ecosystem.place')),
                ('publication', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='observatory.publication')),
                ('to_actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ecosystem.actor')),
            ],
            options={
                'indexes': [models.Index(fields=['place', 'level', 'publication'], name='cells_of_place')],
                'constraints': [models.CheckConstraint(condition=models.Q(('high', None), ('high__gte', models.F('low')), _connector='OR'), name='cell_band'), models.CheckConstraint(condition=models.Q(('level__in', ['total', 'sectors', 'actors'])), name='cell_level'), models.CheckConstraint(condition=models.Q(('from_sector__in', ['', 'nhs', 'council', 'third', 'independent', 'community', 'informal', 'government'])), name='cell_from'), models.CheckConstraint(condition=models.Q(('to_sector__in', ['', 'nhs', 'council', 'third', 'independent', 'community', 'informal', 'government'])), name='cell_to'), models.UniqueConstraint(condition=models.Q(('level', ecotone.observatory.rules.Level['TOTAL'])), fields=('publication', 'place'), name='one_total_a_place'), models.UniqueConstraint(condition=models.Q(('level', ecotone.observatory.rules.Level['SECTORS'])), fields=('publication', 'place', 'from_sector', 'to_sector'), name='one_cell_a_pair_of_sectors'), models.UniqueConstraint(condition=models.Q(('level', ecotone.observatory.rules.Level['ACTORS'])), fields=('publication', 'place', 'from_actor', 'to_actor'), name='one_cell_a_pair_of_actors')],
            },
        ),
        migrations.CreateModel(
            name='PublishedNeed',
            fields=[
                ('id', models.UUIDField(default=ecotone.ground.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=ecotone.ground.clock.now, editable=False)),
                ('level', ecotone.ground.fields.Code(choices=[('total', 'total'), ('sectors', 'sectors'), ('actors', 'actors'), ('needs', 'needs')], max_length=40)),
                ('low', models.PositiveIntegerField()),
                ('high', models.PositiveIntegerField(null=True)),
                ('hidden_inside', models.PositiveIntegerField(default=0)),
                ('need', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ecosystem.need')),
                ('place', models.ForeignKey(help_text='empty: no locality is known', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ecosystem.place')),
                ('publication', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='observatory.publication')),
            ],
            options={
                'indexes': [models.Index(fields=['place', 'level', 'publication'], name='unmet_of_place')],
                'constraints': [models.CheckConstraint(condition=models.Q(('high', None), ('high__gte', models.F('low')), _connector='OR'), name='unmet_band'), models.CheckConstraint(condition=models.Q(('level__in', ['total', 'needs'])), name='unmet_level'), models.UniqueConstraint(condition=models.Q(('level', ecotone.observatory.rules.Level['TOTAL'])), fields=('publication', 'place'), name='one_unmet_total_a_place'), models.UniqueConstraint(condition=models.Q(('level', ecotone.observatory.rules.Level['NEEDS'])), fields=('publication', 'place', 'need'), name='one_cell_a_need')],
            },
        ),
    ]
