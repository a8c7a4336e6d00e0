import django.db.models.deletion
import ecotone.directory.rules
import ecotone.ground.clock
import ecotone.ground.fields
import ecotone.ground.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('ecosystem', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Service',
            fields=[
                ('id', models.UUIDField(default=ecotone.ground.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=ecotone.ground.clock.now, editable=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('name', ecotone.ground.fields.Line(max_length=200)),
                ('alternate_name', ecotone.ground.fields.Line(blank=True, max_length=200)),
                ('description', ecotone.ground.fields.Words(blank=True, max_length=10000)),
                ('status', ecotone.ground.fields.Code(choices=[('active', 'active'), ('inactive', 'inactive'), ('defunct', 'defunct'), ('temporarily_closed', 'temporarily_closed')], default='active', max_length=40)),
                ('status_reason', ecotone.ground.fields.Line(blank=True, help_text='why it is closed', max_length=200)),
                ('url', ecotone.ground.fields.Line(blank=True, max_length=500)),
                ('email', ecotone.ground.fields.Line(blank=True, max_length=254)),
                ('phone', ecotone.ground.fields.Line(blank=True, max_length=40)),
                ('application_process', ecotone.ground.fields.Words(blank=True, max_length=2000)),
                ('fees', ecotone.ground.fields.Words(blank=True, max_length=2000)),
                ('cost_free', models.BooleanField(default=False)),
                ('minimum_age', models.PositiveSmallIntegerField(null=True)),
                ('maximum_age', models.PositiveSmallIntegerField(null=True)),
                ('eligibility', ecotone.ground.fields.Words(blank=True, max_length=2000)),
                ('ineligibility', ecotone.ground.fields.Words(blank=True, max_length=2000)),
                ('accessibility', ecotone.ground.fields.Words(blank=True, max_length=2000)),
                ('interpretation', ecotone.ground.fields.Words(blank=True, max_length=2000)),
                ('wait_band', ecotone.ground.fields.Code(choices=[('none', 'none'), ('under_2_weeks', 'under_2_weeks'), ('weeks_2_to_6', 'weeks_2_to_6'), ('weeks_6_to_12', 'weeks_6_to_12'), ('over_12_weeks', 'over_12_weeks'), ('unknown', 'unknown')], default='unknown', max_length=40)),
                ('capacity_word', ecotone.ground.fields.Code(blank=True, choices=[('has_capacity', 'has_capacity'), ('no_capacity', 'no_capacity'), ('no_capacity_has_waitlist', 'no_capacity_has_waitlist'), ('additional_assessment_required', 'additional_assessment_required')], help_text='empty: nobody has said', max_length=40)),
                ('places_available', models.PositiveIntegerField(null=True)),
                ('places_maximum', models.PositiveIntegerField(null=True)),
                ('places_funded', models.PositiveIntegerField(null=True)),
                ('capacity_updated_at', models.DateTimeField(null=True)),
                ('assured_on', models.DateField(null=True)),
                ('assured_by', models.UUIDField(help_text='the account that last said: still right as it is', null=True)),
                ('review_due', models.DateField(null=True)),
                ('self_referral', models.BooleanField(default=True)),
                ('sensitivity', ecotone.ground.fields.Code(choices=[('ordinary', 'ordinary'), ('sensitive', 'sensitive')], default='ordinary', max_length=40)),
                ('alert', ecotone.ground.fields.Line(blank=True, max_length=200)),
                ('accreditations', ecotone.ground.fields.Words(blank=True, max_length=2000)),
                ('licences', ecotone.ground.fields.Words(blank=True, max_length=2000)),
                ('changed_at', models.DateTimeField(default=ecotone.ground.clock.now, editable=False)),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='services', to='ecosystem.actor')),
            ],
            options={
                'indexes': [models.Index(fields=['status', 'name'], name='service_by_name'), models.Index(fields=['provider', 'status', 'name'], name='service_of_provider'), models.Index(fields=['changed_at'], name='service_by_change')],
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['active', 'inactive', 'defunct', 'temporarily_closed'])), name='service_status'), models.CheckConstraint(condition=models.Q(('wait_band__in', ['none', 'under_2_weeks', 'weeks_2_to_6', 'weeks_6_to_12', 'over_12_weeks', 'unknown'])), name='service_wait'), models.CheckConstraint(condition=models.Q(('sensitivity__in', ['ordinary', 'sensitive'])), name='service_sensitivity'), models.CheckConstraint(condition=models.Q(('capacity_word__in', ['', ecotone.directory.rules.CapacityWord['HAS_CAPACITY'], ecotone.directory.rules.CapacityWord['NO_CAPACITY'], ecotone.directory.rules.CapacityWord['NO_CAPACITY_HAS_WAITLIST'], ecotone.directory.rules.CapacityWord['ADDITIONAL_ASSESSMENT_REQUIRED']])), name='service_capacity'), models.CheckConstraint(condition=models.Q(('minimum_age__isnull', True), ('maximum_age__isnull', True), ('minimum_age__lte', models.F('maximum_age')), _connector='OR'), name='service_ages'), models.CheckConstraint(condition=models.Q(('places_available__isnull', True), ('places_maximum__isnull', True), ('places_available__lte', models.F('places_maximum')), _connector='OR'), name='service_available'), models.CheckConstraint(condition=models.Q(('places_funded__isnull', True), ('places_maximum__isnull', True), ('places_funded__lte', models.F('places_maximum')), _connector='OR'), name='service_funded')],
            },
        ),
        migrations.CreateModel(
            name='RequiredDocument',
            fields=[
                ('id', models.UUIDField(default=ecotone.ground.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=ecotone.ground.clock.now, editable=False)),
                ('document', ecotone.ground.fields.Line(max_length=200)),
                ('url', ecotone.ground.fields.Line(blank=True, max_length=500)),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='required_documents', to='directory.service')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='CostOption',
            fields=[
                ('id', models.UUIDField(default=ecotone.ground.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=ecotone.ground.clock.now, editable=False)),
                ('option', ecotone.ground.fields.Line(blank=True, max_length=200)),
                ('amount', models.PositiveIntegerField(null=True)),
                ('currency', ecotone.ground.fields.Line(blank=True, max_length=3)),
                ('description', ecotone.ground.fields.Line(blank=True, max_length=200)),
                ('valid_from', models.DateField(null=True)),
                ('valid_to', models.DateField(null=True)),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cost_options', to='directory.service')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('valid_to__isnull', True), ('valid_from__lte', models.F('valid_to')), _connector='OR'), name='cost_period')],
            },
        ),
        migrations.CreateModel(
            name='ServiceAccepts',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sector', ecotone.ground.fields.Code(choices=[('nhs', 'nhs'), ('council', 'council'), ('third', 'third'), ('independent', 'independent'), ('community', 'community'), ('informal', 'informal'), ('government', 'government')], max_length=40)),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='accepts', to='directory.service')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('service', 'sector'), name='service_accepts_once'), models.CheckConstraint(condition=models.Q(('sector__in', ['nhs', 'council', 'third', 'independent', 'community', 'informal', 'government'])), name='service_accepts_sector')],
            },
        ),
        migrations.CreateModel(
            name='ServiceAccess',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('access', ecotone.ground.fields.Code(choices=[('referral', 'referral'), ('appointment', 'appointment'), ('membership', 'membership'), ('drop_in', 'drop_in')], max_length=40)),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='access', to='directory.service')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('service', 'access'), name='service_access_once'), models.CheckConstraint(condition=models.Q(('access__in', ['referral', 'appointment', 'membership', 'drop_in'])), name='service_access')],
            },
        ),
        migrations.CreateModel(
            name='ServiceArea',
            fields=[
                ('id', models.UUIDField(default=ecotone.ground.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=ecotone.ground.clock.now, editable=False)),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='services', to='ecosystem.place')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='areas', to='directory.service')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('service', 'place'), name='service_area_once')],
            },
        ),
        migrations.CreateModel(
            name='ServiceAtLocation',
            fields=[
                ('id', models.UUIDField(default=ecotone.ground.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=ecotone.ground.clock.now, editable=False)),
                ('is_intake', models.BooleanField(default=False, help_text='one comes here first')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sites', to='directory.service')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='services', to='ecosystem.site')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('service', 'site'), name='service_site_once')],
            },
        ),
        migrations.CreateModel(
            name='ServiceAttending',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('type', ecotone.ground.fields.Code(choices=[('phone', 'phone'), ('online', 'online'), ('venue', 'venue'), ('home', 'home')], max_length=40)),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attending', to='directory.service')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('service', 'type'), name='service_attending_once'), models.CheckConstraint(condition=models.Q(('type__in', ['phone', 'online', 'venue', 'home'])), name='service_attending')],
            },
        ),
        migrations.CreateModel(
            name='ServiceContact',
            fields=[
                ('id', models.UUIDField(default=ecotone.ground.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=ecotone.ground.clock.now, editable=False)),
                ('name', ecotone.ground.fields.Line(blank=True, max_length=200)),
                ('role', ecotone.ground.fields.Line(blank=True, max_length=200)),
                ('phone', ecotone.ground.fields.Line(blank=True, max_length=40)),
                ('email', ecotone.ground.fields.Line(blank=True, max_length=254)),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contacts', to='directory.service')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ServiceIdentifier',
            fields=[
                ('id', models.UUIDField(default=ecotone.ground.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=ecotone.ground.clock.now, editable=False)),
                ('source', ecotone.ground.fields.Line(max_length=120)),
                ('kind', ecotone.ground.fields.Line(blank=True, max_length=40)),
                ('value', ecotone.ground.fields.Line(max_length=200)),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='identifiers', to='directory.service')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('source', 'kind', 'value'), name='service_identifier_once')],
            },
        ),
        migrations.CreateModel(
            name='ServiceLanguage',
            fields=[
                ('id', models.UUIDField(default=ecotone.ground.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=ecotone.ground.clock.now, editable=False)),
                ('name', ecotone.ground.fields.Line(max_length=80)),
                ('code', ecotone.ground.fields.Line(blank=True, max_length=12)),
                ('note', ecotone.ground.fields.Line(blank=True, max_length=200)),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='languages', to='directory.service')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ServiceNeed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('need', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='services', to='ecosystem.need')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='needs', to='directory.service')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('service', 'need'), name='service_need_once')],
            },
        ),
        migrations.CreateModel(
            name='ServiceSchedule',
            fields=[
                ('id', models.UUIDField(default=ecotone.ground.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=ecotone.ground.clock.now, editable=False)),
                ('weekday', ecotone.ground.fields.Code(choices=[('MO', 'MO'), ('TU', 'TU'), ('WE', 'WE'), ('TH', 'TH'), ('FR', 'FR'), ('SA', 'SA'), ('SU', 'SU')], max_length=2)),
                ('opens', models.TimeField(null=True)),
                ('closes', models.TimeField(null=True)),
                ('note', ecotone.ground.fields.Line(blank=True, max_length=200)),
                ('valid_from', models.DateField(null=True)),
                ('valid_to', models.DateField(null=True)),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='schedules', to='directory.service')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('weekday__in', ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'])), name='schedule_weekday'), models.CheckConstraint(condition=models.Q(models.Q(('closes__isnull', True), ('opens__isnull', True)), models.Q(('closes__isnull', False), ('opens__isnull', False), ('opens__lt', models.F('closes'))), _connector='OR'), name='schedule_hours'), models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('valid_to__isnull', True), ('valid_from__lte', models.F('valid_to')), _connector='OR'), name='schedule_period')],
            },
        ),
        migrations.CreateModel(
            name='ServiceWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('word', ecotone.ground.fields.Line(max_length=80)),
                ('stem', ecotone.ground.fields.Line(max_length=80)),
                ('weight', models.PositiveSmallIntegerField()),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='words', to='directory.service')),
            ],
            options={
                'indexes': [models.Index(fields=['stem', 'service', 'weight'], name='word_by_stem'), models.Index(fields=['word', 'stem'], name='word_by_word')],
                'constraints': [models.UniqueConstraint(fields=('service', 'word'), name='service_word_once')],
            },
        ),
    ]
