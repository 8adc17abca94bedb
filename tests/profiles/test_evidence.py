"""What owners upload is judged by what it holds, kept where no address leads, and read by moderators alone."""

from collections.abc import Callable
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from wagtail.models import ModelLogEntry

from profiles import services
from profiles.archive import write_archive
from profiles.evidence import check_evidence
from profiles.models import Evidence, Organization, Profile, Verification
from tests.profiles.conftest import make_picture

BrowserOf = Callable[[Any], Client]
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def upload(content: bytes, name: str = "statutes.pdf", type: str = "application/pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, type)


def files_in(root: Any) -> list[Path]:
    return [path for path in Path(root).rglob("*") if path.is_file()]


def ask(organization: Organization, owner: Profile, *files: SimpleUploadedFile) -> Verification:
    checked = [check_evidence(file) for file in files]
    return services.ask_for_verification(
        organization=organization, by=owner.user, statement="Register number 7.", files=checked
    )


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"", "statutes.pdf"), (b"<html><script>alert(1)</script></html>", "statutes.pdf"), (b"PK\x03\x04", "a.docx")],
    ids=["empty", "html as pdf", "zip"],
)
def test_what_is_no_evidence_is_refused_by_name(content: bytes, name: str) -> None:
    """What else is refused, and how, is in test_uploads.py."""
    with pytest.raises(ValidationError) as refusal:
        check_evidence(upload(content, name))
    assert refusal.value.messages[0].startswith(name)


def test_a_picture_is_encoded_again_whatever_hides_in_it() -> None:
    exif = Image.Exif()
    exif[0x010E] = "at home"
    sent = make_picture(4000, 1000, exif=exif).read() + b"<script>alert(1)</script>PK\x03\x04evil.zip"
    checked = check_evidence(upload(sent, "../../etc/seal.pdf"))
    kept = checked.content.read()
    picture = Image.open(BytesIO(kept))
    assert (checked.name, checked.extension, picture.format, picture.size) == ("seal.jpg", ".jpg", "JPEG", (3000, 750))
    assert [hidden for hidden in (b"script", b"PK\x03\x04", b"at home") if hidden in kept] == []
    assert checked.digest == sha256(sent).hexdigest()


def test_a_pdf_is_kept_as_it_is() -> None:
    checked = check_evidence(upload(PDF))
    assert (checked.content.read(), checked.extension, checked.digest) == (PDF, ".pdf", sha256(PDF).hexdigest())


def test_a_very_long_name_is_cut_and_kept(organization: Organization, owner: Profile) -> None:
    request = ask(organization, owner, upload(PDF, f"{'statutes' * 20}.pdf"))
    assert [each.name for each in request.evidence.all()] == [f"{'statutes' * 15}.pdf"]


def test_files_lie_apart_under_names_that_nobody_guesses(
    organization: Organization, owner: Profile, browser_of: BrowserOf, settings: Any
) -> None:
    ask(organization, owner, upload(PDF))
    [path] = files_in(settings.PRIVATE_ROOT)
    assert (path.suffix, len(path.stem) >= 32, path.stat().st_mode & 0o077) == (".pdf", True, 0)
    assert files_in(settings.MEDIA_ROOT) == []
    with pytest.raises(ValueError, match="no address"):
        _ = Evidence.objects.get().file.url
    for who in (owner, None):
        for guess in ("evidence/", "private/evidence/", "images/../../private/evidence/"):
            assert browser_of(who).get(f"/media/{guess}{path.name}").status_code in (302, 400, 404)


