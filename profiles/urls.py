from django.urls import path

from profiles.views import account, connections, editor, membership, messages, organizations, people, reports

app_name = "profiles"
urlpatterns = [
    path("report/<slug:name>/<str:key>/", reports.report, name="report"),
    path("reported/<uuid:pk>/", reports.reported, name="reported"),
    path("appeal/<str:token>/", reports.appeal, name="appeal"),
    path("connect/", people.directory, name="people"),
    path("connect/organizations/", organizations.directory, name="organizations"),
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
    path("connect/mine/", connections.connections, name="connections"),
    path("messages/", messages.inbox, name="messages"),
    path("messages/mail/", messages.mail, name="message-mail"),
    path("messages/<uuid:uuid>/", messages.conversation, name="conversation"),
    path("messages/<uuid:uuid>/mute/", messages.mute, name="conversation-mute"),
    path("messages/<uuid:uuid>/leave/", messages.leave, name="conversation-leave"),
    path("connect/organizations/<str:slug>/write/", messages.write_to_organization, name="organization-write"),
    path("people/<str:slug>/write/", messages.write_to_member, name="member-write"),
    path("people/<str:slug>/connection/<str:action>/", connections.act, name="connection"),
    path("people/<str:slug>/", people.profile, name="profile"),
    path("people/<str:slug>/photo/", people.photo, name="photo"),
    path("profile/", editor.edit, name="edit"),
    path("profile/preview/", editor.preview, name="preview"),
    path("profile/photo/remove/", editor.remove_photo, name="photo-remove"),
    path("profile/delete/", account.delete, name="delete-account"),
    path("profile/preset/<str:name>/", editor.preset, name="preset"),
    path("profile/<str:section>/", editor.section, name="section"),
]
