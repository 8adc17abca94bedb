"""Settings of the site.  Everything an operator may change is an environment variable, listed in .env.example."""

import secrets
from pathlib import Path
from typing import Any

import environ
from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from idiaspora.content_security import sign_in_origins

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent
env.read_env(BASE_DIR / ".env")

# Everything that the site writes is under this one folder: database, search index, media, secret key.
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var"))).resolve()
VAR_DIR.mkdir(parents=True, exist_ok=True)


def read_secret_key() -> str:
    """The key from SECRET_KEY, else one made at the first start and kept beside the data, readable by the owner
    alone."""
    if key := env.str("SECRET_KEY", default=""):
        return key
    path = VAR_DIR / "secret-key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()


DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = read_secret_key()
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
BASE_URL = env.str("BASE_URL", default="http://127.0.0.1:8000")
CSRF_TRUSTED_ORIGINS = [BASE_URL]
SECURE_COOKIES = BASE_URL.startswith("https://")

INSTALLED_APPS = [
    "idiaspora",
    "opportunities",
    "resources",
    "profiles",
    "search",
    "taxonomy",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.google",
    "allauth.socialaccount.providers.facebook",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "allauth.usersessions",
    "taggit",
    "modelcluster",
    "wagtail.contrib.settings",
    "wagtail.snippets",
    "wagtail.users",
    "wagtail.images",
    "wagtail.documents",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "django_htmx",
    "django_tasks_db",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "idiaspora.page_cache.PageCacheMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # with random bytes against BREACH, since Django 4.2
    "csp.middleware.CSPMiddleware",
    "idiaspora.middleware.AdminContentSecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "idiaspora.middleware.ExpiredSessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "idiaspora.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "idiaspora.ratelimits.RateLimitMiddleware",
    "idiaspora.budgets.BudgetMiddleware",
    "idiaspora.staff.SecondFactorMiddleware",
    "idiaspora.staff.AccessLogMiddleware",
    "idiaspora.middleware.BadInputMiddleware",
    "idiaspora.middleware.TimezoneMiddleware",
    "search.middleware.SearchMiddleware",
]

ROOT_URLCONF = "idiaspora.urls"
WSGI_APPLICATION = "idiaspora.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["idiaspora.templatetags.icons"],
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
                "csp.context_processors.nonce",
                "idiaspora.context_processors.site",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Data ------------------------------------------------------------------------------------------------------------
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # With Django's defaults most concurrent read-then-write transactions fail with «database is locked».
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    # What the address says goes first: ?conn_max_age=0&disable_server_side_cursors=true behind a pooler.
    DATABASES["default"] = {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True, **DATABASES["default"]}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", default="")
# `pages`: kept for visitors, and known to all processes, without Redis by files.
CACHES: dict[str, dict[str, Any]] = (
    {
        "default": {"BACKEND": "idiaspora.caches.TolerantRedisCache", "LOCATION": REDIS_URL},
        "pages": {"BACKEND": "idiaspora.caches.TolerantRedisCache", "LOCATION": REDIS_URL, "KEY_PREFIX": "pages"},
    }
    if REDIS_URL
    else {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
        "pages": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": VAR_DIR / "pages",
            "OPTIONS": {"MAX_ENTRIES": 1_000},
        },
    }
)
# The longest that a page is kept for visitors; it goes at once when what it shows changes. 0: none is kept.
PAGE_CACHE_SECONDS = env.int("PAGE_CACHE_SECONDS", default=0 if DEBUG else 60)

MEDIA_ROOT = VAR_DIR / "media"
MEDIA_URL = "/media/"
PRIVATE_ROOT = VAR_DIR / "private"  # what no address leads to: evidence for moderators, files of applications
PRIVATE_ROOT.mkdir(mode=0o700, exist_ok=True)
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)  # WhiteNoise warns at each start when it is not there
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# What pictures for social networks are written in: any font file with the letters of the site's languages.
PICTURE_FONT = env.str("PICTURE_FONT", default=str(BASE_DIR / "idiaspora" / "data" / "fonts" / "DejaVuSans-Bold.ttf"))

FRAME_SECONDS = 30  # how soon a process shows an appearance or a footer that another has changed

