from profiles.forms.account import DeleteAccountForm
from profiles.forms.organization import InvitationForm, OrganizationForm, RoleForm
from profiles.forms.sections import SECTIONS, SectionForm

__all__ = ["SECTIONS", "DeleteAccountForm", "InvitationForm", "OrganizationForm", "RoleForm", "SectionForm"]
