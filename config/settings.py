"""Settings. Everything that differs between deployments comes from the environment and is listed in
docs/reference/settings.md; the rest is the same everywhere.
"""

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

import dj_database_url

from ecotone.access.providers import providers_of
from ecotone.access.rules import SECOND_STEP, roles_of
from ecotone.notices import rules as post

BASE = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("ECOTONE_DATA", BASE / "var")).resolve()
SWITCH = os.environ.get("ECOTONE_HTTPS", "")
if SWITCH not in ("", "0", "1"):
    raise ValueError("ECOTONE_HTTPS is 1, or is not set")
HTTPS = SWITCH == "1"


SHORTEST_SECRET = 50


def _secret(given: str | None, name: str) -> str:
    """What the environment says, or what was made once and is kept beside the data, readable by its owner alone.

    It is made beside its place and linked there whole: of processes that begin at once, all take the first one's.
    """
    if given and HTTPS and len(given) < SHORTEST_SECRET:
        raise ValueError(f"in production a {name} has at least {SHORTEST_SECRET} signs")
    if given:
        return given
    kept = DATA / name
    if not kept.exists():
        DATA.mkdir(parents=True, exist_ok=True)
        descriptor, made = tempfile.mkstemp(dir=DATA, prefix=f".{name}-")
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(60))
        with suppress(FileExistsError):
            os.link(made, kept)
        Path(made).unlink()
    return kept.read_text()


SECRET_KEY = _secret(os.environ.get("ECOTONE_SECRET_KEY"), "secret-key")
AUDIT_KEY = _secret(os.environ.get("ECOTONE_AUDIT_KEY"), "audit-key")
DEBUG = False
ALLOWED_HOSTS = os.environ.get("ECOTONE_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
if HTTPS and "*" in ALLOWED_HOSTS:
    raise ValueError("in production ECOTONE_HOSTS names the hosts, and is not *")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if HTTPS]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "django_cotton",
    "ecotone.access",
    "ecotone.ecosystem",
    "ecotone.notices",
    "ecotone.people",
    "ecotone.directory",
    "ecotone.care",
    "ecotone.observatory",
    "ecotone.adapters",
    "ecotone.rights",
    "ecotone.web",
]
AUTH_USER_MODEL = "access.Account"

DATABASE_URL = os.environ.get("DATABASE_URL") or f"sqlite:///{DATA / 'ecotone.sqlite3'}"
if not DATABASE_URL.startswith(("sqlite:", "postgres:", "postgresql:")):
    raise ValueError("DATABASE_URL starts with neither sqlite: nor postgres:")
DATABASES = {"default": dj_database_url.parse(DATABASE_URL, conn_max_age=600)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # FULL, so that what is acknowledged is on the disk: WAL's usual NORMAL may lose the last writes with the power.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # secure_delete, so that what is erased is overwritten, and not only forgotten.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
        "PRAGMA secure_delete=ON;",
    }

MAIL = post.server_of(os.environ.get("ECOTONE_MAIL", ""))
MAIL_FROM = post.sender_of(os.environ.get("ECOTONE_MAIL_FROM", ""), sends=MAIL is not None)
ADDRESS = post.site_of(
    os.environ.get("ECOTONE_ADDRESS", ""),
    fallback=f"https://{ALLOWED_HOSTS[0]}" if HTTPS else "http://127.0.0.1:8000",
)

CHI_SYSTEM = os.environ.get("ECOTONE_CHI_SYSTEM", "urn:oid:2.16.840.1.113883.2.1.3.2.4.16.53")

MIDDLEWARE = [
    "ecotone.web.headers.ContentPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "ecotone.web.narrowing.NarrowingMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "ecotone.web.staying.StayingMiddleware",
    "ecotone.web.principals.PrincipalMiddleware",
    "ecotone.web.hats.HatMiddleware",
    "ecotone.web.answering.AnsweringMiddleware",
]
ROOT_URLCONF = "config.urls"
FORM_RENDERER = "ecotone.web.forms.renderer.EcotoneRenderer"
CSRF_FAILURE_VIEW = "ecotone.web.pages.accounts.stale_page"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["ecotone.web.templatetags.hats"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "ecotone.web.context.everywhere",
            ],
        },
    }
]

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "sign_in"
SECOND_STEP_ROLES = SECOND_STEP | roles_of(os.environ.get("ECOTONE_SECOND_STEP_ROLES", ""))
IDENTITY_PROVIDERS = providers_of(os.environ.get("ECOTONE_IDENTITY_PROVIDERS", ""), https=HTTPS)
PROXIES = int(os.environ.get("ECOTONE_PROXIES", "0"))
SESSION_ENGINE = "ecotone.access.sessions"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
if HTTPS:
    # By such a name a browser takes a cookie from this very host alone, and by HTTPS.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
# Whether other names under the same domain are ready for HTTPS only is for whoever keeps the domain to say.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "ecotone.web.uploads.Bounded",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

UNUSED_DAYS = int(os.environ.get("ECOTONE_UNUSED_DAYS", "90"))
API_CALLS_A_MINUTE = int(os.environ.get("ECOTONE_API_CALLS_A_MINUTE", "600"))
API_UNKNOWN_CALLS_A_MINUTE = int(os.environ.get("ECOTONE_API_UNKNOWN_CALLS_A_MINUTE", "60"))
