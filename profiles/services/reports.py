"""Writes of those who report, and of those who appeal."""

from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from profiles.appeals import appeal_path
from profiles.mailing import send_to_member
from profiles.models import URGENT, Case, CaseEvent, Report, ReportSettings
from profiles.reportable import kind_of

REPORTS_A_DAY = 20
OLD_ENOUGH = timedelta(days=1)  # what younger accounts report hides nothing by itself


@transaction.atomic
def report_thing(*, thing: Any, reporter: Any, reason: str, words: str = "") -> Report:
    """Puts a report into the queue; `reporter` is None for a visitor.  A second one by the same member adds words.

    Raises ValidationError when this account has reported too much today.
    """
    since = timezone.now() - timedelta(days=1)
    if reporter and Report.objects.filter(reporter=reporter, created__gt=since).count() >= REPORTS_A_DAY:
        raise ValidationError(_("You reported a lot today. Go on tomorrow, or write to the people of this site."))
    case = _open_case(thing)
    report = Report.objects.filter(case=case, reporter=reporter).first() if reporter else None
    if report is None:
        report = Report.objects.create(case=case, reporter=reporter, reason=reason, words=words)
    else:
        report.reason, report.handled = reason, None
        report.words = "\n\n".join(filter(None, [report.words, words]))[:4000]
        report.save(update_fields=["reason", "handled", "words"])
    if reporter:
        send_to_member(reporter, "profiles/email/report", link=reverse("profiles:reported", args=[report.pk]))
    if reason in URGENT and not case.is_urgent:
        case.is_urgent = True
        case.save(update_fields=["is_urgent"])
        tell_moderators(case, "urgent")
    _hide_by_number(case, thing)
    return report


@transaction.atomic
def add_words(*, report: Report, words: str) -> None:
    """What somebody adds to their report afterwards."""
    report.words = "\n\n".join(filter(None, [report.words, words]))[:4000]
    report.save(update_fields=["words"])


@transaction.atomic
def appeal(*, event: CaseEvent, words: str) -> None:
    """The owner of what was hidden or suspended asks once to look again.

    Raises ValidationError when they did already.
    """
    case = Case.objects.select_for_update().get(pk=event.case_id)
    if case.events.filter(action=CaseEvent.Action.APPEAL, pk__gt=event.pk).exists():
        raise ValidationError(_("You have appealed already. A moderator answers you by e-mail."))
    CaseEvent.objects.create(case=case, action=CaseEvent.Action.APPEAL, words=words)
    if not case.is_open:
        case.is_open, case.since = True, timezone.now()
    case.is_appealed = True
    case.save()


def is_hidden_by_a_case(thing: Any) -> bool:
    """Whether moderators, or the number of reports, have hidden a thing."""
    return _cases_of(thing).filter(is_hidden=True).exists()


@transaction.atomic
def move_reports(*, source: Any, target: Any) -> None:
    """What was reported of one thing and isn't decided yet is reported of another of its kind, which took its place."""
    case = _cases_of(source).filter(is_open=True).select_for_update().first()
    reports = list(case.reports.filter(handled=None)) if case else []
    if case is None or not reports:
        return
    there = _open_case(target)
    for report in reports:
        before = there.reports.filter(reporter=report.reporter).first() if report.reporter_id else None
        if before is None:
            report.case = there
            report.save(update_fields=["case"])
            continue
        before.reason, before.handled = report.reason, None
        before.words = "\n\n".join(filter(None, [before.words, report.words]))[:4000]
        before.save(update_fields=["reason", "handled", "words"])
        report.delete()
    there.is_urgent = there.is_urgent or case.is_urgent
    there.since = min(there.since, case.since)
    there.save(update_fields=["is_urgent", "since"])
    case.is_open = case.is_appealed
    case.save(update_fields=["is_open"])


def tell_moderators(case: Case, what: str, *, superusers_only: bool = False) -> None:
    """Mails those who may see a case that it is urgent, was hidden by itself, or is escalated to them."""
    may = Q(is_superuser=True)
    if not superusers_only:
        may |= Q(groups__permissions__codename="change_case", groups__permissions__content_type__app_label="profiles")
    for moderator in get_user_model().objects.filter(may, is_active=True).distinct():
        if Case.objects.visible_to(moderator).filter(pk=case.pk).exists():
            link = reverse("profiles_case", args=[case.pk])
            send_to_member(moderator, "profiles/email/moderators", link=link, what=what)


def tell_owners(case: Case, thing: Any, action: str, words: str = "", appeal_link: str = "") -> None:
    """Mails the owners of a thing what was decided of it, never who reported it."""
    for owner in kind_of(thing).owners(thing):
        send_to_member(owner, "profiles/email/decision", link=appeal_link, action=action, words=words, title=str(thing))


def _cases_of(thing: Any) -> QuerySet[Case]:
    kind = ContentType.objects.get_for_model(kind_of(thing).model)
    return Case.objects.filter(content_type=kind, object_id=str(thing.pk))


def _open_case(thing: Any) -> Case:
    kind = kind_of(thing)
    case, created = Case.objects.select_for_update().get_or_create(
        content_type=ContentType.objects.get_for_model(kind.model),
        object_id=str(thing.pk),
        defaults={"account": kind.account(thing), "organization": kind.organization(thing)},
    )
    if not created and not case.is_open:
        case.is_open, case.is_urgent, case.is_escalated, case.since = True, False, False, timezone.now()
        case.save()
    return case


def _hide_by_number(case: Case, thing: Any) -> None:
    """Hides a thing once enough members, whose accounts aren't new, have reported it."""
    old_enough = timezone.now() - OLD_ENOUGH
    reports = case.reports.filter(handled=None, reporter__is_active=True, reporter__date_joined__lt=old_enough)
    if case.is_hidden or reports.count() < ReportSettings.load().threshold:
        return
    case.to_undo, case.is_hidden = kind_of(thing).hide(thing, None), True
    case.save(update_fields=["to_undo", "is_hidden"])
    event = CaseEvent.objects.create(case=case, action=CaseEvent.Action.AUTO_HIDE)
    tell_owners(case, thing, event.action, appeal_link=appeal_path(event))
    tell_moderators(case, "hidden")
