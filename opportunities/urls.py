from django.urls import path

from opportunities.views import bidding, choosing, deadlines, posting, reading, tender_desk

app_name = "opportunities"
urlpatterns = [
    path("contribute/", reading.board, name="board"),
    path("contribute/post/", posting.choose_kind, name="post"),
    path("contribute/post/<str:kind>/", posting.write, name="write"),
    path("contribute/reach/", posting.reached, name="reach"),
    path("contribute/mine/", posting.mine, name="mine"),
    path("contribute/saved/", choosing.saved, name="saved"),
    path("contribute/bids/", bidding.bids, name="bids"),
    path("contribute/bids/<uuid:uuid>/", bidding.receipt, name="bid"),
    path("contribute/bids/<uuid:uuid>/withdraw/", bidding.withdraw, name="bid-withdraw"),
    path("contribute/bids/<uuid:uuid>/files/<int:number>/", bidding.file, name="bid-file"),
    path("contribute/<str:slug>/", reading.opportunity, name="opportunity"),
    path("contribute/<str:slug>/edit/", posting.edit, name="edit"),
    path("contribute/<str:slug>/check/", posting.check, name="check"),
    path("contribute/<str:slug>/withdraw/", posting.withdraw, name="withdraw"),
    path("contribute/<str:slug>/delete/", posting.delete, name="delete"),
    path("contribute/<str:slug>/deadline/", deadlines.extend, name="deadline"),
    path("contribute/<str:slug>/close/", deadlines.close, name="close"),
    path("contribute/<str:slug>/documents/<int:pk>/", bidding.document, name="tender-document"),
    path("contribute/<str:slug>/ask/", bidding.ask, name="tender-ask"),
    path("contribute/<str:slug>/bid/", bidding.bid, name="tender-bid"),
    path("contribute/<str:slug>/tender/", tender_desk.desk, name="tender-desk"),
    path("contribute/<str:slug>/tender/documents/", tender_desk.add_document, name="tender-add"),
    path("contribute/<str:slug>/tender/documents/<int:pk>/", tender_desk.add_document, name="tender-version"),
    path("contribute/<str:slug>/tender/documents/<int:pk>/remove/", tender_desk.remove_document, name="tender-remove"),
    path("contribute/<str:slug>/tender/lots/<int:number>/", tender_desk.lot, name="tender-lot"),
    path("contribute/<str:slug>/tender/questions/<int:pk>/", tender_desk.answer, name="tender-answer"),
    path("contribute/<str:slug>/tender/open/", tender_desk.open_bids, name="tender-open"),
    path("contribute/<str:slug>/tender/award/", tender_desk.award, name="tender-award"),
    path("contribute/<str:slug>/save/", choosing.save, name="save"),
    path("contribute/<str:slug>/unsave/", choosing.unsave, name="unsave"),
    path("contribute/<str:slug>/dismiss/", choosing.dismiss, name="dismiss"),
    path("contribute/<str:slug>/restore/", choosing.restore, name="restore"),
]
