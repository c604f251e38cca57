"""Settings, by environment. A site whose ORIGIN is not this machine runs in production mode, which refuses unsafe values."""

import zoneinfo

from django.core.exceptions import ImproperlyConfigured

from .catalogues import compiled
from .environment import BASE_DIR, data_dir, env, host_of, is_loopback, local_secret
from .schedule import SCHEDULE

ORIGIN = env.str("ORIGIN", default="http://localhost:8000").rstrip("/")
MODE = env.str("HUB_MODE", default="local" if is_loopback(ORIGIN) else "production")
PRODUCTION = MODE == "production"
DEBUG = env.bool("DEBUG", default=False)

DATABASE_URL = env.str("DATABASE_URL", default=f"sqlite:///{BASE_DIR / 'var' / 'hub.sqlite3'}")
HUB_DATA = data_dir(DATABASE_URL)
SECRET_KEY = env.str("SECRET_KEY", default="") or ("" if PRODUCTION else local_secret(HUB_DATA))
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
# Signs links in mails that must work for ever; outlives a change of SECRET_KEY.
TOKEN_KEY = env.str("TOKEN_KEY", default="") or SECRET_KEY
# Keys the hashes by which erased and suppressed addresses are known; may never change.
ADDRESS_KEY = env.str("ADDRESS_KEY", default="") or TOKEN_KEY
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[]) or sorted({host_of(ORIGIN)} | (set() if PRODUCTION else {"localhost", "127.0.0.1"}))
CSRF_TRUSTED_ORIGINS = [ORIGIN]
# Only then are X-Forwarded-Proto and the last hop of X-Forwarded-For believed.
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
# All sign-ups on public forms together within an hour; more are asked to come later.
SIGN_UPS_AN_HOUR = env.int("SIGN_UPS_AN_HOUR", default=1000)
# Whether the proof of consent holds the IP address it came from.
CONSENT_KEEP_IP = env.bool("CONSENT_KEEP_IP", default=True)
KEEP_CARDS_DAYS = env.int("KEEP_CARDS_DAYS", default=90)
KEEP_PROOF_DAYS = env.int("KEEP_PROOF_DAYS", default=3 * 365)
# How long a reviewer has before a letter counts as overdue on the desk.
REVIEW_HOURS = env.int("REVIEW_HOURS", default=24)
# How long before that whoever may decide is reminded.
REVIEW_REMIND_HOURS = env.int("REVIEW_REMIND_HOURS", default=4)
# Times of day between which no letter leaves, on the clock of the seller's shop: 21:00-08:00. Empty: letters leave at any hour.
QUIET_HOURS = env.str("QUIET_HOURS", default="")
# How many letters may leave on each day of a new sending domain (sellers.delivery.warm_up). Empty: as many as there are.
WARM_UP = env.str("WARM_UP", default="")

INSTALLED_APPS = [
    # roof and attic first: their templates win
    "hub.config.apps.HubConfig",
    "hub.demo",
    "sellers.desk",
    "sellers.tracking",
    "sellers.delivery",
    "sellers.newsletters",
    "sellers.audience",
    "sellers.profiles",
    "brandguard",
    "hub.accounts",
    "hub.company",
    "hub.common",
    "wagtail.contrib.settings",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "guardian",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "csp",
    "anymail",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
]
# Widgets too take our templates before Wagtail's: three of Wagtail's have inline scripts.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "hub.accounts.middleware.IdleMiddleware",
    "hub.accounts.middleware.SecondFactorMiddleware",
    "hub.accounts.middleware.AdminViewsMiddleware",
    "hub.common.middleware.RefusalsMiddleware",
    "csp.middleware.CSPMiddleware",
]

ROOT_URLCONF = "hub.config.urls"
WSGI_APPLICATION = "hub.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    },
]

DATABASES = {"default": env.db_url_config(DATABASE_URL)}
DATABASES["default"]["ATOMIC_REQUESTS"] = False
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    HUB_DATA.mkdir(parents=True, exist_ok=True)
    # Without IMMEDIATE a third of contended transactions fail (measured: 419 of 1,200); with it none.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-16000;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

BROKER_URL = env.str("BROKER_URL", default="")
EMBEDDED = not BROKER_URL
CELERY_BROKER_URL = BROKER_URL or ("memory://" if MODE == "test" else "doorbells://localhost/")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
# A ring that was not heard before the next one is due is dropped: a worker that was away does not find thousands.
CELERY_BEAT_SCHEDULE = {
    name: {**entry, "options": {"expires": entry["schedule"]} if isinstance(entry["schedule"], float) else {}}
    for name, entry in SCHEDULE.items()
}
CELERY_BEAT_SCHEDULER = "hub.config.celery:Timetable"
CELERY_BEAT_SCHEDULE_FILENAME = str(HUB_DATA / "celerybeat-schedule")
CELERY_TIMEZONE = "UTC"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
if EMBEDDED:
    CELERY_BROKER_TRANSPORT_OPTIONS = {"folder": str(HUB_DATA / "doorbells"), "polling_interval": 0.25}

