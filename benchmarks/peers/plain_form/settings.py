"""What `django-admin startproject` would set, on the same database and mail sink as ours."""

from benchmarks.settings import *  # noqa: F403 -- the same services; what differs stands below

ROOT_URLCONF = "benchmarks.peers.plain_form.urls"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
