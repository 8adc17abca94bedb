"""What every kind of opportunity has."""

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.translation import gettext_lazy as _

from opportunities.declarations import NO_FEE
from opportunities.kinds.facts import (
    EmailFact,
    Fact,
    LinkFact,
    LongFact,
    Shown,
    WayFact,
    items_of,
    show_anything,
    words_of_key,
)
from opportunities.moments import get_zone
from opportunities.red_flags import FEE, Flag, find

if TYPE_CHECKING:
    from opportunities.models import Opportunity

HOW_TO_APPLY: tuple[Fact, ...] = (
    WayFact("apply.here", _("Where people answer")),
    LinkFact("apply.url", _("Web address"), _("Where people answer on your own site.")),
    EmailFact("apply.email", _("E-mail address"), _("It is shown to whoever asks for it with a click.")),
    LongFact(
        "apply.by_hand",
        _("In another way"),
        _("For example: in a sealed envelope, with the address and what to write on it."),
    ),
)
# Both are read: records from elsewhere say «submit» of a proposal.
WAYS = ("apply", "submit")
QUESTIONS = "questions"  # opportunities/questions.py: asked in the form, no fact of the post


class Kind:
    """One kind of opportunity.  A new kind is a subclass in a file of its own, offered by kinds.register()."""

    name: ClassVar[str] = ""
    label: ClassVar[Any] = ""
    description: ClassVar[Any] = ""  # one sentence for those who choose a kind
    icon: ClassVar[str] = "give"  # a name in idiaspora/static/idiaspora/icons.svg
    verb: ClassVar[Any] = _("Apply")  # on the button that answers
    facts: ClassVar[tuple[Fact, ...]] = ()
    declarations: ClassVar[tuple[str, ...]] = (NO_FEE,)  # of opportunities.declarations, before it becomes public
    on_card: ClassVar[tuple[str, ...]] = ()  # names of facts that cards show too
    in_order: ClassVar[tuple[str, ...]] = ()  # moments that follow each other: names of facts, or «closes»
    wish: ClassVar[str] = ""  # what a member may be open to (profiles' OpenTo) that this kind offers
    is_sealed: ClassVar[bool] = False  # proposals stay closed until the deadline, which then can only be extended
    charges: ClassVar[bool] = False  # whether a price is part of it, so that a fee alone is no warning
    detail_template: ClassVar[str] = ""  # what its page shows below the facts
    in_detail: ClassVar[tuple[str, ...]] = ()  # names of facts that are shown there
    schema_type: ClassVar[str] = ""  # its type at schema.org, "" for none
    is_answered_here: ClassVar[bool] = True  # whether people may apply in a form of this site, with these words:
    message_label: ClassVar[Any] = _("Your message")
    message_help: ClassVar[Any] = _("Why you, and what you would bring.")
    needs_message: ClassVar[bool] = True
    takes_files: ClassVar[bool] = True

    @classmethod
    def fields(cls) -> tuple[Fact, ...]:
        """All facts that the form of this kind asks for."""
        how = HOW_TO_APPLY if cls.is_answered_here else HOW_TO_APPLY[1:]
        return (*cls.facts, *how)

    @classmethod
    def details_from(cls, cleaned: Mapping[str, Any], kept: Mapping[str, Any]) -> dict[str, Any]:
        """`details` after a form was sent; keys that this kind doesn't ask for (of imported records) stay."""
        details: dict[str, Any] = {
            key: dict(value) if isinstance(value, dict) else value for key, value in kept.items()
        }
        for fact in cls.fields():
            if fact.field_name in cleaned:
                _put(details, fact.name, fact.to_json(cleaned[fact.field_name]))
        return details

    @classmethod
    def initial_from(cls, details: Mapping[str, Any]) -> dict[str, Any]:
        """What the form of a post begins with."""
        return {fact.field_name: fact.to_initial(_get(details, fact.name)) for fact in cls.fields()}

    @classmethod
    def show(cls, opportunity: "Opportunity", *, without: Collection[str] = ()) -> list[Shown]:
        """The facts of a post: the declared ones, unknown ones, then moments in the order of time.

        `without` are names of facts that are shown elsewhere on the page.
        """
        zone, details = get_zone(opportunity.zone), opportunity.details
        declared = {fact.name for fact in cls.facts}
        shown = [fact.show(details.get(fact.name), zone) for fact in cls.facts if fact.name not in without]
        shown += [
            show_anything(words_of_key(key), value, zone)
            for key, value in details.items()
            if key not in declared and key not in WAYS and key != QUESTIONS
        ]
        present = [fact for fact in shown if fact is not None]
        moments = sorted((fact for fact in present if fact.at), key=lambda fact: fact.at)  # type: ignore[arg-type, return-value]
        return [fact for fact in present if not fact.at] + moments

    @classmethod
    def show_on_card(cls, opportunity: "Opportunity") -> list[Shown]:
        """The few facts that a card has room for."""
        zone, details = get_zone(opportunity.zone), opportunity.details
        wanted = [fact.show(details.get(fact.name), zone) for fact in cls.facts if fact.name in cls.on_card]
        return [fact for fact in wanted if fact is not None]

    @classmethod
    def detail_context(cls, opportunity: "Opportunity", viewer: Any) -> dict[str, Any]:
        """What `detail_template` needs besides `opportunity`, for whoever looks at the page."""
        return {}

    @classmethod
    def text_of(cls, opportunity: "Opportunity") -> str:
        """All words of a post, in each of its languages: what red flags are looked for in."""
        texts = [part for text in opportunity.texts for part in (text.title, text.description)]
        return "\n".join([*texts, *items_of(opportunity.details)])

    @classmethod
    def red_flags(cls, opportunity: "Opportunity") -> list[Flag]:
        """What in a post warns of fraud; nothing in nearly all of them."""
        left_out = {FEE} if cls.charges else set()
        return [flag for flag in find(cls.text_of(opportunity)) if flag.code not in left_out]

    @classmethod
    def ways(cls, opportunity: "Opportunity") -> dict[str, Any]:
        """How to answer elsewhere: `url`, `email`, and `notes`, a list of facts in words."""
        ways: dict[str, Any] = {"url": "", "email": "", "notes": []}
        zone = get_zone(opportunity.zone)
        for value in (opportunity.details.get(key) for key in WAYS):
            if isinstance(value, Mapping):
                ways["url"] = ways["url"] or _link(value.get("url"))
                ways["email"] = ways["email"] or _address(value.get("email"))
                rest = {k: v for k, v in value.items() if k not in ("url", "email", "here")}
                labels = {"by_hand": _("By hand")}
                ways["notes"] += [show_anything(str(labels.get(k, words_of_key(k))), v, zone) for k, v in rest.items()]
            elif value:
                ways["notes"].append(show_anything(str(_("How")), value, zone))
        ways["notes"] = [note for note in ways["notes"] if note]
        return ways

    @classmethod
    def json_ld(cls, opportunity: "Opportunity", url: str) -> dict[str, Any] | None:
        """The post in schema.org's words; None when this kind has none."""
        return None


def _get(details: Mapping[str, Any], name: str) -> Any:
    value: Any = details
    for part in name.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def _put(details: dict[str, Any], name: str, value: Any) -> None:
    """Sets or, with None, removes a key; an emptied group goes too."""
    outer, _dot, inner = name.partition(".")
    if inner:
        group = details.get(outer)
        group = dict(group) if isinstance(group, dict) else {}
        _put(group, inner, value)
        value, name = group or None, outer
    if value is None:
        details.pop(name, None)
    else:
        details[name] = value


def _link(value: Any) -> str:
    return value if isinstance(value, str) and value.startswith(("https://", "http://")) else ""


def _address(value: Any) -> str:
    return (
        value
        if isinstance(value, str) and "@" in value and not any(c.isspace() or c in "?&<>\"'" for c in value)
        else ""
    )
