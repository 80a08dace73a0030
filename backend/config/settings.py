"""All settings, read once from the environment. docs/production.md lists what may be set.

What is wrong is gathered in `env.problems`; `backend.config.start` refuses to start with any.
"""

from __future__ import annotations

from pathlib import Path
from secrets import token_urlsafe
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from backend.config import agreement, logs, secrets, values, version
from backend.config.environment import Environment

env = Environment()
VERSION = version.VERSION
BASE_DIR = Path(__file__).resolve().parents[2]
DATA_DIR = env.folder("STAPSTEEN_DATA", BASE_DIR / ".data")
DEBUG = env.flag("DEBUG", False)

# Several secrets, separated by commas, rotate: the first signs and encrypts, the others still open.
_SECRETS = env.listed("STAPSTEEN_SECRET", [], check=values.secret_wrong) or [
    token_urlsafe()  # nothing starts without one of its own
]
SECRET_KEY = secrets.derive(_SECRETS[0], "signing")
SECRET_KEY_FALLBACKS = [secrets.derive(secret, "signing") for secret in _SECRETS[1:]]
ENCRYPTION_KEYS = [secrets.derive(secret, "encryption") for secret in _SECRETS]

PUBLIC_URL = values.url(env.text("STAPSTEEN_URL", "http://localhost:8000", check=values.url_wrong))
_HOST = values.in_brackets(urlsplit(PUBLIC_URL).hostname or "localhost")
ALLOWED_HOSTS = env.listed(
    "STAPSTEEN_HOSTS",
    sorted({"localhost", "127.0.0.1", "[::1]", _HOST}),
    check=values.allowed_host_wrong,
)
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
EXAMPLE_MODE = env.flag("EXAMPLE_MODE", False)
MAILBOX_URL = env.text("STAPSTEEN_MAILBOX_URL", check=values.link_wrong)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django_htmx",
    "template_partials.apps.SimpleAppConfig",
    "tree_queries",
    "pgtrigger",
    "allauth",
    "allauth.account",
    "rest_framework",
    "drf_spectacular",
    "django_filters",
    "csp",
    "backend.tenancy",
    "backend.events",
    "backend.jobs",
    "backend.photos",
    "backend.web",
    "backend.organisations",
    "backend.outbox",
    "backend.messaging",
    "backend.inbox",
    "backend.accounts",
    "backend.listening",
    "backend.initiatives",
    "backend.successes",
    "backend.board",
    "backend.pages",
    "backend.api",
    "backend.example",
]

MIDDLEWARE = [
    "backend.web.requests.RequestMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "backend.web.heads.HeadMiddleware",
    "backend.config.compression.TextGZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "backend.web.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "backend.web.charsets.CharsetMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "backend.accounts.devices.DeviceMiddleware",
    "backend.web.limits.LimitMiddleware",
    "backend.web.middleware.DraftMiddleware",
    "backend.organisations.middleware.OrganisationMiddleware",
]
CSRF_FAILURE_VIEW = "backend.web.middleware.csrf_failure"

ROOT_URLCONF = "backend.config.urls"
WSGI_APPLICATION = "backend.config.wsgi.application"
# Named here, for the library's own choice keeps what was read also while templates are being written.
_READ = [
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]
_LOADERS = _READ if DEBUG else [("django.template.loaders.cached.Loader", _READ)]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "frontend" / "templates"],
        "OPTIONS": {
            "loaders": [("template_partials.loader.Loader", _LOADERS)],
            "builtins": [
                "backend.web.templatetags.typed_by",
                "template_partials.templatetags.partials",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "backend.pages.context.frame",
            ],
        },
    },
]

DATABASES = {
    "default": {
        **env.database("DATABASE_URL", "postgresql:///stapsteen"),
        "CONN_MAX_AGE": env.whole("DATABASE_CONN_MAX_AGE", 600, least=0, most=86_400),
        "CONN_HEALTH_CHECKS": True,
    }
}
# The dispatcher's LISTEN does not pass a transaction pooler: it may be given an address of its own.
DATABASE_URL = env.text("DATABASE_URL", "postgresql:///stapsteen")
DATABASE_DIRECT_URL = env.text("DATABASE_DIRECT_URL", DATABASE_URL, check=values.database_wrong)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.text("REDIS_URL", "redis://localhost:6379/0", check=values.broker_wrong)
CACHES = {
    "default": {
        "BACKEND": "backend.config.cache.ForgivingRedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "stapsteen",
        "OPTIONS": {"socket_timeout": 0.5, "socket_connect_timeout": 0.5},
    }
}

AUTH_USER_MODEL = "organisations.Person"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["name", "email"]},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "root:home"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "backend.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "backend.accounts.forms.LoginForm",
    "request_login_code": "backend.accounts.forms.RequestLoginCodeForm",
    "confirm_login_code": "backend.accounts.forms.ConfirmLoginCodeForm",
    "reset_password": "backend.accounts.forms.ResetPasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
