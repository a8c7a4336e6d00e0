import datetime
import django.db.models.deletion
import django.db.models.expressions
import ecotone.ground.clock
import ecotone.ground.fields
import ecotone.ground.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ecosystem', '0002_registers'),
        ('people', '0006_departures_by_time'),
    ]

    operations = [
        migrations.CreateModel(
            name='LegalDuty',
            fields=[
                ('id', models.UUIDField(default=ecotone.ground.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=ecotone.ground.clock.now, editable=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('author', ecotone.ground.fields.Line(blank=True, max_length=200)),
                ('author_account_id', models.UUIDField(null=True)),
                ('author_hat_id', models.UUIDField(null=True)),
                ('author_actor_id', models.UUIDField(null=True)),
                ('kind', ecotone.ground.fields.Code(choices=[('adult_protection', 'adult_protection'), ('child_protection', 'child_protection'), ('incapacity', 'incapacity'), ('mental_health', 'mental_health'), ('public_health', 'public_health'), ('court_order', 'court_order')], max_length=40)),
                ('reference', ecotone.ground.fields.Words(help_text='the order, certificate or case, and who asked for it', max_length=2000)),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField()),
                ('ended_at', models.DateTimeField(help_text='when it was ended early, if it was', null=True)),
                ('ended_by', ecotone.ground.fields.Line(blank=True, max_length=200)),
                ('ended_reason', ecotone.ground.fields.Words(blank=True, max_length=2000)),
                ('told', models.BooleanField(help_text='whether the person has been told')),
                ('why_not_told', ecotone.ground.fields.Words(blank=True, max_length=2000)),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ecosystem.actor')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='duties', to='people.person')),
            ],
            options={
                'indexes': [models.Index(fields=['actor', 'person', 'until'], name='duties_of_actor'), models.Index(fields=['person', '-since'], name='duties_of_person'), models.Index(fields=['-since', '-id'], name='duties_by_time')],
                'constraints': [models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gt', models.F('since')), _connector='OR'), name='duty_period', violation_error_code='period'), models.CheckConstraint(condition=models.Q(('until__lte', django.db.models.expressions.CombinedExpression(models.F('since'), '+', models.Value(datetime.timedelta(days=184))))), name='duty_is_dated'), models.CheckConstraint(condition=models.Q(('kind__in', ['adult_protection', 'child_protection', 'incapacity', 'mental_health', 'public_health', 'court_order'])), name='duty_kind'), models.CheckConstraint(condition=models.Q(('reference', ''), _negated=True), name='duty_says_what'), models.CheckConstraint(condition=models.Q(('author_account_id__isnull', False)), name='duty_is_somebodys_word'), models.CheckConstraint(condition=models.Q(('told', True), models.Q(('why_not_told', ''), _negated=True), _connector='OR'), name='duty_told_or_why_not'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_by', ''), ('ended_reason', '')), models.Q(('ended_at__gte', models.F('since')), models.Q(('ended_by', ''), _negated=True), models.Q(('ended_reason', ''), _negated=True)), _connector='OR'), name='duty_ended_whole')],
            },
        ),
        migrations.CreateModel(
            name='DutyPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', ecotone.ground.fields.Code(choices=[('identity', 'identity'), ('contact', 'contact'), ('matters', 'matters'), ('history', 'history'), ('works', 'works'), ('harms', 'harms'), ('my_people', 'my_people'), ('circle', 'circle'), ('involved', 'involved'), ('encounters', 'encounters'), ('outcomes', 'outcomes'), ('referrals', 'referrals'), ('identifiers', 'identifiers')], max_length=40)),
                ('duty', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='opened', to='people.legalduty')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('duty', 'part'), name='part_of_duty_once'), models.CheckConstraint(condition=models.Q(('part__in', ['identity', 'contact', 'matters', 'history', 'works', 'harms', 'my_people', 'circle', 'involved', 'encounters', 'outcomes', 'referrals', 'identifiers'])), name='duty_part')],
            },
        ),
    ]