# Wagtail's side work: to the worker after commit, or at once when there is no broker.
SIDE_WORK = "django_tasks.backends.immediate.ImmediateBackend" if EMBEDDED else "hub.config.tasks_backend.CeleryOnCommit"
TASKS = {"default": {"BACKEND": SIDE_WORK}}

if BROKER_URL.startswith(("redis://", "rediss://", "unix://")):
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": BROKER_URL, "KEY_PREFIX": "hub"}}
else:
    # Rate limits must hold over all processes, so a cache of one process would not do.
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "hub_common_cache"}}
# Wagtail would write each picture into the cache whenever a page shows it, a commit for each in a database. Reading the row costs less.
CACHES["renditions"] = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}

# Mail: the transport of letters (sellers.delivery) and of single mails (hub.common.outbox) read the same address.
EMAIL_URL = env.str("EMAIL_URL", default="smtp://127.0.0.1:1025")
vars().update(env.email_url_config(EMAIL_URL))
EMAIL_TIMEOUT = 20
# Connections of one worker to the mail server; fewer where the server does not take so many.
EMAIL_CONNECTIONS = env.int("EMAIL_CONNECTIONS", default=4)
LETTER_TRANSPORT = env.str("LETTER_TRANSPORT", default="smtp")
MAIL_DOMAIN = env.str("MAIL_DOMAIN", default="letters.example")
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default=f"hello@{MAIL_DOMAIN}")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# DKIM: the selector under which the public key is published, and the private key's file (empty: letters are not signed here).
DKIM_SELECTOR = env.str("DKIM_SELECTOR", default="letters")
DKIM_KEY_FILE = env.str("DKIM_KEY_FILE", default="")
JOURNAL_DIR = HUB_DATA / "journal"
# Names this installation to its database. Machines that send from one database together get the same; else a file under HUB_DATA is used.
INSTALLATION_ID = env.str("INSTALLATION_ID", default="")
# Where bounces, complaints and answers come in: imap+ssl://, pop3+ssl:// or maildir://. Read every minute.
INBOUND_URL = env.str("INBOUND_URL", default="")
# "seller": answers go straight to her mailbox. "inbound": to her address on MAIL_DOMAIN, whose mail comes in here and is passed on.
REPLIES_TO = env.str("REPLIES_TO", default="seller")
# The most that may be counted of what readers do: off, anonymous or personal. The brand kit may want less.
TRACKING = env.str("TRACKING", default="personal")
RECORDS_DIR = HUB_DATA / "records"
# "name:password" that the mail service's calls carry; without it there is no door for them.
ESP_WEBHOOK_SECRET = env.str("ESP_WEBHOOK_SECRET", default="")
ANYMAIL = {"WEBHOOK_SECRET": ESP_WEBHOOK_SECRET} | env.json("ANYMAIL", default={})

AUTH_USER_MODEL = "hub_accounts.User"
SILENCED_SYSTEM_CHECKS = [
    "guardian.W001",  # guardian is asked through sellers.profiles.backends, which knows how long a grant counts
    "auth.W004",  # e-mail is unique by a constraint over its lower case, which the check cannot see
    "security.W019",  # our own pages are shown in a frame: the editor's preview. CSP's frame-ancestors shuts out everybody else
]
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
    "sellers.profiles.backends.DatedGrants",
]
ANONYMOUS_USER_NAME = None
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "hub.accounts.passwords.NotOurOwnWords"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/admin/"
ACCOUNT_ADAPTER = "hub.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are made by an administrator or an invitation sent to the address
# Leads and administrators sign in with a second factor. Off locally, so that a try-out stays simple.
REQUIRE_MFA = env.bool("REQUIRE_MFA", default=PRODUCTION)
MFA_TOTP_ISSUER = "Letters"
# A phone's clock may be half a minute off.
MFA_TOTP_TOLERANCE = 1
MFA_ADAPTER = "hub.accounts.passkeys.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION  # browsers trust http on localhost alone
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = ORIGIN.split("://", 1)[0]
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # a stranger's mailbox is not ours to write to
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""  # allauth would put the Host header there
ACCOUNT_FORMS = {"reset_password": "hub.accounts.forms.ResetPasswordForm"}
# How long an invitation works.
INVITATION_DAYS = env.int("INVITATION_DAYS", default=7)

