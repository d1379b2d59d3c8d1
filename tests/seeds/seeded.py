from django.test import TestCase

from campaigns import publishing, reviewing
from campaigns.models import Case
from seeds.loading import load
from tests.people import NOW, dana


class Seeded(TestCase):
    """Stories about the seeds as they are loaded. Loading takes a second: one class in a file is enough."""

    @classmethod
    def setUpTestData(cls) -> None:
        load()


class Published(Seeded):
    """Stories about what is shown once Dana has read and published every case."""

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        for case in Case.objects.all():
            reviewing.review_case(case=case, by=dana(), now=NOW)
            publishing.publish(case=case, by=dana(), now=NOW)
