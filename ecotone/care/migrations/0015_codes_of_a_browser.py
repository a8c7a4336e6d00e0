from django.db import migrations

import ecotone.ground.fields


class Migration(migrations.Migration):

    dependencies = [
        ('care', '0014_found_without_reading_all'),
    ]

    operations = [
        # A code that was sent before is nobody's now: it would have been over after ten minutes.
        migrations.AddField(
            model_name='linkcode',
            name='browser_hash',
            field=ecotone.ground.fields.Code(default='', max_length=64),
            preserve_default=False,
        ),
    ]
