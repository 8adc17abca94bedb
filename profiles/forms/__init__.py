from profiles.forms.account import DeleteAccountForm
from profiles.forms.directory import NearForm
from profiles.forms.organization import InvitationForm, OrganizationForm, RoleForm
from profiles.forms.sections import SECTIONS, SectionForm

__all__ = ["SECTIONS", "DeleteAccountForm", "InvitationForm", "NearForm", "OrganizationForm", "RoleForm", "SectionForm"]
