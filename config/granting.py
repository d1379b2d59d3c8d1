"""Make Django's groups of the roles, after every migrate. A role is what config/roles.py says; other groups are left alone."""

from typing import Any

from django.apps import AppConfig
from django.apps import apps as installed

from config.roles import ROLES, rights


def grant(sender: AppConfig, *, using: str, apps: Any = installed, **_more: Any) -> None:
    """Give each role its rights on the models of one app; a receiver of post_migrate, after the one that makes permissions.

    A right whose model has no table yet is left out until its own migrate. A flush sends no `apps`. At most six statements.
    """
    try:
        group_model, permission_model = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    except LookupError:  # somebody migrates another app alone, before the first whole migrate
        return
    ids = {
        f"{sender.label}.{codename}": pk
        for codename, pk in permission_model.objects.using(using)
        .filter(content_type__app_label=sender.label)
        .values_list("codename", "pk")
    }
    if not ids:
        return
    group_model.objects.using(using).bulk_create(
        [group_model(name=name) for name in ROLES], ignore_conflicts=True
    )
    groups = dict(group_model.objects.using(using).filter(name__in=ROLES).values_list("name", "pk"))
    wanted = {
        (groups[name], ids[right]) for name, role in ROLES.items() for right in rights(role) if right in ids
    }
    link_model = group_model.permissions.through
    links = link_model.objects.using(using)
    have = {
        (link.group_id, link.permission_id): link.pk
        for link in links.filter(group__in=groups.values(), permission__in=ids.values())
    }
    links.filter(pk__in=[pk for pair, pk in have.items() if pair not in wanted]).delete()
    links.bulk_create(
        [
            link_model(group_id=group, permission_id=permission)
            for group, permission in sorted(wanted - have.keys())
        ]
    )
