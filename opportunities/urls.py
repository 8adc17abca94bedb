from django.urls import path

from opportunities.views import applying, choosing, inbox, posting, reading

app_name = "opportunities"
urlpatterns = [
    path("contribute/", reading.board, name="board"),
    path("contribute/post/", posting.choose_kind, name="post"),
    path("contribute/post/<str:kind>/", posting.write, name="write"),
    path("contribute/reach/", posting.reached, name="reach"),
    path("contribute/mine/", posting.mine, name="mine"),
    path("contribute/saved/", choosing.saved, name="saved"),
    path("contribute/applications/", applying.mine, name="my-applications"),
    path("contribute/applications/<uuid:uuid>/", applying.application, name="application"),
    path("contribute/applications/<uuid:uuid>/withdraw/", applying.withdraw, name="application-withdraw"),
    path("contribute/applications/<uuid:uuid>/reopen/", applying.reopen, name="application-reopen"),
    path("contribute/applications/<uuid:uuid>/delete/", applying.delete, name="application-delete"),
    path("contribute/applications/files/<uuid:uuid>/", applying.file, name="file"),
    path("contribute/applications/files/<uuid:uuid>/remove/", applying.remove_file, name="file-remove"),
    path("contribute/<str:slug>/", reading.opportunity, name="opportunity"),
    path("contribute/<str:slug>/apply/", applying.apply, name="apply"),
    path("contribute/<str:slug>/address/", applying.address, name="address"),
    path("contribute/<str:slug>/applications/", inbox.inbox, name="applications"),
    path("contribute/<str:slug>/applications/answer/", inbox.answer, name="answer"),
    path("contribute/<str:slug>/applications/export/<str:format>/", inbox.export, name="export"),
    path("contribute/<str:slug>/applications/<uuid:uuid>/", inbox.arrived, name="arrived"),
    path("contribute/<str:slug>/applications/<uuid:uuid>/status/", inbox.status, name="arrived-status"),
    path("contribute/<str:slug>/applications/<uuid:uuid>/note/", inbox.note, name="arrived-note"),
    path(
        "contribute/<str:slug>/applications/<uuid:uuid>/note/<int:pk>/delete/",
        inbox.delete_note,
        name="arrived-note-delete",
    ),
    path("contribute/<str:slug>/edit/", posting.edit, name="edit"),
    path("contribute/<str:slug>/check/", posting.check, name="check"),
    path("contribute/<str:slug>/withdraw/", posting.withdraw, name="withdraw"),
    path("contribute/<str:slug>/delete/", posting.delete, name="delete"),
    path("contribute/<str:slug>/save/", choosing.save, name="save"),
    path("contribute/<str:slug>/unsave/", choosing.unsave, name="unsave"),
    path("contribute/<str:slug>/dismiss/", choosing.dismiss, name="dismiss"),
    path("contribute/<str:slug>/restore/", choosing.restore, name="restore"),
]
