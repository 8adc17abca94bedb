from django.urls import path

from resources.views import contributing, files, oai, reading

app_name = "resources"
urlpatterns = [
    path("learn/", reading.library, name="library"),
    path("learn/contribute/", contributing.contribute, name="contribute"),
    path("learn/mine/", contributing.mine, name="mine"),
    path("learn/collections/", reading.collections, name="collections"),
    path("learn/collections/<str:slug>/", reading.collection, name="collection"),
    path("learn/oai", oai.oai, name="oai"),
    path("learn/<str:slug>/", reading.resource, name="resource"),
    path("learn/<str:slug>/cite.<str:format>", reading.cite, name="cite"),
    path("learn/<str:slug>/file/<int:number>/", files.download_file, name="file"),
    path("learn/<str:slug>/edit/", contributing.edit, name="edit"),
    path("learn/<str:slug>/check/", contributing.check, name="check"),
    path("learn/<str:slug>/withdraw/", contributing.withdraw, name="withdraw"),
    path("learn/<str:slug>/delete/", contributing.delete, name="delete"),
]
