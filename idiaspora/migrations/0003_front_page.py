"""The site begins with a front page of our own where Wagtail has put its words of welcome."""

from django.db import migrations

WELCOME = "Welcome to your new Wagtail site!"


def make_front_page(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    HomePage = apps.get_model("idiaspora", "HomePage")
    Page = apps.get_model("wagtailcore", "Page")
    page = Page.objects.filter(depth=2, slug="home", title=WELCOME, numchild=0).first()
    if page is None or HomePage.objects.exists():
        return
    page.title = page.draft_title = "Home"
    page.content_type, _created = ContentType.objects.get_or_create(app_label="idiaspora", model="homepage")
    page.save()
    HomePage(page_ptr=page).save_base(raw=True)  # the page is there; only what our kind of page adds is written


class Migration(migrations.Migration):
    dependencies = [("idiaspora", "0002_pages")]
    operations = [migrations.RunPython(make_front_page, migrations.RunPython.noop, elidable=True)]
