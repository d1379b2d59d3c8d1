"""All settings of Outcry, for the demonstration, for tests and for production.

DATABASE_URL, REDIS_URL and EMAIL_URL choose the real services; without them the embedded
ones of the demonstration are used. docs/operate.md lists every setting; a test compares.
"""

from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from kombu import Queue

from config.env import database, env, read, read_env_file, required
from config.logs import TO_STDERR
from config.mail_url import mail_server
from config.pace_rules import refuse_pace
from config.postal_rules import refuse_wrong_post
from config.provider_rules import refuse_open_webhooks

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"
read_env_file(BASE_DIR)

# The demonstration: invented staff, contacts that count as verified, mail that never leaves loopback.
OUTCRY_DEMO = read(env.bool, "OUTCRY_DEMO", False, "true or false")
OUTCRY_DEMO_DIR = Path(env.str("OUTCRY_DEMO_DIR", str(VAR_DIR / "demo")))

SECRET_KEY = required(
    "OUTCRY_SECRET_KEY",
    "Put 50 random characters into outcry.env: ./outcry manage make_secrets writes the file.",
)
OUTCRY_KEYRING = Path(
    required(
        "OUTCRY_KEYRING",
        "Name the key ring file that seals personal data: ./outcry manage make_secrets writes one.",
    )
)
ALLOWED_HOSTS = read(
    env.list, "OUTCRY_HOSTS", ["localhost", "127.0.0.1", "[::1]"], "host names with commas between"
)
# Settings of django-anymail for the webhooks of a mail provider; none: they are not there.
ANYMAIL = read(env.json, "OUTCRY_ANYMAIL", {}, "a JSON object")
refuse_open_webhooks(ANYMAIL)
# The address that links in mails begin with, without a slash at the end.
OUTCRY_URL = env.str("OUTCRY_URL", "http://127.0.0.1:8000").rstrip("/")
CSRF_TRUSTED_ORIGINS = [OUTCRY_URL]

INSTALLED_APPS = [
    "config.admin_app.OutcryAdmin",  # Django's admin with our site in it
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",  # its template; it has no tables
    "django_htmx",  # its copy of htmx, among our static files
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "import_export",
    *("trail", "bulk"),
    "outbox",
    "supporters",
    "campaigns",
    "appeals",
    "letters",
    "mailings",
    "reports",
    "rights",
    "staff",
    "seeds",
    *(["anymail"] if ANYMAIL else []),
    *(["demo"] if OUTCRY_DEMO else []),
    "config",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "kit.keeping.KeepingMiddleware",
    "config.headers.CrossOriginMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "config.unavailable.UnavailableMiddleware",
]

ROOT_URLCONF = "config.urls"
ASGI_APPLICATION = "config.asgi.application"
WSGI_APPLICATION = "config.wsgi.application"
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
                "config.banner.frame",
            ],
        },
    }
]