# Nobody signs up by themselves (the adapter says so); without password1 here allauth would also
# take the password off the sign-in page.
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 900
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_PREVENT_ENUMERATION = True
# The library's own one keeps a second list of addresses, in which an old one lives on.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"
# By address (`ip`), and by person and address (`key`, see `backend.accounts.limits`): where the library
# would count by person, whoever tries, ours has a name of its own. Its keys begin so that they are
# counted while the cache is away.
ACCOUNT_RATE_LIMITS = {
    "login_failed": "10/m/ip,5/5m/key",
    "request_login_code": "20/m/ip",
    "request_login_code_from_here": "3/m/key",
    "reset_password": "20/m/ip",
    "reset_password_from_here": "5/m/key",
    "change_address": "3/m/key,10/h/key",
    "confirm_address": "20/h/key",
    "setup_code": "10/m/ip,60/h/ip",
}
ACCOUNT_SESSION_REMEMBER = True

# How many proxies stand in front, each adding a name to X-Forwarded-For: the limits on signing in
# count by the address that the outermost of them saw.
TRUSTED_PROXIES = env.whole("TRUSTED_PROXIES", 0, least=0, most=10)
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
# Asked for on the first page of an empty installation, where it is set.
SETUP_CODE = env.text("SETUP_CODE", check=values.setup_code_wrong)

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
_HTTPS = PUBLIC_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if _HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}

LANGUAGE_CODE = "en"
LANGUAGES = [("nl", _("Dutch")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "frontend" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
# The build writes hashed names with a manifest: whitenoise serves that folder as it is.
STATIC_ROOT = BASE_DIR / "frontend" / "static"
WHITENOISE_MAX_AGE = 31_536_000
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "backend.photos.storage.WholeFiles"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
PHOTO_MAX_BYTES = 40 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "backend.web.uploads.WholeOrNothing",
]

SMTP_HOST = env.text("SMTP_HOST", "localhost", check=values.mail_host_wrong)
SMTP_PORT = env.whole("SMTP_PORT", 25, least=1, most=65_535)
SMTP_USER = env.text("SMTP_USER")
SMTP_PASSWORD = env.text("SMTP_PASSWORD")
SMTP_TLS = env.choice("SMTP_TLS", "none", ("none", "starttls", "tls"))
SMTP_TIMEOUT = env.seconds("SMTP_TIMEOUT", 20.0, least=0.1, most=600)
MAIL_FROM = env.text("MAIL_FROM", "stapsteen@localhost", check=values.mail_from_wrong)
# Messages a minute that the mail service allows; 0 means unlimited.
MAIL_PER_MINUTE = env.whole("MAIL_PER_MINUTE", 0, least=0, most=1_000_000)

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["backend.api.authentication.TokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["backend.api.authentication.HasToken"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_PAGINATION_CLASS": "backend.api.pagination.Cursor",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "EXCEPTION_HANDLER": "backend.api.refusals.refused",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_THROTTLE_CLASSES": ["backend.api.throttling.PerToken"],
    "PAGE_SIZE": 50,
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Stapsteen",
    "VERSION": "1.0.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "backend.api.description.refusals",
    ],
}

# Opens `/metrics` to who sends it as a bearer token; without one there is no such page.
METRICS_TOKEN = env.text("METRICS_TOKEN", check=values.token_wrong)

LOG_LEVEL = env.choice("LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR"))
logs.begin()
# One JSON object a line; ids only, never what people wrote or where they can be reached.
LOGGING = logs.settings(
    LOG_LEVEL,
    logs.secrets_in(
        *_SECRETS, SMTP_PASSWORD, SETUP_CODE, METRICS_TOKEN, DATABASE_URL, DATABASE_DIRECT_URL,
        REDIS_URL,
    ),
)  # fmt: skip

# Addresses are unique whatever their case: a constraint on lower(email) sees to it.
# A default of half past eight in the morning looks to Django, at half past eight, like a "now". And
# that a constraint in SQL is not asked before saving is known: the service asks first.
SILENCED_SYSTEM_CHECKS = ["auth.W004", "fields.W161", "models.W045"]

# How many deliveries of an announcement are written in one transaction.
FANOUT_PAGE = env.whole("FANOUT_PAGE", 5000, least=1, most=1_000_000)
# How long a claimed delivery may stay in one sender's hands before it counts as lost.
DELIVERY_LEASE_SECONDS = env.seconds("DELIVERY_LEASE_SECONDS", 120.0, least=1, most=86_400)
# How many failures in a row pause the mail server, and for how long at first.
TRANSPORT_FAILURES = env.whole("TRANSPORT_FAILURES", 3, least=1, most=1000)
TRANSPORT_PAUSE_SECONDS = env.seconds("TRANSPORT_PAUSE_SECONDS", 10.0, least=0.01, most=3600)
# An announcement can be called back for this long.
ANNOUNCEMENT_SECONDS = env.seconds("ANNOUNCEMENT_SECONDS", 60.0, most=86_400)
# How often beat looks for what was left behind, such as when the broker was emptied.
SWEEP_SECONDS = env.seconds("SWEEP_SECONDS", 15.0, least=0.1, most=3600)

agreement.look_over(env, globals())
