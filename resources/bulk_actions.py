"""What editors do with the resources that they tick in the list; registered in wagtail_hooks.py."""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from resources import curating_services as services
from resources.models import Collection, Resource
from taxonomy.fields import TermsField
from taxonomy.names import language_choices


class CollectForm(forms.Form):
    collection = forms.ModelChoiceField(Collection.objects.all(), label=gettext_lazy("Collection"))


class DescribeForm(forms.Form):
    language = forms.ChoiceField(label=gettext_lazy("Language"), required=False)
    topics = TermsField(label=gettext_lazy("Topics to add"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unchanged = ("", _("Leave it as it is"))
        self.fields["language"].choices = [unchanged, *language_choices(get_language() or "en")]  # type: ignore[attr-defined]

    def clean(self) -> None:
        if not self.errors and not (self.cleaned_data["language"] or self.cleaned_data["topics"]):
            raise forms.ValidationError(_("Choose a language or name a topic."))


class ResourceBulkAction(SnippetBulkAction):
    models: ClassVar = [Resource]
    template_name = "resources/admin/bulk_action.html"
    refusal: ClassVar[Callable[..., str]]
    what_happens: Any = ""

    def check_perm(self, snippet: Resource) -> bool:
        """What can't be done is shown with the reason why."""
        why = type(self).refusal(snippet, self.request.user)
        snippet.refusal = why
        return not why

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = {"question": self.aria_label, "what_happens": self.what_happens, "button": self.display_name}
        return super().get_context_data(**kwargs, **words)

    @classmethod
    def execute_action(cls, objects: Sequence[Resource], **kwargs: Any) -> tuple[int, int]:
        kwargs["self"].do(objects)
        return len(objects), 0

    def do(self, resources: Sequence[Resource]) -> None:
        raise NotImplementedError


class PublishAction(ResourceBulkAction):
    display_name = gettext_lazy("Publish")
    action_type = "publish"
    aria_label = gettext_lazy("Publish the chosen resources")
    action_priority = 10
    refusal = staticmethod(services.why_not_publish)
    what_happens = gettext_lazy(
        "The latest version of each becomes public at once. Whoever contributed what is being reviewed is told by "
        "e-mail."
    )

    def do(self, resources: Sequence[Resource]) -> None:
        services.publish_all(resources=resources, editor=self.request.user)

    def get_success_message(self, number: int, _children: int) -> str:
        return ngettext("%(number)d resource is public.", "%(number)d resources are public.", number) % {
            "number": number
        }


class WithdrawAction(ResourceBulkAction):
    display_name = gettext_lazy("Withdraw")
    action_type = "withdraw"
    aria_label = gettext_lazy("Withdraw the chosen resources")
    action_priority = 20
    classes: ClassVar = {"serious"}
    refusal = staticmethod(services.why_not_withdraw)
    what_happens = gettext_lazy(
        "They leave the library and any review. Their addresses say that they are gone, harvesters are told that they "
        "are deleted. Each stays as a draft."
    )

    def do(self, resources: Sequence[Resource]) -> None:
        services.withdraw_all(resources=resources, editor=self.request.user)

    def get_success_message(self, number: int, _children: int) -> str:
        return ngettext(
            "%(number)d resource is out of the library.", "%(number)d resources are out of the library.", number
        ) % {"number": number}


class CollectAction(ResourceBulkAction):
    display_name = gettext_lazy("Add to a collection")
    action_type = "collect"
    aria_label = gettext_lazy("Add the chosen resources to a collection")
    action_priority = 25
    form_class = CollectForm
    refusal = staticmethod(services.why_not_collect)
    what_happens = gettext_lazy("They come after what is in the collection. What is in it already stays where it is.")

    def do(self, resources: Sequence[Resource]) -> None:
        self.collection = self.cleaned_form.cleaned_data["collection"]
        self.added, self.is_public = services.add_to_collection(
            collection=self.collection, resources=resources, editor=self.request.user
        )

    def get_success_message(self, _number: int, _children: int) -> str:
        told = ngettext(
            "«%(title)s» has %(number)d more resource.", "«%(title)s» has %(number)d more resources.", self.added
        ) % {"title": self.collection.title, "number": self.added}
        return (
            told if self.is_public else f"{told} {_('Readers find them there once its latest version is published.')}"
        )


class DescribeAction(ResourceBulkAction):
    display_name = gettext_lazy("Language and topics")
    action_type = "describe"
    aria_label = gettext_lazy("Set the language of the chosen resources, or add topics")
    action_priority = 27
    form_class = DescribeForm
    refusal = staticmethod(services.why_not_describe)
    what_happens = gettext_lazy(
        "What is public is changed in public, unless it has other changes that are not, or you may not publish: then "
        "in its draft alone."
    )

    def do(self, resources: Sequence[Resource]) -> None:
        given = self.cleaned_form.cleaned_data
        services.describe_all(resources=resources, editor=self.request.user, **given)

    def get_success_message(self, number: int, _children: int) -> str:
        return ngettext("%(number)d resource is changed.", "%(number)d resources are changed.", number) % {
            "number": number
        }


ALL = (PublishAction, WithdrawAction, CollectAction, DescribeAction)
