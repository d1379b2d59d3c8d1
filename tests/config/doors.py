"""Opening the desk in a role, and pressing its buttons."""

import re

from django.contrib.auth.models import Group, User
from django.db.models import Model
from django.test import Client
from django.urls import reverse


def named(model: type[Model]) -> str:
    return "staff group" if model is Group else str(model._meta.model_name)


def url(model: type[Model], page: str = "changelist", *args: int) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def in_role(client: Client, role: str) -> User:
    user = User.objects.create_user(f"the-{role}", is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    client.force_login(user)
    return user


def press(client: Client, row: Model, action: str, **more: str) -> str:
    data = {"action": action, "_selected_action": [row.pk], **more}
    return client.post(url(type(row)), data, follow=True).text


def buttons(client: Client, model: type[Model]) -> set[str]:
    page = client.get(url(model)).text
    chosen = re.search(r'<select name="action".*?</select>', page, re.DOTALL)
    return set(re.findall(r'<option value="(\w+)"', chosen[0])) if chosen else set()
