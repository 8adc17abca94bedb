from django.urls import path

from taxonomy import views

app_name = "taxonomy"
urlpatterns = [
    path("taxonomy/expertise/", views.complete_expertise, name="complete-expertise"),
    path("taxonomy/places/", views.complete_places, name="complete-places"),
]
