import django.db.models.deletion
import modelcluster.fields
import wagtail.models.preview
from django.db import migrations, models

from profiles.review_setup import give_permissions


def let_editors_curate(apps, schema_editor):
    give_permissions(apps, "resources", "collection")


class Migration(migrations.Migration):

    dependencies = [
        ('resources', '0003_identifiers_and_tombstones'),
        ('auth', '0012_alter_user_first_name_max_length'),
        ('contenttypes', '0002_remove_content_type_name'),
        ('wagtailadmin', '0001_create_admin_access_permissions'),
        ('wagtailcore', '0098_apitoken'),
        ('wagtailimages', '0027_image_description'),
    ]

    operations = [
        migrations.CreateModel(
            name='Collection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('live', models.BooleanField(default=True, editable=False, verbose_name='live')),
                ('has_unpublished_changes', models.BooleanField(default=False, editable=False, verbose_name='has unpublished changes')),
                ('first_published_at', models.DateTimeField(blank=True, db_index=True, null=True, verbose_name='first published at')),
                ('last_published_at', models.DateTimeField(editable=False, null=True, verbose_name='last published at')),
                ('go_live_at', models.DateTimeField(blank=True, null=True, verbose_name='go live date/time')),
                ('expire_at', models.DateTimeField(blank=True, null=True, verbose_name='expiry date/time')),
                ('expired', models.BooleanField(default=False, editable=False, verbose_name='expired')),
                ('slug', models.SlugField(allow_unicode=True, max_length=120, unique=True, verbose_name='address')),
                ('title', models.CharField(max_length=160, verbose_name='title')),
                ('introduction', models.TextField(help_text='What one learns from it, and in which order to read.', max_length=4000, verbose_name='introduction')),
                ('language', models.CharField(default='en', max_length=12, verbose_name='language')),
                ('audience', models.CharField(blank=True, choices=[('newcomer', 'For who is new in a country'), ('entrepreneur', 'For who founds a business'), ('returnee', 'For who returns'), ('ministry', 'For ministries and authorities')], help_text='Shown first in the library to lead somebody in.', max_length=20, verbose_name='start here')),
                ('is_featured', models.BooleanField(default=False, help_text='Shown at the top of the library.', verbose_name='featured')),
                ('cover', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailimages.image', verbose_name='cover')),
                ('latest_revision', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='latest revision')),
                ('live_revision', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='live revision')),
            ],
            options={
                'verbose_name': 'collection',
                'verbose_name_plural': 'collections',
                'ordering': ['title', 'pk'],
            },
            bases=(wagtail.models.preview.PreviewableMixin, models.Model),
        ),
        migrations.CreateModel(
            name='CollectionItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='why it is here')),
                ('collection', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='resources.collection')),
                ('resource', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='collection_items', to='resources.resource', verbose_name='resource')),
            ],
            options={
                'verbose_name': 'resource of a collection',
                'verbose_name_plural': 'resources of a collection',
                'ordering': ['sort_order'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('collection', 'resource'), name='once_in_a_collection')],
            },
        ),
        migrations.RunPython(let_editors_curate, migrations.RunPython.noop),
    ]
