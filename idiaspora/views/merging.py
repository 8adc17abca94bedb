"""Merging two accounts of one person, in the editors' admin."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from idiaspora.merging import check_mergeable, merge_accounts
from idiaspora.staff import OPENED, log_look


class MergeForm(forms.Form):
    kept = forms.EmailField(label=gettext_lazy("Address of the account that stays"))
    other = forms.EmailField(label=gettext_lazy("Address of the account that goes"))

    def __init__(self, *args: Any, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by

    def _account(self, field: str) -> Any:
        user = get_user_model().objects.filter(email__iexact=self.cleaned_data[field]).first()
        if user is None:
            raise ValidationError(_("No account has this address."))
        return user

    def clean_kept(self) -> Any:
        return self._account("kept")

    def clean_other(self) -> Any:
        return self._account("other")

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if not self.errors:
            check_mergeable(kept=data["kept"], other=data["other"], by=self.by)
        return data


@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest) -> HttpResponse:
    """Two addresses, then a question with what will happen, then it is done; it can't be undone."""
    if not request.user.is_superuser:
        raise PermissionDenied
    form = MergeForm(request.POST or None, by=request.user)
    is_sound = request.method == "POST" and form.is_valid()
    if is_sound and "confirmed" in request.POST:
        merge_accounts(kept=form.cleaned_data["kept"], other=form.cleaned_data["other"], by=request.user)
        messages.success(request, _("The two accounts are one now."))
        return redirect("merge_accounts")
    if is_sound:
        for account in (form.cleaned_data["kept"], form.cleaned_data["other"]):
            log_look(account, OPENED, by=request.user)
    context = {"form": form, "asked": form.cleaned_data if is_sound else None}
    return render(request, "idiaspora/admin/merge.html", context, status=422 if form.errors else 200)
