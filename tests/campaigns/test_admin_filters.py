import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from tests.people import an_embassy

pytestmark = pytest.mark.django_db


def test_the_filter_offers_only_countries_in_use_by_name(client: Client) -> None:
    client.force_login(User.objects.create_superuser("bela-the-admin"))
    an_embassy(country="SE")
    url = reverse("admin:campaigns_target_changelist")
    filters = client.get(url).context["cl"].filter_specs
    shown = {
        spec.title: [one["display"] for one in spec.choices(client.get(url).context["cl"])]
        for spec in filters
    }
    assert shown["host country"] == ["All", "Sweden"]
    assert client.get(url, {"host_country": "GB"}).context["cl"].result_count == 0
