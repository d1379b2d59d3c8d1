"""Wires the house and owns no rules: settings, Celery and its timetable, checks, addresses."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
