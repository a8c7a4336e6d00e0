import django.db.models.deletion
import ecotone.ground.clock
import ecotone.ground.fields
import ecotone.ground.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('access', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Actor',
            fields=[
                ('id', models.UUIDField(default=ecotone.ground.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=ecotone.ground.clock.now, editable=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('since', models.DateField()),
                ('until', models.DateField(blank=True, null=True)),
                ('kind', ecotone.ground.fields.Code(choices=[('organisation', 'organisation'), ('team', 'team'), ('group', 'group')], max_length=40)),
                ('name', ecotone.ground.fields.Line(max_length=200)),
                ('sought', ecotone.ground.fields.Words(editable=False, help_text='its names, now and before, as a search compares them', max_length=20000)),
                ('sector', ecotone.ground.fields.Code(choices=[('nhs', 'nhs'), ('council', 'council'), ('third', 'third'), ('independent', 'independent'), ('community', 'community'), ('informal', 'informal'), ('government', 'government')], max_length=40)),
                ('domain', ecotone.ground.fields.Code(choices=[('government', 'government'), ('system', 'system'), ('community', 'community')], max_length=40)),
                ('description', ecotone.ground.fields.Words(blank=True, max_length=20000)),
                ('purpose', ecotone.ground.fields.Words(blank=True, max_length=20000)),
                ('remit', ecotone.ground.fields.Words(blank=True, max_length=20000)),
                ('website', ecotone.ground.fields.Line(blank=True, max_length=400)),
                ('email', ecotone.ground.fields.Address(blank=True, max_length=254)),
                ('phone', ecotone.ground.fields.Line(blank=True, max_length=40)),
            ],
        ),
        migrations.CreateModel(
            name='Place',
            fields=[
                ('id', models.UUIDField(default=ecotone.ground.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=ecotone.ground.clock.now, editable=False)),
                ('kind', ecotone.ground.fields.Code(choices=[('nation', 'nation'), ('health_board', 'health_board'), ('council', 'council'), ('partnership', 'partnership'), ('locality', 'locality'), ('neighbourhood', 'neighbourhood')], max_length=40)),
                ('name', ecotone.ground.fields.Line(max_length=200)),
                ('slug', ecotone.ground.fields.Line(max_length=80, unique=True)),
                ('code', ecotone.ground.fields.Line(blank=True, help_text='the public area code, S…', max_length=20)),
                ('population', models.PositiveIntegerField(null=True)),
                ('population_on', models.DateField(help_text='the day the population was counted or estimated for', null=True)),
                ('population_source', ecotone.ground.fields.Line(blank=True, max_length=200)),
                ('latitude', models.FloatField(null=True)),
                ('longitude', models.FloatField(null=True)),
                ('outline', models.JSONField(help_text='a list of rings of [longitude, latitude]', null=True)),
            ],
        ),
        migrations.CreateModel(
            name='FormerName',
            fields=[
                ('id', models.UUIDField(default=ecotone.ground.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=ecotone.ground.clock.now, editable=False)),
                ('name', ecotone.ground.fields.Line(max_length=200)),
                ('until', models.DateField()),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='former_names', to='ecosystem.actor')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Institution',
            fields=[
                ('id', models.UUIDField(default=ecotone.ground.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=ecotone.ground.clock.now, editable=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('since', models.DateField()),
                ('until', models.DateField(blank=True, null=True)),
                ('name', ecotone.ground.fields.Line(max_length=300)),
                ('kind', ecotone.ground.fields.Code(choices=[('law', 'law'), ('policy', 'policy'), ('aim', 'aim'), ('funding_rule', 'funding_rule'), ('metric', 'metric'), ('professional_standard', 'professional_standard'), ('value', 'value'), ('work_practice', 'work_practice')], max_length=40)),
                ('formal', models.BooleanField(default=True)),
                ('standing', ecotone.ground.fields.Code(choices=[('current', 'current'), ('legacy', 'legacy')], max_length=40)),
                ('policy_area', ecotone.ground.fields.Line(blank=True, max_length=200)),
                ('domain', ecotone.ground.fields.Code(choices=[('government', 'government'), ('system', 'system'), ('community', 'community')], max_length=40)),
                ('level', ecotone.ground.fields.Code(choices=[('micro', 'micro'), ('meso', 'meso'), ('macro', 'macro')], max_length=40)),
                ('text', ecotone.ground.fields.Words(blank=True, max_length=20000)),
                ('source', ecotone.ground.fields.Line(blank=True, max_length=400)),
                ('source_url', ecotone.ground.fields.Line(blank=True, max_length=400)),
                ('issuer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='issues', to='ecosystem.actor')),
                ('place', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='institutions', to='ecosystem.place')),
            ],
            options={
                'indexes': [models.Index(fields=['domain', 'kind', 'name'], name='institution_by_domain'), models.Index(fields=['place', 'domain'], name='institution_at_place')],
                'constraints': [models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gt', models.F('since')), _connector='OR'), name='institution_period', violation_error_code='period'), models.CheckConstraint(condition=models.Q(('kind__in', ['law', 'policy', 'aim', 'funding_rule', 'metric', 'professional_standard', 'value', 'work_practice'])), name='institution_kind'), models.CheckConstraint(condition=models.Q(('standing__in', ['current', 'legacy'])), name='institution_standing'), models.CheckConstraint(condition=models.Q(('domain__in', ['government', 'system', 'community'])), name='institution_domain'), models.CheckConstraint(condition=models.Q(('level__in', ['micro', 'meso', 'macro'])), name='institution_level')],
            },
        ),
        migrations.CreateModel(
            name='Need',
            fields=[
                ('id', models.UUIDField(default=ecotone.ground.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=ecotone.ground.clock.now, editable=False)),
                ('code', ecotone.ground.fields.Line(max_length=80, unique=True)),
                ('name', ecotone.ground.fields.Line(max_length=200)),
                ('synonyms', ecotone.ground.fields.Words(blank=True, help_text='what people really say, one to a line', max_length=20000)),
                ('sensitive', models.BooleanField(default=False, help_text='a link with it could expose or endanger someone')),
                ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='ecosystem.need')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Deprivation',
            fields=[
                ('id', models.UUIDField(default=ecotone.ground.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=ecotone.ground.clock.now, editable=False)),
                ('index_name', ecotone.ground.fields.Line(max_length=200)),
                ('version', ecotone.ground.fields.Line(max_length=40)),
                ('direction', ecotone.ground.fields.Line(help_text='what the ends of the scale mean: 1 = most deprived', max_length=200)),
                ('measure', ecotone.ground.fields.Line(help_text='what the value is: share of data zones in the most deprived fifth', max_length=200)),
                ('value', models.DecimalField(decimal_places=4, max_digits=14)),
                ('source', ecotone.ground.fields.Line(max_length=200)),
                ('on', models.DateField()),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deprivation', to='ecosystem.place')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('place', 'index_name', 'version', 'measure'), name='deprivation_once')],
            },
        ),
        migrations.CreateModel(
            name='ActorCovers',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='covers', to='ecosystem.actor')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='covered_by', to='ecosystem.place')),
            ],
            options={
                'indexes': [models.Index(fields=['place', 'actor'], name='actors_at_place')],
                'constraints': [models.UniqueConstraint(fields=('actor', 'place'), name='covers_once')],
            },
        ),
        migrations.AddField(
            model_name='actor',
            name='places',
            field=models.ManyToManyField(related_name='actors', through='ecosystem.ActorCovers', to='ecosystem.place'),
        ),
        migrations.CreateModel(
            name='PlaceContains',
            fields=[
                ('id', models.UUIDField(default=ecotone.ground.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=ecotone.ground.clock.now, editable=False)),
                ('kind', ecotone.ground.fields.Code(choices=[('geographic', 'geographic'), ('administrative', 'administrative')], max_length=40)),
                ('child', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parent_links', to='ecosystem.place')),
                ('parent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='child_links', to='ecosystem.place')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('parent', 'child', 'kind'), name='containment_once'), models.CheckConstraint(condition=models.Q(('parent', models.F('child')), _negated=True), name='contains_another'), models.CheckConstraint(condition=models.Q(('kind__in', ['geographic', 'administrative'])), name='containment_kind')],
            },
        ),
        migrations.AddField(
            model_name='place',
            name='contains',
            field=models.ManyToManyField(related_name='parents', through='ecosystem.PlaceContains', through_fields=('parent', 'child'), to='ecosystem.place'),
        ),
        migrations.CreateModel(
            name='PlaceContext',
            fields=[
                ('id', models.UUIDField(default=ecotone.ground.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=ecotone.ground.clock.now, editable=False)),
                ('since', models.DateField()),
                ('until', models.DateField(blank=True, null=True)),
                ('topic', ecotone.ground.fields.Code(choices=[('history', 'history'), ('economy', 'economy'), ('health', 'health'), ('assets', 'assets'), ('transport', 'transport'), ('community', 'community')], max_length=40)),
                ('text', ecotone.ground.fields.Words(max_length=4000)),
                ('source', ecotone.ground.fields.Line(max_length=400)),
                ('source_on', models.DateField(null=True)),
                ('added_by', models.UUIDField(help_text='the account', null=True)),
                ('added_by_name', ecotone.ground.fields.Line(blank=True, help_text="a worker's name and title; empty for a person, who stays unnamed", max_length=200)),
                ('added_by_actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ecosystem.actor')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='context', to='ecosystem.place')),
            ],
            options={
                'indexes': [models.Index(fields=['place', 'topic', '-since'], name='context_of_place')],
                'constraints': [models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='context_period'), models.CheckConstraint(condition=models.Q(('topic__in', ['history', 'economy', 'health', 'assets', 'transport', 'community'])), name='context_topic')],
            },
        ),
        migrations.CreateModel(
            name='PlaceWithin',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('depth', models.PositiveSmallIntegerField()),
                ('ancestor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='below', to='ecosystem.place')),
                ('descendant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='above', to='ecosystem.place')),
            ],
            options={
                'indexes': [models.Index(fields=['descendant', 'ancestor'], name='within_by_descendant')],
                'constraints': [models.UniqueConstraint(fields=('ancestor', 'descendant'), name='within_once')],
            },
        ),
        migrations.CreateModel(
            name='Remit',
            fields=[
                ('id', models.UUIDField(default=ecotone.ground.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=ecotone.ground.clock.now, editable=False)),
                ('since', models.DateField()),
                ('until', models.DateField(blank=True, null=True)),
                ('text', ecotone.ground.fields.Words(blank=True, max_length=2000)),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='remits', to='ecosystem.actor')),
                ('need', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='remits', to='ecosystem.need')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='remits', to='ecosystem.place')),
            ],
            options={
                'indexes': [models.Index(fields=['place', 'need', 'until'], name='remits_at_place')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('actor', 'need', 'place'), name='one_open_remit'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='remit_period')],
            },
        ),
        migrations.CreateModel(
            name='Site',
            fields=[
                ('id', models.UUIDField(default=ecotone.ground.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=ecotone.ground.clock.now, editable=False)),
                ('name', ecotone.ground.fields.Line(max_length=200)),
                ('address', ecotone.ground.fields.Line(blank=True, max_length=400)),
                ('postcode', ecotone.ground.fields.Line(blank=True, max_length=12)),
                ('latitude', models.FloatField(null=True)),
                ('longitude', models.FloatField(null=True)),
                ('accessibility', ecotone.ground.fields.Line(blank=True, max_length=400)),
                ('confidential', models.BooleanField(default=False)),
                ('kept_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ecosystem.actor')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sites', to='ecosystem.place')),
            ],
            options={
                'indexes': [models.Index(fields=['place', 'name'], name='site_by_place')],
            },
        ),
        migrations.AddField(
            model_name='actor',
            name='site',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='actors', to='ecosystem.site'),
        ),
        migrations.CreateModel(
            name='Stance',
            fields=[
                ('id', models.UUIDField(default=ecotone.ground.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=ecotone.ground.clock.now, editable=False)),
                ('since', models.DateField()),
                ('until', models.DateField(blank=True, null=True)),
                ('kind', ecotone.ground.fields.Code(choices=[('sets', 'sets'), ('shares', 'shares'), ('follows', 'follows'), ('contests', 'contests'), ('imposed', 'imposed')], max_length=40)),
                ('note', ecotone.ground.fields.Words(blank=True, max_length=2000)),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stances', to='ecosystem.actor')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stances', to='ecosystem.institution')),
                ('said_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ecosystem.actor')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('actor', 'institution', 'kind'), name='one_open_stance'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='stance_period'), models.CheckConstraint(condition=models.Q(('kind__in', ['sets', 'shares', 'follows', 'contests', 'imposed'])), name='stance_kind')],
            },
        ),
        migrations.CreateModel(
            name='Tie',
            fields=[
                ('id', models.UUIDField(default=ecotone.ground.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=ecotone.ground.clock.now, editable=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('since', models.DateField()),
                ('until', models.DateField(blank=True, null=True)),
                ('kind', ecotone.ground.fields.Code(choices=[('part_of', 'part_of'), ('partnership', 'partnership'), ('commission', 'commission'), ('membership', 'membership'), ('co_location', 'co_location'), ('representation', 'representation'), ('employs', 'employs'), ('replaces', 'replaces'), ('overlaps', 'overlaps'), ('asks', 'asks')], max_length=40)),
                ('level', ecotone.ground.fields.Code(choices=[('micro', 'micro'), ('meso', 'meso'), ('macro', 'macro')], max_length=40)),
                ('note', ecotone.ground.fields.Words(blank=True, max_length=2000)),
                ('claim', ecotone.ground.fields.Code(choices=[('claimed', 'claimed'), ('confirmed', 'confirmed'), ('disputed', 'disputed')], max_length=40)),
                ('dispute_reason', ecotone.ground.fields.Words(blank=True, max_length=2000)),
                ('last_consulted_on', models.DateField(null=True)),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ecosystem.actor')),
                ('claimed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ecosystem.actor')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ties_out', to='ecosystem.actor')),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ties_in', to='ecosystem.actor')),
            ],
            options={
                'indexes': [models.Index(fields=['source', 'kind', 'until'], name='ties_from'), models.Index(fields=['target', 'kind', 'until'], name='ties_to')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('kind', 'source', 'target'), name='one_open_tie'), models.CheckConstraint(condition=models.Q(('source', models.F('target')), _negated=True), name='tie_to_another'), models.CheckConstraint(condition=models.Q(models.Q(('claim', 'disputed'), _negated=True), models.Q(('dispute_reason', ''), _negated=True), _connector='OR'), name='dispute_says_why'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='tie_period'), models.CheckConstraint(condition=models.Q(('kind__in', ['part_of', 'partnership', 'commission', 'membership', 'co_location', 'representation', 'employs', 'replaces', 'overlaps', 'asks'])), name='tie_kind'), models.CheckConstraint(condition=models.Q(('level__in', ['micro', 'meso', 'macro'])), name='tie_level'), models.CheckConstraint(condition=models.Q(('claim__in', ['claimed', 'confirmed', 'disputed'])), name='tie_claim')],
            },
        ),
        migrations.CreateModel(
            name='ActorIdentifier',
            fields=[
                ('id', models.UUIDField(default=ecotone.ground.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=ecotone.ground.clock.now, editable=False)),
                ('scheme', ecotone.ground.fields.Line(help_text='whose number it is: GB-SC, ODS', max_length=80)),
                ('value', ecotone.ground.fields.Line(max_length=120)),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='identifiers', to='ecosystem.actor')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('scheme', 'value'), name='actor_identifier_once')],
            },
        ),
        migrations.CreateModel(
            name='Hat',
            fields=[
                ('id', models.UUIDField(default=ecotone.ground.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=ecotone.ground.clock.now, editable=False)),
                ('since', models.DateField()),
                ('until', models.DateField(blank=True, null=True)),
                ('role', ecotone.ground.fields.Code(choices=[('worker', 'worker'), ('lead', 'lead'), ('administrator', 'administrator'), ('officer', 'officer'), ('board_member', 'board_member'), ('planner', 'planner'), ('researcher', 'researcher'), ('guardian', 'guardian'), ('steward', 'steward')], max_length=40)),
                ('title', ecotone.ground.fields.Line(max_length=200)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='hats', to=settings.AUTH_USER_MODEL)),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='hats', to='ecosystem.actor')),
                ('organisation', models.ForeignKey(help_text='the employer, where it is another', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ecosystem.actor')),
            ],
            options={
                'indexes': [models.Index(fields=['account', 'until'], name='hats_of_account'), models.Index(fields=['actor', 'until'], name='hats_of_actor')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('account', 'actor', 'role'), name='one_open_hat'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='hat_period'), models.CheckConstraint(condition=models.Q(('role__in', ['worker', 'lead', 'administrator', 'officer', 'board_member', 'planner', 'researcher', 'guardian', 'steward'])), name='hat_role')],
            },
        ),
        migrations.CreateModel(
            name='InstitutionLink',
            fields=[
                ('id', models.UUIDField(default=ecotone.ground.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=ecotone.ground.clock.now, editable=False)),
                ('kind', ecotone.ground.fields.Code(choices=[('interprets', 'interprets'), ('conflicts', 'conflicts'), ('replaces', 'replaces')], max_length=40)),
                ('note', ecotone.ground.fields.Words(blank=True, max_length=2000)),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links_out', to='ecosystem.institution')),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links_in', to='ecosystem.institution')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('source', 'target', 'kind'), name='institution_link_once'), models.CheckConstraint(condition=models.Q(('source', models.F('target')), _negated=True), name='link_to_another'), models.CheckConstraint(condition=models.Q(('kind__in', ['interprets', 'conflicts', 'replaces'])), name='institution_link_kind')],
            },
        ),
        migrations.CreateModel(
            name='InstitutionOrientation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('orientation', ecotone.ground.fields.Code(choices=[('person_judged_value', 'person_judged_value'), ('efficiency', 'efficiency'), ('safety', 'safety'), ('equity', 'equity'), ('prevention', 'prevention'), ('accountability', 'accountability'), ('professional_autonomy', 'professional_autonomy'), ('community_control', 'community_control')], max_length=40)),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='orientations', to='ecosystem.institution')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('institution', 'orientation'), name='orientation_once'), models.CheckConstraint(condition=models.Q(('orientation__in', ['person_judged_value', 'efficiency', 'safety', 'equity', 'prevention', 'accountability', 'professional_autonomy', 'community_control'])), name='institution_orientation')],
            },
        ),
        migrations.AddIndex(
            model_name='place',
            index=models.Index(fields=['kind', 'name'], name='place_by_kind'),
        ),
        migrations.AddConstraint(
            model_name='place',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['nation', 'health_board', 'council', 'partnership', 'locality', 'neighbourhood'])), name='place_kind'),
        ),
        migrations.AddIndex(
            model_name='actor',
            index=models.Index(fields=['name'], name='actor_by_name'),
        ),
        migrations.AddIndex(
            model_name='actor',
            index=models.Index(fields=['domain', 'sector', 'name'], name='actor_by_domain'),
        ),
        migrations.AddConstraint(
            model_name='actor',
            constraint=models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gt', models.F('since')), _connector='OR'), name='actor_period', violation_error_code='period'),
        ),
        migrations.AddConstraint(
            model_name='actor',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['organisation', 'team', 'group'])), name='actor_kind'),
        ),
        migrations.AddConstraint(
            model_name='actor',
            constraint=models.CheckConstraint(condition=models.Q(('sector__in', ['nhs', 'council', 'third', 'independent', 'community', 'informal', 'government'])), name='actor_sector'),
        ),
        migrations.AddConstraint(
            model_name='actor',
            constraint=models.CheckConstraint(condition=models.Q(('domain__in', ['government', 'system', 'community'])), name='actor_domain'),
        ),
    ]
