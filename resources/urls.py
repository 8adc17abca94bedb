from django.urls import path

from resources.views import asking, contributing, feeds, files, helping, keeping, lists, oai, reading, requesting

app_name = "resources"
urlpatterns = [
    path("learn/", reading.library, name="library"),
    path("learn/feed.atom", feeds.library_feed, {"format": "atom"}, name="feed"),
    path("learn/feed.rss", feeds.library_feed, {"format": "rss"}, name="feed-rss"),
    path("learn/contribute/", contributing.contribute, name="contribute"),
    path("learn/mine/", contributing.mine, name="mine"),
    path("learn/kept/", keeping.kept, name="kept"),
    path("learn/lists/", lists.mine, name="lists"),
    path("learn/lists/<uuid:uuid>/", lists.reading_list, name="list"),
    path("learn/lists/<uuid:uuid>/change/", lists.change, name="list-change"),
    path("learn/lists/<uuid:uuid>/delete/", lists.delete, name="list-delete"),
    path("learn/lists/<uuid:uuid>/arrange/", lists.arrange, name="list-arrange"),
    path("learn/collections/", reading.collections, name="collections"),
    path("learn/collections/<str:slug>/", reading.collection, name="collection"),
    path("learn/oai", oai.oai, name="oai"),
    path("learn/<str:slug>/", reading.resource, name="resource"),
    path("learn/<str:slug>/cite.<str:format>", reading.cite, name="cite"),
    path("learn/<str:slug>/keep/", keeping.keep, name="keep"),
    path("learn/<str:slug>/give-up/", keeping.give_up, name="give-up"),
    path("learn/<str:slug>/lists/", lists.add, name="add-to-list"),
    path("learn/<str:slug>/helpful/", helping.helpful, name="helpful"),
    path("learn/<str:slug>/not-helpful/", helping.not_helpful, name="not-helpful"),
    path("learn/<str:slug>/note/", keeping.note, name="note"),
    path("learn/<str:slug>/file/<str:digest>/", files.download_file, name="file"),
    path("learn/<str:slug>/answer/", asking.answer, name="answer"),
    path("learn/<str:slug>/ask/", requesting.ask, name="ask"),
    path("learn/<str:slug>/ask/take-back/", requesting.take_back, name="ask-take-back"),
    path("learn/<str:slug>/requests/", requesting.requests, name="requests"),
    path("learn/<str:slug>/requests/<uuid:uuid>/", requesting.decide, name="decide"),
    path("learn/<str:slug>/edit/", contributing.edit, name="edit"),
    path("learn/<str:slug>/check/", contributing.check, name="check"),
    path("learn/<str:slug>/withdraw/", contributing.withdraw, name="withdraw"),
    path("learn/<str:slug>/delete/", contributing.delete, name="delete"),
]
