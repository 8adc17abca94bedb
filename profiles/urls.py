from django.urls import path

from profiles.views import account, directory, editor, membership, organizations, people, saved_searches

app_name = "profiles"
urlpatterns = [
    path("connect/", directory.people, name="people"),
    path("connect/organizations/", directory.organizations, name="organizations"),
    path("connect/map/", directory.people_map, name="map"),
    path("connect/meet/", directory.meet, name="meet"),
    path("connect/organizations/new/", organizations.create, name="organization-create"),
    path("connect/invitations/<str:token>/", membership.invitation, name="invitation"),
    path("connect/organizations/<str:slug>/", organizations.organization, name="organization"),
    path("connect/organizations/<str:slug>/edit/", organizations.edit, name="organization-edit"),
    path("connect/organizations/<str:slug>/members/", membership.members, name="organization-members"),
    path("connect/organizations/<str:slug>/members/invite/", membership.invite, name="organization-invite"),
    path("connect/organizations/<str:slug>/members/<int:pk>/role/", membership.role, name="organization-role"),
    path("connect/organizations/<str:slug>/members/<int:pk>/remove/", membership.remove, name="organization-remove"),
    path(
        "connect/organizations/<str:slug>/invitations/<int:pk>/withdraw/",
        membership.withdraw,
        name="organization-withdraw",
    ),
    path("people/<str:slug>/", people.profile, name="profile"),
    path("people/<str:slug>/photo/", people.photo, name="photo"),
    path("profile/", editor.edit, name="edit"),
    path("profile/preview/", editor.preview, name="preview"),
    path("profile/photo/remove/", editor.remove_photo, name="photo-remove"),
    path("profile/delete/", account.delete, name="delete-account"),
    path("profile/<str:section>/", editor.section, name="section"),
    path("saved-searches/", saved_searches.saved_searches, name="saved-searches"),
    path("saved-searches/<uuid:token>/see/", saved_searches.see, name="saved-search-see"),
    path("saved-searches/<uuid:token>/rename/", saved_searches.rename, name="saved-search-rename"),
    path("saved-searches/<uuid:token>/delete/", saved_searches.delete, name="saved-search-delete"),
]
