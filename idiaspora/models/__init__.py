from idiaspora.models.email_change import EmailChange
from idiaspora.models.pages import HomePage, StandardPage
from idiaspora.models.site_settings import SiteAppearance
from idiaspora.models.user import User

__all__ = ["EmailChange", "HomePage", "SiteAppearance", "StandardPage", "User"]
