import django.db.models.deletion
import ecotone.care.rules.needs
import ecotone.ground.clock
import ecotone.ground.fields
import ecotone.ground.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('care', '0006_promises'),
        ('ecosystem', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Friction',
            fields=[
                ('id', models.UUIDField(default=ecotone.ground.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=ecotone.ground.clock.now, editable=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('author', ecotone.ground.fields.Line(blank=True, max_length=200)),
                ('author_account_id', models.UUIDField(null=True)),
                ('author_hat_id', models.UUIDField(null=True)),
                ('author_actor_id', models.UUIDField(null=True)),
                ('kind', ecotone.ground.fields.Code(choices=[('rule', 'rule'), ('systems', 'systems'), ('capacity', 'capacity'), ('wrong_door', 'wrong_door'), ('nobody_decides', 'nobody_decides'), ('funding', 'funding'), ('distance', 'distance'), ('access', 'access'), ('other', 'other')], max_length=40)),
                ('from_sector', ecotone.ground.fields.Code(blank=True, max_length=40)),
                ('to_sector', ecotone.ground.fields.Code(blank=True, max_length=40)),
                ('words', ecotone.ground.fields.Words(blank=True, max_length=4000)),
                ('workaround', ecotone.ground.fields.Words(blank=True, max_length=4000)),
                ('minutes', models.PositiveIntegerField(null=True)),
                ('once', models.UUIDField(null=True, unique=True)),
                ('state', ecotone.ground.fields.Code(choices=[('standing', 'standing'), ('met', 'met'), ('withdrawn', 'withdrawn')], default='standing', max_length=40)),
                ('from_actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ecosystem.actor')),
                ('institution', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ecosystem.institution')),
                ('need', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ecosystem.need')),
                ('place', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ecosystem.place')),
                ('referral', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='frictions', to='care.referral')),
                ('to_actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ecosystem.actor')),
            ],
            options={
                'indexes': [models.Index(fields=['author_actor_id', '-created_at'], name='frictions_of_team'), models.Index(fields=['author_account_id', '-created_at'], name='frictions_of_author'), models.Index(fields=['created_at'], name='frictions_by_time')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['rule', 'systems', 'capacity', 'wrong_door', 'nobody_decides', 'funding', 'distance', 'access', 'other'])), name='friction_kind'), models.CheckConstraint(condition=models.Q(('state__in', ['standing', 'met', 'withdrawn'])), name='friction_state'), models.CheckConstraint(condition=models.Q(('from_sector__in', ['', 'nhs', 'council', 'third', 'independent', 'community', 'informal', 'government'])), name='friction_from'), models.CheckConstraint(condition=models.Q(('to_sector__in', ['', 'nhs', 'council', 'third', 'independent', 'community', 'informal', 'government'])), name='friction_to'), models.CheckConstraint(condition=models.Q(('minutes', None), models.Q(('minutes__gte', 1), ('minutes__lte', 10000)), _connector='OR'), name='friction_minutes'), models.CheckConstraint(condition=models.Q(models.Q(('from_sector', ''), ('to_sector', '')), models.Q(models.Q(('from_sector', ''), _negated=True), models.Q(('to_sector', ''), _negated=True)), _connector='OR'), name='friction_boundary_whole')],
            },
        ),
        migrations.CreateModel(
            name='StatedNeed',
            fields=[
                ('id', models.UUIDField(default=ecotone.ground.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=ecotone.ground.clock.now, editable=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('author', ecotone.ground.fields.Line(blank=True, max_length=200)),
                ('author_account_id', models.UUIDField(null=True)),
                ('author_hat_id', models.UUIDField(null=True)),
                ('author_actor_id', models.UUIDField(null=True)),
                ('title', ecotone.ground.fields.Line(max_length=120)),
                ('words', ecotone.ground.fields.Words(max_length=4000)),
                ('touches', ecotone.ground.fields.Line(help_text='whom it touches', max_length=200)),
                ('for_whom', ecotone.ground.fields.Line(blank=True, help_text='for whom it is stated, where not for those who state it', max_length=200)),
                ('speaker_id', models.UUIDField(null=True)),
                ('once', models.UUIDField(null=True, unique=True)),
                ('state', ecotone.ground.fields.Code(choices=[('standing', 'standing'), ('met', 'met'), ('withdrawn', 'withdrawn')], default='standing', max_length=40)),
                ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ecosystem.actor')),
                ('need', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ecosystem.need')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ecosystem.place')),
            ],
            options={
                'indexes': [models.Index(fields=['place', 'state', '-created_at'], name='stated_at_place'), models.Index(fields=['state', '-created_at'], name='stated_by_state')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['standing', 'met', 'withdrawn'])), name='stated_state')],
            },
        ),
        migrations.CreateModel(
            name='NeedOffer',
            fields=[
                ('id', models.UUIDField(default=ecotone.ground.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=ecotone.ground.clock.now, editable=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('author', ecotone.ground.fields.Line(blank=True, max_length=200)),
                ('author_account_id', models.UUIDField(null=True)),
                ('author_hat_id', models.UUIDField(null=True)),
                ('author_actor_id', models.UUIDField(null=True)),
                ('kind', ecotone.ground.fields.Code(choices=[('space', 'space'), ('vehicle', 'vehicle'), ('skill', 'skill'), ('hours', 'hours'), ('money', 'money'), ('things', 'things')], max_length=40)),
                ('words', ecotone.ground.fields.Words(max_length=2000)),
                ('quantity', ecotone.ground.fields.Line(blank=True, max_length=200)),
                ('since', models.DateField(null=True)),
                ('speaker_id', models.UUIDField()),
                ('once', models.UUIDField(null=True, unique=True)),
                ('state', ecotone.ground.fields.Code(choices=[('open', 'open'), ('taken_up', 'taken_up'), ('not_needed', 'not_needed'), ('taken_back', 'taken_back')], default='open', max_length=40)),
                ('came_of_it', ecotone.ground.fields.Words(blank=True, max_length=4000)),
                ('answered_by', ecotone.ground.fields.Line(blank=True, max_length=200)),
                ('answered_at', models.DateTimeField(null=True)),
                ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ecosystem.actor')),
                ('stated', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offers', to='care.statedneed')),
            ],
            options={
                'indexes': [models.Index(fields=['stated', 'created_at'], name='offers_to_need')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['space', 'vehicle', 'skill', 'hours', 'money', 'things'])), name='offer_kind'), models.CheckConstraint(condition=models.Q(('state__in', ['open', 'taken_up', 'not_needed', 'taken_back'])), name='offer_state'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at', None), ('state', ecotone.care.rules.needs.OfferState['OPEN'])), models.Q(models.Q(('state', ecotone.care.rules.needs.OfferState['OPEN']), _negated=True), ('answered_at__isnull', False)), _connector='OR'), name='answered_when_not_open')],
            },
        ),
        migrations.CreateModel(
            name='NeedVoice',
            fields=[
                ('id', models.UUIDField(default=ecotone.ground.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=ecotone.ground.clock.now, editable=False)),
                ('author', ecotone.ground.fields.Line(blank=True, max_length=200)),
                ('author_account_id', models.UUIDField(null=True)),
                ('author_hat_id', models.UUIDField(null=True)),
                ('author_actor_id', models.UUIDField(null=True)),
                ('kind', ecotone.ground.fields.Code(choices=[('endorse', 'endorse'), ('contest', 'contest')], max_length=40)),
                ('words', ecotone.ground.fields.Words(blank=True, max_length=4000)),
                ('speaker_id', models.UUIDField()),
                ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ecosystem.actor')),
                ('stated', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='voices', to='care.statedneed')),
            ],
            options={
                'indexes': [models.Index(fields=['stated', 'created_at'], name='voices_of_need')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['endorse', 'contest'])), name='voice_kind'), models.CheckConstraint(condition=models.Q(('kind', ecotone.care.rules.needs.VoiceKind['ENDORSE']), models.Q(('words', ''), _negated=True), _connector='OR'), name='contested_in_words'), models.UniqueConstraint(condition=models.Q(('kind', ecotone.care.rules.needs.VoiceKind['ENDORSE'])), fields=('stated', 'speaker_id'), name='endorsed_once')],
            },
        ),
        migrations.CreateModel(
            name='Turn',
            fields=[
                ('id', models.UUIDField(default=ecotone.ground.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=ecotone.ground.clock.now, editable=False)),
                ('author', ecotone.ground.fields.Line(blank=True, max_length=200)),
                ('author_account_id', models.UUIDField(null=True)),
                ('author_hat_id', models.UUIDField(null=True)),
                ('author_actor_id', models.UUIDField(null=True)),
                ('became', ecotone.ground.fields.Code(choices=[('standing', 'standing'), ('met', 'met'), ('withdrawn', 'withdrawn')], max_length=40)),
                ('met_by', ecotone.ground.fields.Code(blank=True, choices=[('service', 'service'), ('referral', 'referral'), ('offer', 'offer'), ('institution', 'institution'), ('words', 'words')], max_length=40)),
                ('met_by_id', models.UUIDField(null=True)),
                ('words', ecotone.ground.fields.Words(blank=True, max_length=4000)),
                ('friction', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='turns', to='care.friction')),
                ('statedneed', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='turns', to='care.statedneed')),
                ('unmetneed', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='turns', to='care.unmetneed')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('became__in', ['standing', 'met', 'withdrawn'])), name='turn_became'), models.CheckConstraint(condition=models.Q(('met_by__in', ['', 'service', 'referral', 'offer', 'institution', 'words'])), name='turn_met_by'), models.CheckConstraint(condition=models.Q(models.Q(('friction', None), ('statedneed', None), ('unmetneed__isnull', False)), models.Q(('friction', None), ('statedneed__isnull', False), ('unmetneed', None)), models.Q(('friction__isnull', False), ('statedneed', None), ('unmetneed', None)), _connector='OR'), name='turn_of_one_thing'), models.CheckConstraint(condition=models.Q(models.Q(('became', ecotone.care.rules.needs.Standing['MET']), models.Q(('met_by', ''), _negated=True)), models.Q(('became', ecotone.care.rules.needs.Standing['MET']), _negated=True), _connector='OR'), name='met_by_something')],
            },
        ),
        migrations.RemoveConstraint(
            model_name='unmetneed',
            name='unmet_reason',
        ),
        migrations.AddField(
            model_name='unmetneed',
            name='noted_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ecosystem.actor'),
        ),
        migrations.AddField(
            model_name='unmetneed',
            name='state',
            field=ecotone.ground.fields.Code(choices=[('standing', 'standing'), ('met', 'met'), ('withdrawn', 'withdrawn')], default='standing', max_length=40),
        ),
        migrations.AddField(
            model_name='unmetneed',
            name='version',
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
        migrations.AlterField(
            model_name='unmetneed',
            name='origin',
            field=ecotone.ground.fields.Code(choices=[('referral', 'referral'), ('search', 'search')], max_length=40),
        ),
        migrations.AlterField(
            model_name='unmetneed',
            name='origin_id',
            field=models.UUIDField(help_text='the ask, or the page of results that the button stood on', null=True),
        ),
        migrations.AlterField(
            model_name='unmetneed',
            name='reason',
            field=ecotone.ground.fields.Code(blank=True, choices=[('no_capacity', 'no_capacity'), ('not_eligible', 'not_eligible'), ('out_of_area', 'out_of_area'), ('wrong_service', 'wrong_service'), ('insufficient_info', 'insufficient_info'), ('unsafe', 'unsafe'), ('could_not_contact', 'could_not_contact'), ('service_ended', 'service_ended'), ('no_reply', 'no_reply'), ('unclaimed', 'unclaimed'), ('partly', 'partly'), ('nothing_found', 'nothing_found')], max_length=40),
        ),
        migrations.AddIndex(
            model_name='unmetneed',
            index=models.Index(fields=['noted_by', '-on'], name='unmet_by_team'),
        ),
        migrations.AddConstraint(
            model_name='unmetneed',
            constraint=models.CheckConstraint(condition=models.Q(('reason__in', ['', 'no_capacity', 'not_eligible', 'out_of_area', 'wrong_service', 'insufficient_info', 'unsafe', 'could_not_contact', 'service_ended', 'no_reply', 'unclaimed', 'partly', 'nothing_found'])), name='unmet_reason'),
        ),
        migrations.AddConstraint(
            model_name='unmetneed',
            constraint=models.CheckConstraint(condition=models.Q(('origin__in', ['referral', 'search'])), name='unmet_origin'),
        ),
        migrations.AddConstraint(
            model_name='unmetneed',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['standing', 'met', 'withdrawn'])), name='unmet_state'),
        ),
        migrations.AddConstraint(
            model_name='unmetneed',
            constraint=models.UniqueConstraint(condition=models.Q(('state', ecotone.care.rules.needs.Standing['STANDING'])), fields=('origin', 'origin_id'), name='one_standing_an_ask'),
        ),
        migrations.AddConstraint(
            model_name='unmetneed',
            constraint=models.UniqueConstraint(condition=models.Q(('origin', ecotone.care.rules.needs.Origin['SEARCH'])), fields=('origin_id',), name='one_a_search'),
        ),
    ]
