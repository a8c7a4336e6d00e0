import django.db.models.deletion
import ecotone.ground.clock
import ecotone.ground.fields
import ecotone.ground.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ecosystem', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='DataZone',
            fields=[
                ('id', models.UUIDField(default=ecotone.ground.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=ecotone.ground.clock.now, editable=False)),
                ('code', ecotone.ground.fields.Line(help_text='the public area code, S01…', max_length=20, unique=True)),
                ('name', ecotone.ground.fields.Line(max_length=200)),
                ('latitude', models.FloatField(null=True)),
                ('longitude', models.FloatField(null=True)),
                ('population', models.PositiveIntegerField(null=True)),
                ('index_version', ecotone.ground.fields.Line(blank=True, help_text='which deprivation index the rank and decile are from', max_length=60)),
                ('deprivation_rank', models.PositiveIntegerField(help_text='1 = most deprived', null=True)),
                ('deprivation_decile', models.PositiveSmallIntegerField(help_text='1 = most deprived', null=True)),
                ('until', models.DateField(help_text='since when official lists no longer name it', null=True)),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='data_zones', to='ecosystem.place')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('deprivation_decile__isnull', True), ('deprivation_decile__range', (1, 10)), _connector='OR'), name='data_zone_decile')],
            },
        ),
        migrations.CreateModel(
            name='Postcode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', ecotone.ground.fields.Line(help_text='in capitals, without spaces', max_length=12, unique=True)),
                ('zone', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='postcodes', to='ecosystem.datazone')),
            ],
        ),
    ]
