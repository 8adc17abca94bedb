import django.db.models.deletion
import django.utils.timezone
import profiles.private_files
from django.conf import settings
from django.db import migrations, models


def record(apps, schema_editor):
    """Organizations that are verified already get a row in the history, without an end; may run again without harm."""
    Organization = apps.get_model("profiles", "Organization")
    Verification = apps.get_model("profiles", "Verification")
    recorded = Verification.objects.filter(status="accepted").values("organization")
    verified = Organization.objects.exclude(verified_at=None).exclude(pk__in=recorded)
    rows = verified.values_list("pk", "verified_at", "verified_by")
    Verification.objects.bulk_create(
        (
            Verification(organization_id=pk, asked=at, decided=at, decided_by_id=by, status="accepted")
            for pk, at, by in rows.iterator()
        ),
        batch_size=500,
    )


class Migration(migrations.Migration):

    dependencies = [
        ('profiles', '0010_saved_searches'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='invitation',
            name='role',
            field=models.CharField(choices=[('owner', 'Owner'), ('editor', 'Publisher'), ('member', 'Member')], default='member', max_length=10, verbose_name='role'),
        ),
        migrations.AlterField(
            model_name='membership',
            name='role',
            field=models.CharField(choices=[('owner', 'Owner'), ('editor', 'Publisher'), ('member', 'Member')], default='member', max_length=10, verbose_name='role'),
        ),
        migrations.CreateModel(
            name='Verification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked', models.DateTimeField(default=django.utils.timezone.now, verbose_name='asked')),
                ('statement', models.TextField(blank=True, max_length=4000, verbose_name='statement')),
                ('checklist', models.JSONField(blank=True, default=list, verbose_name='checked')),
                ('status', models.CharField(choices=[('waiting', 'Waiting'), ('accepted', 'Verified'), ('refused', 'Refused'), ('withdrawn', 'Withdrawn'), ('renewed', 'Renewed'), ('renamed', 'Ended by a new name'), ('taken-back', 'Taken back'), ('expired', 'Expired')], default='waiting', max_length=10, verbose_name='status')),
                ('decided', models.DateTimeField(blank=True, null=True, verbose_name='decided on')),
                ('reason', models.TextField(blank=True, max_length=2000, verbose_name='reason')),
                ('expires', models.DateField(blank=True, null=True, verbose_name='expires on')),
                ('reminded', models.DateTimeField(blank=True, null=True, verbose_name='reminded')),
                ('ended', models.DateTimeField(blank=True, null=True, verbose_name='ended')),
                ('end_reason', models.TextField(blank=True, max_length=2000, verbose_name='why it ended')),
                ('asked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='verifications', to='profiles.organization')),
            ],
            options={
                'verbose_name': 'verification',
                'verbose_name_plural': 'verifications',
                'ordering': ['asked', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('digest', models.CharField(max_length=64)),
                ('file', models.FileField(blank=True, storage=profiles.private_files.private_storage, upload_to='evidence/', verbose_name='file')),
                ('uploaded', models.DateTimeField(default=django.utils.timezone.now, verbose_name='uploaded')),
                ('verification', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='evidence', to='profiles.verification')),
            ],
            options={
                'verbose_name': 'evidence',
                'verbose_name_plural': 'evidence',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Claim',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('why', models.TextField(max_length=2000, verbose_name='why it is yours')),
                ('proof', models.TextField(max_length=2000, verbose_name='how to check it')),
                ('status', models.CharField(choices=[('waiting', 'Waiting'), ('accepted', 'Accepted'), ('refused', 'Refused'), ('withdrawn', 'Withdrawn')], default='waiting', max_length=10, verbose_name='status')),
                ('created', models.DateTimeField(default=django.utils.timezone.now, verbose_name='created')),
                ('decided', models.DateTimeField(blank=True, null=True, verbose_name='decided on')),
                ('reason', models.TextField(blank=True, max_length=2000, verbose_name='reason')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='claims', to='profiles.organization')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='claims', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'claim',
                'verbose_name_plural': 'claims',
                'ordering': ['created', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('status', 'waiting')), fields=('organization', 'user'), name='one_open_claim_each')],
            },
        ),
        migrations.CreateModel(
            name='OrganizationLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('chapter', 'Chapter'), ('member', 'Member organization')], max_length=10, verbose_name='kind')),
                ('status', models.CharField(choices=[('asked', 'Asked'), ('accepted', 'Accepted')], default='asked', max_length=10, verbose_name='status')),
                ('is_asked_by_parent', models.BooleanField()),
                ('created', models.DateTimeField(default=django.utils.timezone.now, verbose_name='created')),
                ('answered', models.DateTimeField(blank=True, null=True, verbose_name='answered')),
                ('asked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('child', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links_up', to='profiles.organization')),
                ('parent', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links_down', to='profiles.organization')),
            ],
            options={
                'verbose_name': 'link between organizations',
                'verbose_name_plural': 'links between organizations',
                'ordering': ['created', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('parent', 'child'), name='one_link_of_two'), models.CheckConstraint(condition=models.Q(('parent', models.F('child')), _negated=True), name='no_link_to_itself')],
            },
        ),
        migrations.AddConstraint(
            model_name='verification',
            constraint=models.UniqueConstraint(condition=models.Q(('status', 'waiting')), fields=('organization',), name='one_waiting_verification'),
        ),
        migrations.AddConstraint(
            model_name='verification',
            constraint=models.UniqueConstraint(condition=models.Q(('status', 'accepted')), fields=('organization',), name='one_accepted_verification'),
        ),
        migrations.RunPython(record, migrations.RunPython.noop),
    ]