DATABASES = {"default": database(env.str("DATABASE_URL", ""), sqlite_file=OUTCRY_DEMO_DIR / "outcry.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Celery only rings: no results, no schedules in the broker, nothing personal in arguments.
REDIS_URL = env.str("REDIS_URL", "redis://127.0.0.1:6399/0")
CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_TASK_TIME_LIMIT = 600
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
# Letters that WeasyPrint has to set take two hundred times as long as others. A worker without --queues takes from both.
CELERY_TASK_QUEUES = [Queue("celery"), Queue("press")]
CELERY_TASK_DEFAULT_QUEUE = "celery"
CELERY_TASK_ROUTES = {name: {"queue": "press"} for name in ("letters.press", "letters.make_handovers")}
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
# A web request that wants to ring must not wait for a broker that is away.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_connect_timeout": 1,
    "socket_timeout": 30,
    "visibility_timeout": 300,
    # One more try at once, then give up; without these kombu tries for seconds.
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0,
    "connect_retries_timeout": 1,
}

EMAIL_URL = env.str("EMAIL_URL", "")
_mail = mail_server(EMAIL_URL or "smtp://127.0.0.1:2525")
EMAIL_HOST, EMAIL_PORT = _mail["EMAIL_HOST"], _mail["EMAIL_PORT"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_USER"], _mail["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS, EMAIL_USE_SSL = _mail["EMAIL_USE_TLS"], _mail["EMAIL_USE_SSL"]
EMAIL_TIMEOUT, EMAIL_WINDOW_TIMEOUT = 30, 180  # an answer, a window: under a lease (outbox/claiming.py)
# Every mail comes from this one address of ours; a signer may only be the Reply-To.
OUTCRY_FROM_EMAIL = env.str("OUTCRY_FROM_EMAIL", "appeals@outcry.example")
OUTCRY_FROM_NAME = env.str("OUTCRY_FROM_NAME", "Outcry")
# Who answers for the pages: at the foot of each one. A mail address or a web address.
OUTCRY_CONTACT = env.str("OUTCRY_CONTACT", OUTCRY_FROM_EMAIL if OUTCRY_DEMO else "")
OUTCRY_BOUNCE_EMAIL = env.str("OUTCRY_BOUNCE_EMAIL", OUTCRY_FROM_EMAIL)
# Where offices answer letters of signers who did not agree to be answered directly. Empty: to the From address.
OUTCRY_REPLY_EMAIL = env.str("OUTCRY_REPLY_EMAIL", "")
# Mailboxes from which bounces, complaints and answers are fetched, and deleted there; blanks between several.
OUTCRY_INTAKE_URL = env.str("OUTCRY_INTAKE_URL", "").split()
DEFAULT_FROM_EMAIL = OUTCRY_FROM_EMAIL
# How mail leaves: smtp, anymail (a provider's API), folder (a Maildir at OUTCRY_MAIL_FOLDER, for a look before the first real run) or console.
OUTCRY_TRANSPORT = env.str("OUTCRY_TRANSPORT", "smtp")
# Which provider, by the name of its backend in django-anymail; its credentials stand in OUTCRY_ANYMAIL.
OUTCRY_MAIL_PROVIDER = env.str("OUTCRY_MAIL_PROVIDER", "")
OUTCRY_MAIL_FOLDER = Path(env.str("OUTCRY_MAIL_FOLDER", str(VAR_DIR / "mail")))
# DKIM where no relay signs: the selector, its domain (that of the From address), and a file with the private key.
OUTCRY_DKIM_SELECTOR = env.str("OUTCRY_DKIM_SELECTOR", "")
OUTCRY_DKIM_DOMAIN = env.str("OUTCRY_DKIM_DOMAIN", "")
_dkim_key = env.str("OUTCRY_DKIM_KEY", "")
OUTCRY_DKIM_KEY = Path(_dkim_key) if _dkim_key else None

# Seconds in which a confirmed signature can still be taken back before its letter may leave.
OUTCRY_COOLING_SECONDS = read(env.int, "OUTCRY_COOLING_SECONDS", 3600, "a whole number of seconds")
# Letters to one target over all campaigns where it has no pace of its own (letters/pacing.py); 0 a day is no limit.
OUTCRY_LETTERS_PER_HOUR = read(env.int, "OUTCRY_LETTERS_PER_HOUR", 30, "a whole number of letters")
OUTCRY_LETTERS_PER_DAY = read(env.int, "OUTCRY_LETTERS_PER_DAY", 0, "a whole number of letters")
OUTCRY_OFFICE_HOURS = env.str("OUTCRY_OFFICE_HOURS", "always" if OUTCRY_DEMO else "9-17")
OUTCRY_JITTER_PERCENT = read(env.int, "OUTCRY_JITTER_PERCENT", 30, "a whole number from 0 to 100")
refuse_pace(OUTCRY_LETTERS_PER_HOUR, OUTCRY_LETTERS_PER_DAY, OUTCRY_OFFICE_HOURS, OUTCRY_JITTER_PERCENT)
# Who prints and posts letters for us: nobody, a folder that a print shop picks up, or pingen (letters/providers/).
OUTCRY_POSTAL_PROVIDER = env.str("OUTCRY_POSTAL_PROVIDER", "folder" if OUTCRY_DEMO else "")
OUTCRY_POSTAL_FOLDER = Path(
    env.str("OUTCRY_POSTAL_FOLDER", str((OUTCRY_DEMO_DIR if OUTCRY_DEMO else VAR_DIR) / "post"))
)
OUTCRY_PINGEN_ORGANISATION = env.str("OUTCRY_PINGEN_ORGANISATION", "")
OUTCRY_PINGEN_CLIENT_ID = env.str("OUTCRY_PINGEN_CLIENT_ID", "")
OUTCRY_PINGEN_CLIENT_SECRET = env.str("OUTCRY_PINGEN_CLIENT_SECRET", "")
OUTCRY_PINGEN_PRODUCT = env.str("OUTCRY_PINGEN_PRODUCT", "cheap")
# Its place for trials, with credentials of its own, where nothing is ever printed.
OUTCRY_PINGEN_STAGING = read(env.bool, "OUTCRY_PINGEN_STAGING", False, "true or false")
# Days after which the verification of an office's address is old, and the address back on the desk's work list.
OUTCRY_CONTACT_MAX_AGE_DAYS = read(env.int, "OUTCRY_CONTACT_MAX_AGE_DAYS", 180, "a whole number of days")
# Reverse proxies in front of us, counted from the right of X-Forwarded-For; 0 believes no header.
OUTCRY_TRUSTED_PROXIES = read(env.int, "OUTCRY_TRUSTED_PROXIES", 0, "a whole number")
# Budgets of the public form. Over budget a browser has to calculate; without scripts a person looks first.
OUTCRY_NETWORK_SIGNATURES_PER_HOUR = read(
    env.int, "OUTCRY_NETWORK_SIGNATURES_PER_HOUR", 100, "a whole number of signatures"
)
OUTCRY_APPEAL_SIGNATURES_PER_MINUTE = read(
    env.int, "OUTCRY_APPEAL_SIGNATURES_PER_MINUTE", 120, "a whole number of signatures"
)
# A file with the addresses of Tor's exits, one a line: together they are one network.
_exits = env.str("OUTCRY_TOR_EXITS", "")
OUTCRY_TOR_EXITS = Path(_exits) if _exits else None

LANGUAGE_CODE = "en"
# Of the pages and mails to signers; each has a catalogue in locale/. Letters: kit/languages.py.
LANGUAGES = [
    ("en", _("English")),
    ("ru", _("Russian")),
    ("kk", _("Kazakh")),
    ("uk", _("Ukrainian")),
    ("de", _("German")),
    ("fr", _("French")),
    ("es", _("Spanish")),
    ("pl", _("Polish")),
    ("tr", _("Turkish")),
]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = env.str("OUTCRY_TIME_ZONE", "UTC")

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR_DIR / "static"
# Files of print batches name signers: for the owner of the programs alone, never served, in no backup.
_files = OUTCRY_DEMO_DIR if OUTCRY_DEMO else VAR_DIR
OUTCRY_PRINTS = Path(env.str("OUTCRY_PRINTS", str(_files / "prints")))
OUTCRY_ERASURES = Path(env.str("OUTCRY_ERASURES", str(_files / "erasures")))  # in no backup either
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "prints": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": OUTCRY_PRINTS, "base_url": None, "file_permissions_mode": 0o600},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Pictures of appeals; they are public, and a copy of the database is not whole without them.
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(env.str("OUTCRY_MEDIA", str(_files / "media")))
# In the demonstration nobody runs collectstatic; the files are few and found where they are.
if OUTCRY_DEMO:
    WHITENOISE_USE_FINDERS = True
    STATIC_ROOT = OUTCRY_DEMO_DIR / "static"  # stays empty; WhiteNoise wants a folder that is there
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "admin:login"
STAFF_SECOND_FACTOR = not OUTCRY_DEMO  # an app's code or a passkey, after the password (staff/)
SESSION_ENGINE = "staff.sessions"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Strict"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "no-referrer"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True

_secure = OUTCRY_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _secure
SECURE_SSL_REDIRECT = _secure
SECURE_HSTS_SECONDS = 31_536_000 if _secure else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = _secure
if OUTCRY_TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        # Pages that bring a script open these two for themselves: the desk, and the form under an appeal.
        "script-src": [NONE],
        "connect-src": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    feature: []
    for feature in ("camera", "geolocation", "microphone", "payment", "usb", "display-capture", "fullscreen")
}
LOGGING = TO_STDERR
_loopback = {"127.0.0.1", "localhost", "::1", "[::1]"}
if OUTCRY_DEMO and not {*ALLOWED_HOSTS, urlsplit(OUTCRY_URL).hostname} <= _loopback:
    raise ImproperlyConfigured(
        "The demonstration is for this machine only: unset OUTCRY_DEMO, or unset OUTCRY_HOSTS and OUTCRY_URL."
    )
if OUTCRY_DEMO and (EMAIL_URL and EMAIL_HOST not in _loopback):
    raise ImproperlyConfigured(
        "The demonstration mails only to this machine: unset EMAIL_URL or point it to 127.0.0.1."
    )
refuse_wrong_post(
    provider=OUTCRY_POSTAL_PROVIDER,
    credentials=(OUTCRY_PINGEN_ORGANISATION, OUTCRY_PINGEN_CLIENT_ID, OUTCRY_PINGEN_CLIENT_SECRET),
    is_trial=OUTCRY_PINGEN_STAGING,
    is_demo=OUTCRY_DEMO,
    is_public=_secure,
)
