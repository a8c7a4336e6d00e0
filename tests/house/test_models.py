"""Every table says what it is for, the privacy class of every field, and takes text only through our own fields."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models

from ecotone.ground.fields import Line, _Kept
from ecotone.ground.models import Record
from ecotone.ground.privacy import Privacy

TABLES = [model for model in apps.get_models() if model.__module__.startswith("ecotone.")]
NOT_OURS = {
    "access.Account.password": "Django's own, and never what anybody typed but its hash",
    "access.Session.session_key": "Django's own: letters and digits by chance",
    "access.Session.session_data": "Django's own: signed base64",
}


def silent(model: type[models.Model]) -> set[str]:
    """The fields whose privacy class is not declared, and those declared that are not there."""
    there = {field.name for field in [*model._meta.concrete_fields, *model._meta.many_to_many]}
    return there ^ set(model.privacy.classes)


def foreign_text(model: type[models.Model]) -> Iterator[str]:
    """The text fields that would take what only one of the databases takes."""
    for field in model._meta.concrete_fields:
        if isinstance(field, models.CharField | models.TextField) and not isinstance(field, _Kept):
            yield f"{model._meta.label}.{field.name}"


@pytest.mark.commitment(3)
@pytest.mark.parametrize("model", TABLES, ids=lambda model: model._meta.label)
def test_every_field_declares_its_privacy_class(model):
    assert isinstance(getattr(model, "privacy", None), Privacy), "declares no privacy"
    assert not silent(model)


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model._meta.label)
def test_every_table_says_what_it_is_for(model):
    # Django writes a docstring of its own, "Name(id, …)", where there is none.
    assert model.__doc__ and not model.__doc__.startswith(f"{model.__name__}(")


def test_text_is_kept_in_our_own_fields_which_refuse_nul():
    assert {name for model in TABLES for name in foreign_text(model)} == set(NOT_OURS)


def test_a_silent_field_and_a_foreign_text_field_are_found():
    class Planted(Record):
        declared = Line()
        forgotten = models.TextField()
        privacy = Privacy(open="id created_at declared gone")

        class Meta:
            app_label = "planted"

    assert silent(Planted) == {"forgotten", "gone"}
    assert list(foreign_text(Planted)) == ["planted.Planted.forgotten"]
    del apps.all_models["planted"]