# The company's own sign-in by OpenID Connect: off without an issuer. It tells who somebody is, never what she may do, unless mapped here.
OIDC_ISSUER = env.str("OIDC_ISSUER", default="")
OIDC_CLIENT_ID = env.str("OIDC_CLIENT_ID", default="")
OIDC_CLIENT_SECRET = env.str("OIDC_CLIENT_SECRET", default="")
OIDC_NAME = env.str("OIDC_NAME", default="company account") if OIDC_ISSUER else ""
# For providers that never say that they checked an address, such as Microsoft's.
OIDC_TRUST_EMAIL = env.bool("OIDC_TRUST_EMAIL", default=False)
OIDC_ROLE_CLAIM = env.str("OIDC_ROLE_CLAIM", default="")
OIDC_ROLES = env.dict("OIDC_ROLES", default={})
SOCIALACCOUNT_ADAPTER = "hub.accounts.provider.ProviderAdapter"
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False  # hub.accounts.provider decides whose address it is
SOCIALACCOUNT_STORE_TOKENS = False
_OIDC_APP = {"provider_id": "company", "name": OIDC_NAME, "client_id": OIDC_CLIENT_ID, "secret": OIDC_CLIENT_SECRET}
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "provider_class": "hub.accounts.openid.provider.CompanyProvider",
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [{**_OIDC_APP, "settings": {"server_url": OIDC_ISSUER}}] if OIDC_ISSUER else [],
    }
}
# Per address of the visitor and per account; counted in the shared cache. Failed sign-ins: five in five minutes, then wait.
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "20/m/ip,5/300s/key",
    "reset_password": "20/m/ip,5/h/key",
    "reset_password_from_key": "20/m/ip",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
}

WAGTAIL_SITE_NAME = "Letters"
WAGTAILADMIN_BASE_URL = ORIGIN
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAIL_FINISH_WORKFLOW_ACTION = "sellers.newsletters.finish.finish_workflow"
WAGTAILIMAGES_IMAGE_FORM_BASE = "sellers.newsletters.forms.PictureForm"
WAGTAILEMBEDS_FINDERS: list[dict] = []  # nothing is fetched from an address that a user named
# SQLite's full-text ranking took 9 s at 80,000 rows (measured); the fall-back 33 ms.
SEARCH = "wagtail.search.backends.database" + (".fallback" if "sqlite" in DATABASES["default"]["ENGINE"] else "")
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": SEARCH}}

USE_TZ = True
# The list that people choose from; the machine's own may hold names that browsers do not know.
WAGTAIL_USER_TIME_ZONES = sorted(name for name in zoneinfo.available_timezones() if "/" in name and not name.startswith("Etc/"))
TIME_ZONE = env.str("TIME_ZONE", default="Europe/Warsaw")
LANGUAGE_CODE = env.str("LANGUAGE_CODE", default="en-gb")
LANGUAGES = [("en", "English"), ("id", "Bahasa Indonesia"), ("ko", "한국어"), ("pl", "Polski"), ("de", "Deutsch"), ("es", "Español")]
LOCALE_PATHS = [compiled(BASE_DIR / "locale", HUB_DATA / "locale")]

STATIC_URL = "/static/"
STATIC_ROOT = HUB_DATA / "static"
STATICFILES_DIRS = [BASE_DIR / "static"] if (BASE_DIR / "static").is_dir() else []
MEDIA_URL = "/media/"
MEDIA_ROOT = HUB_DATA / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION
if not PRODUCTION:
    STATIC_ROOT.mkdir(parents=True, exist_ok=True)

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'", "'unsafe-inline'"],
        "img-src": ["'self'", "data:", "blob:"],
        "frame-src": ["'self'"],
        "frame-ancestors": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
    }
}
# Not "no-referrer": browsers then send "Origin: null" with every form, and the CSRF check refuses it. Token pages set their own.
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
SESSION_COOKIE_HTTPONLY = True
# Then one signs in anew, however busy one was. A phone at the counter is signed in once a week, and a lost one is signed out at a click.
SESSION_COOKIE_AGE = env.int("SESSION_HOURS", default=168) * 3600
# And so one does who did nothing for this long; 0 asks nobody.
SESSION_IDLE_HOURS = env.int("SESSION_IDLE_HOURS", default=24)
if ORIGIN.startswith("https://"):
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_REDIRECT_EXEMPT = [r"^health/"]  # supervisors ask from inside, in the clear
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
    SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    # Browsers take a cookie of this name from this host alone, over https alone.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    # The inbox's SMTP library tells every line of every conversation, addresses included.
    "loggers": {name: {"level": "WARNING"} for name in ("mail.log", "django_tasks", "wagtail")},
}

DEMO = env.bool("HUB_DEMO", default=False)

if PRODUCTION:
    from .safety import unsafe_values

    if problems := unsafe_values(globals()):
        raise ImproperlyConfigured("Production refuses to start:\n" + "\n".join(f"- {p}" for p in problems))
