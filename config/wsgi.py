"""The WSGI entry. Production refuses to start on a demo, whose one-click sign-in lets anyone be anyone; and nothing
is served from a PostgreSQL whose row-level security is not in place, since each request counts on it.
"""

import os

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

from ecotone.access import fences, queries  # noqa: E402 (models load only once Django is awake)

if settings.HTTPS and (mark := queries.deployment()) and mark.is_demo:
    raise ImproperlyConfigured(
        "ECOTONE_HTTPS=1 says that this is production, and this database holds a demo, which lets anyone sign in as "
        "anyone. Choose another database by DATABASE_URL or ECOTONE_DATA, or unset ECOTONE_HTTPS to look at the demo."
    )
if lacking := fences.missing():
    raise ImproperlyConfigured(fences.in_words(lacking))