# --- Search ----------------------------------------------------------------------------------------------------------
SEARCH_INDEX_DIR = VAR_DIR / "index"  # of the embedded engine, which searches unless there is a cluster
# With a cluster the outbox is drained by `worker` (manage.py search work), by `task` (a worker of django-tasks), or at
# each `commit`, within the request: for trying things out.
SEARCH_DRAIN = env.str("SEARCH_DRAIN", default="commit" if DEBUG else "worker")
ELASTICSEARCH = {
    "hosts": env.list("ELASTICSEARCH_URL", default=[]),  # parted by commas
    "api_key": env.str("ELASTICSEARCH_API_KEY", default=""),
    "username": env.str("ELASTICSEARCH_USERNAME", default=""),
    "password": env.str("ELASTICSEARCH_PASSWORD", default=""),
    "ca_certs": env.str("ELASTICSEARCH_CA_CERTS", default=""),  # a PEM file, for a cluster with its own authority
    "index_prefix": env.str("ELASTICSEARCH_INDEX_PREFIX", default="idiaspora"),
    "shards": env.int("ELASTICSEARCH_SHARDS", default=1),
    "replicas": env.int("ELASTICSEARCH_REPLICAS", default=0),
    "search_timeout": env.float("ELASTICSEARCH_SEARCH_TIMEOUT", default=0.8),  # seconds that a page waits
    "write_timeout": env.float("ELASTICSEARCH_WRITE_TIMEOUT", default=30.0),  # seconds that a worker waits
}

# --- Sign-in ---------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "idiaspora.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "for-you"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "idiaspora.accounts.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "idiaspora.accounts.SocialAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a changed password or a new way to sign in is told by e-mail
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# A change of the ways in asks for the password or the second factor again.
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_FORMS = {"signup": "idiaspora.signing_up.SignupForm"}
# What keeps programs from signing up: a class of idiaspora.challenges, or one's own; "" for nothing.
SIGNUP_CHALLENGE = env.str("SIGNUP_CHALLENGE", default="idiaspora.challenges.TimedField")
ACCOUNT_RATE_LIMITS = {"signup": "5/m/ip,30/d/ip"}  # the others are allauth's defaults
SIGNUPS_PER_NETWORK = env.int("SIGNUPS_PER_NETWORK", default=100)  # in a day; 0 is no limit
# Second factors: an app, security keys and passkeys, codes on paper.
MFA_ADAPTER = "idiaspora.accounts.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1  # a clock may be half a minute off
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG  # http://localhost
# Nobody opens /admin/ without a second factor.
REQUIRE_STAFF_MFA = env.bool("REQUIRE_STAFF_MFA", default=not DEBUG)
# How many proxies stand in front of the site; without it all visitors behind them share one rate limit.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
# Accounts are never linked because two addresses are the same: whoever controls a provider could take over an account.
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_QUERY_EMAIL = True


def provider_app(prefix: str, /, **extra: object) -> list[dict[str, object]]:
    """The OAuth client of a provider from PREFIX_CLIENT_ID and PREFIX_CLIENT_SECRET; none when they are not set."""
    client_id = env.str(f"{prefix}_CLIENT_ID", default="")
    if not client_id:
        return []
    return [{"client_id": client_id, "secret": env.str(f"{prefix}_CLIENT_SECRET", default=""), "key": "", **extra}]


SOCIALACCOUNT_PROVIDERS: dict[str, dict[str, Any]] = {
    "google": {"APPS": provider_app("GOOGLE"), "SCOPE": ["profile", "email"], "OAUTH_PKCE_ENABLED": True},
    "facebook": {"APPS": provider_app("FACEBOOK"), "METHOD": "oauth2", "SCOPE": ["email", "public_profile"]},
    # LinkedIn signs people in by OpenID Connect.
    "openid_connect": {
        "APPS": provider_app(
            "LINKEDIN",
            provider_id="linkedin",
            name="LinkedIn",
            settings={
                "server_url": env.str("LINKEDIN_SERVER_URL", default="https://www.linkedin.com/oauth"),
                "token_auth_method": "client_secret_post",
            },
        ),
    },
}

