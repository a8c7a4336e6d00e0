from django.db import migrations, models
from django.db.models import OuterRef, Subquery

import ecotone.ground.fields


def name_them(apps, schema_editor):
    people = apps.get_model("people", "Person").objects.filter(pk=OuterRef("person_id"))
    apps.get_model("people", "Relationship").objects.update(person_name=Subquery(people.values("name")))


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0007_legal_duties'),
    ]

    operations = [
        migrations.AddField(
            model_name='relationship',
            name='person_name',
            field=ecotone.ground.fields.Line(default='', help_text="the person's name, kept in step with it: a team's list is read in its order"),
            preserve_default=False,
        ),
        migrations.RunPython(name_them, migrations.RunPython.noop, elidable=True),
        migrations.AddIndex(
            model_name='relationship',
            index=models.Index(fields=['actor', 'person_name', 'person', 'since', 'until'], name='people_by_name'),
        ),
    ]
