from django.db import migrations, models
from django.db.migrations.state import ProjectState

from kit.tables import Tables


def test_tables_in_one_step_are_those_of_one_step_each():
    number = ("id", models.BigAutoField(primary_key=True))
    oven = models.ForeignKey("bakery.Oven", models.CASCADE)
    steps = [
        migrations.CreateModel("Oven", [number]),
        migrations.CreateModel("Loaf", [number, ("oven", oven)]),
    ]
    one_by_one, at_once = ProjectState(), ProjectState()
    assert at_once.apps.get_models() == []  # built before, and built again

    for step in steps:
        step.state_forwards("bakery", one_by_one)
    Tables(steps).state_forwards("bakery", at_once)

    assert at_once == one_by_one
    assert [model.__name__ for model in at_once.apps.get_models()] == ["Oven", "Loaf"]
    assert at_once.apps.get_model("bakery", "Loaf").oven.field.related_model._meta.label == "bakery.Oven"
