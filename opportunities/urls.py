from django.urls import path

from opportunities.views import choosing, drafts, lifecycle, posting, reading

app_name = "opportunities"
urlpatterns = [
    path("contribute/", reading.board, name="board"),
    path("contribute/post/", posting.choose_kind, name="post"),
    path("contribute/post/<str:kind>/", posting.write, name="write"),
    path("contribute/reach/", posting.reached, name="reach"),
    path("contribute/suggest/", drafts.suggest, name="suggest"),
    path("contribute/mine/", posting.mine, name="mine"),
    path("contribute/saved/", choosing.saved, name="saved"),
    path("contribute/<str:slug>/", reading.opportunity, name="opportunity"),
    path("contribute/<str:slug>/edit/", posting.edit, name="edit"),
    path("contribute/<str:slug>/check/", posting.check, name="check"),
    path("contribute/<str:slug>/withdraw/", posting.withdraw, name="withdraw"),
    path("contribute/<str:slug>/duplicate/", lifecycle.duplicate, name="duplicate"),
    path("contribute/<str:slug>/filled/", lifecycle.fill, name="fill"),
    path("contribute/<str:slug>/delete/", posting.delete, name="delete"),
    path("contribute/<str:slug>/save/", choosing.save, name="save"),
    path("contribute/<str:slug>/unsave/", choosing.unsave, name="unsave"),
    path("contribute/<str:slug>/dismiss/", choosing.dismiss, name="dismiss"),
    path("contribute/<str:slug>/restore/", choosing.restore, name="restore"),
]
