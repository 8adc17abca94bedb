"""The addresses of the site."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from django.views.static import serve as serve_file
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.urls import serve_pattern
from wagtail.views import serve

from idiaspora.views import account, health, pictures, sitemaps
from idiaspora.views.for_you import for_you
from idiaspora.views.language import set_language
from idiaspora.views.robots import robots
from idiaspora.views.search import search_page

urlpatterns = [
    # Wagtail's own log-in form knows no rate limits.
    path("admin/login/", login_not_required(RedirectView.as_view(pattern_name="account_login", query_string=True))),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("account/", account.account, name="account"),
    path("account/email-change/", account.own_email_change, name="own-email-change"),
    path("account/email-change/<str:token>/", account.email_change, name="email-change"),
    # In place of allauth's list, which can only end all other sessions.
    path("accounts/sessions/", account.sessions, name="usersessions_list"),
    path("accounts/", include("allauth.urls")),
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-<str:file>.xml", sitemaps.sitemap, name="sitemap-file"),
    path("picture.png", pictures.site_picture, name="site-picture"),
    path("contribute/<str:slug>/picture.png", pictures.opportunity_picture, name="opportunity-picture"),
    path("learn/<str:slug>/picture.png", pictures.resource_picture, name="resource-picture"),
    path("connect/organizations/<str:slug>/picture.png", pictures.organization_picture, name="organization-picture"),
    path("for-you/", for_you, name="for-you"),
    path("search/", search_page, name="search"),
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    path("", include("opportunities.urls")),
    path("", include("profiles.urls")),
    path("", include("resources.urls")),
    path("", include("taxonomy.urls")),
    # Pictures of the CMS (the operator's logo); what members upload is never served from here.
    re_path(
        r"^media/(?P<path>images/.+)$",
        login_not_required(serve_file),
        {"document_root": settings.MEDIA_ROOT},
        name="media",
    ),
    path("language/", set_language, name="set-language"),
    re_path(serve_pattern, login_not_required(serve), name="wagtail_serve"),
]
