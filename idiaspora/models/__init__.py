from idiaspora.models.pages import HomePage, StandardPage
from idiaspora.models.site_settings import SiteAppearance
from idiaspora.models.user import User

__all__ = ["HomePage", "SiteAppearance", "StandardPage", "User"]
