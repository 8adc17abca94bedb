"""The copy of one's data tells of everything that refers to an account, or says why not."""

from django.apps import apps
from django.contrib.auth import get_user_model

from profiles.data_sections import left_out, sections


def relations() -> set[str]:
    """Every relation of any model to accounts, as «app.Model.field»; inherited ones once, where they are declared."""
    found = set()
    for model in apps.get_models(include_auto_created=True):
        own = [*model._meta.local_fields, *model._meta.local_many_to_many]
        found |= {f"{model._meta.label}.{field.name}" for field in own if field.related_model is get_user_model()}
    return found


def test_every_relation_is_told_of_or_left_out_with_a_reason() -> None:
    told = {relation for section in sections() for relation in section.tells_of}
    assert told | set(left_out()) == relations()
    assert told & set(left_out()) == set()
    assert [reason for reason in left_out().values() if not reason] == []