# Who sends mail and does other work that follows a change: the request itself, or, with `database`, a worker
# (manage.py db_worker) that finds it in the database; no request then waits for a mail server.
TASKS = {
    "default": {
        "BACKEND": {
            "immediate": "django_tasks.backends.immediate.ImmediateBackend",
            "database": "django_tasks_db.DatabaseBackend",
        }[env.str("TASKS", default="immediate")]
    }
}

EMAIL_CONFIG = env.email("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", default=10)  # seconds: a page waits for the mail server no longer
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="iDiaspora <noreply@localhost>")

# --- Languages and time ----------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("ru", _("Russian")), ("fr", _("French")), ("es", _("Spanish")), ("ar", _("Arabic"))]
LOCALE_PATHS = [BASE_DIR / "idiaspora" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# --- Security --------------------------------------------------------------------------------------------------------
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_COOKIES
SESSION_COOKIE_HTTPONLY = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"  # the editors' preview shows pages in a frame
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=0)
if env.bool("BEHIND_TLS_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CONTENT_SECURITY_POLICY = {
    # The admin has a policy of its own: idiaspora.middleware.AdminContentSecurityMiddleware.
    "EXCLUDE_URL_PREFIXES": ("/admin/",),
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF, *sign_in_origins(SOCIALACCOUNT_PROVIDERS)],
        "frame-ancestors": [SELF],
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
# How many requests one visitor may make, and in how many seconds: idiaspora/ratelimits.py.
RATE_LIMITS = {"write": (60, 60), "enumerate": (300, 60)}
# What one may look at in a day, as a member and as a visitor; 0 is no limit: idiaspora/budgets.py.
DAILY_BUDGETS = {
    "profiles": (env.int("PROFILES_PER_DAY", default=300), env.int("PROFILES_PER_DAY_VISITOR", default=60)),
    "searches": (env.int("SEARCHES_PER_DAY", default=600), env.int("SEARCHES_PER_DAY_VISITOR", default=200)),
}

# For how many days something is kept before `manage.py retention` clears it away; 0 is for ever (departures: at once).
RETENTION = {
    "departures": env.int("KEEP_DEPARTED_DAYS", default=14),  # accounts whose owner asked to delete them
    "unconfirmed": env.int("KEEP_UNCONFIRMED_DAYS", default=7),  # accounts that nobody has ever entered
    "invitations": env.int("KEEP_INVITATIONS_DAYS", default=30),  # those that were used, withdrawn or ignored
    "application_drafts": env.int("KEEP_APPLICATION_DRAFTS_DAYS", default=180),  # begun or withdrawn, untouched since
    "applications": env.int("KEEP_APPLICATIONS_DAYS", default=365),  # after the post has closed
    "file_requests": env.int("KEEP_FILE_REQUESTS_DAYS", default=365),  # for files, refused, taken back or ended
    # After so long without a log-in a member is reminded, and so long after that the profile is out of sight.
    "inactive": env.int("REMIND_INACTIVE_DAYS", default=730),
    "reminded": env.int("HIDE_INACTIVE_DAYS", default=30),
}

# --- Wagtail ---------------------------------------------------------------------------------------------------------
# Whether lists of people and organizations, and their map, are for members alone.  Public profiles stay public.
DIRECTORY_FOR_MEMBERS_ONLY = env.bool("DIRECTORY_FOR_MEMBERS_ONLY", default=False)

WAGTAIL_SITE_NAME = env.str("SITE_NAME", default="iDiaspora")
WAGTAILADMIN_BASE_URL = BASE_URL
# Wagtail's own log-in form knows no rate limit; allauth's does.
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAIL_WORKFLOW_ENABLED = True
# Nothing of the editors' work is told to others: no pictures from Gravatar, no question for newer versions.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

# --- Tags ------------------------------------------------------------------------------------------------------------
TAGGIT_CASE_INSENSITIVE = True
TAGGIT_STRIP_UNICODE_WHEN_SLUGIFYING = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    # Wagtail updates its reference index by a task after each save; that each began and ended is no news.  Nor is each
    # request to Elasticsearch.
    "loggers": {"django_tasks": {"level": "WARNING"}, "elastic_transport": {"level": "WARNING"}},
}