def test_only_moderators_read_evidence_and_the_log_says_who(
    organization: Organization, owner: Profile, colleague: Profile, stranger: Profile, moderator: Any,
    browser_of: BrowserOf,
) -> None:  # fmt: skip
    request = ask(organization, owner, upload(PDF, "<b>.pdf"))
    address = f"/admin/organizations-to-check/evidence/{request.evidence.get().pk}/"
    for who in (owner, colleague, stranger, None):
        response = browser_of(who).get(address)
        assert (response.status_code, "login" in response["Location"] or response["Location"] == "/admin/") == (
            302,
            True,
        )
    assert not ModelLogEntry.objects.filter(action="profiles.read-evidence").exists()
    response = browser_of(moderator).get(address)
    assert b"".join(response.streaming_content) == PDF
    assert {name: response[name] for name in ("Content-Type", "X-Content-Type-Options")} == {
        "Content-Type": "application/pdf",
        "X-Content-Type-Options": "nosniff",
    }
    assert response["Content-Disposition"].startswith("attachment;")
    assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))
    entries = ModelLogEntry.objects.filter(action="profiles.read-evidence")
    assert [(entry.user_id, entry.object_id, entry.data) for entry in entries] == [
        (moderator.pk, str(organization.pk), {"digest": sha256(PDF).hexdigest()})
    ]


def test_a_moderator_does_not_read_the_evidence_of_their_own_organization(
    organization: Organization, owner: Profile, moderator: Any, browser_of: BrowserOf
) -> None:
    request = ask(organization, owner, upload(PDF))
    organization.memberships.create(user=moderator, role="member")
    client = browser_of(moderator)
    assert client.get(f"/admin/organizations-to-check/evidence/{request.evidence.get().pk}/").status_code == 404
    assert client.get(f"/admin/organizations-to-check/request/{request.pk}/").status_code == 404


@pytest.mark.parametrize("end", ["accept", "refuse", "withdraw", "account", "organization"])
def test_files_go_once_they_are_of_no_use(
    end: str, organization: Organization, owner: Profile, moderator: Any, settings: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    request = ask(organization, owner, upload(PDF), make_picture())
    assert len(files_in(settings.PRIVATE_ROOT)) == 2
    with django_capture_on_commit_callbacks(execute=True):
        if end == "accept":
            services.verify_organization(organization=organization, by=moderator, reason="Seen.", checklist=["person"])
        elif end == "refuse":
            services.refuse_verification(request=request, by=moderator, reason="No.")
        elif end == "withdraw":
            services.withdraw_verification(request=request)
        elif end == "account":
            services.delete_account(user=owner.user)
        else:
            organization.delete()
    assert files_in(settings.PRIVATE_ROOT) == []
    left = list(Evidence.objects.values_list("name", "file"))
    names = {"organization": [], "account": ["", ""]}.get(end, ["statutes.pdf", "photo.jpg"])
    assert left == [(name, "") for name in names]


def test_the_copy_of_ones_data_has_the_files_that_wait(organization: Organization, owner: Profile) -> None:
    request = ask(organization, owner, upload(PDF))
    copy = BytesIO()
    write_archive(user=owner.user, file=copy)
    with ZipFile(copy) as archive:
        assert archive.read(f"files/evidence-{request.evidence.get().pk}.pdf") == PDF


def test_the_form_refuses_too_many_and_names_what_is_wrong(
    organization: Organization, owner: Profile, browser_of: BrowserOf, settings: Any
) -> None:
    client, address = browser_of(owner), f"{organization.get_absolute_url()}verification/"
    page = client.post(address, {"statement": "We.", "evidence": [upload(PDF) for _number in range(6)]})
    assert (page.status_code, "Send 5 files at most." in page.content.decode()) == (422, True)
    wrong = [upload(PDF), upload(b"", "a.pdf"), upload(b"<html>", "b.pdf")]
    text = client.post(address, {"statement": "We.", "evidence": wrong}).content.decode()
    assert ("a.pdf is empty" in text, "b.pdf is a file of the kind HTML" in text) == (True, True)
    assert (Verification.objects.count(), files_in(settings.PRIVATE_ROOT)) == (0, [])
    assert client.post(address, {"statement": "We.", "evidence": [upload(PDF), upload(PDF)]}).status_code == 302
    assert Evidence.objects.count() == 2
