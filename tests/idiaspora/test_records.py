"""Records in and out, as an operator meets them: a file comes in whole or not at all, and twice is once."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any, ClassVar

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from wagtail.models import Revision

from opportunities.models import Opportunity
from opportunities.services import save_draft, submit_opportunity
from profiles.models import Organization, Profile
from resources.models import Resource, Tombstone
from search.models import OutboxRow
from taxonomy.models import Term
from tests.opportunities.factories import DECLARED
from tests.profiles.factories import make_member

pytestmark = pytest.mark.django_db
COMMUNITY = Path(__file__).parent.parent / "data" / "community.jsonl"
ORGANIZATION = {"kind": "organization", "ref": "o1", "name": "Club", "type": "association"}
PROFILE = {"kind": "profile", "ref": "p1", "email": "p1@example.org", "name": "Aigul", "joined": "2025-01-01"}
OPPORTUNITY = {
    "kind": "opportunity",
    "ref": "v1",
    "organization": "o1",
    "type": "vacancy",
    "title": "Cook",
    "zone": "Europe/Berlin",
}

REPORT = {"kind": "resource", "ref": "r", "type": "report", "title": "T", "url": "https://e.org"}

Import = Callable[..., tuple[str, str]]


@pytest.fixture
def bring_in(tmp_path: Path) -> Import:
    """Imports a file, or lines (records, or text as it is); gives what was printed: (output, warnings and faults)."""

    def run(*lines: Any, file: Path | None = None, **options: Any) -> tuple[str, str]:
        if file is None:
            file = tmp_path / "records.jsonl"
            file.write_text(
                "".join((x if isinstance(x, str) else json.dumps(x)) + "\n" for x in lines), encoding="utf-8"
            )
        out, err = StringIO(), StringIO()
        try:
            call_command("import_records", file, stdout=out, stderr=err, **options)
        except CommandError as error:
            return str(error), err.getvalue()
        return out.getvalue(), err.getvalue()

    return run


def everything(tmp_path: Path, name: str = "out.jsonl") -> list[dict[str, Any]]:
    call_command("export_records", tmp_path / name, stdout=StringIO())
    return [json.loads(line) for line in (tmp_path / name).read_text(encoding="utf-8").splitlines()]


class TestAWholeCommunity:
    def test_comes_in_whole(self, bring_in: Import) -> None:
        out, err = bring_in(file=COMMUNITY)
        assert out.splitlines() == [
            "opportunity: 2 added",
            "organization: 2 added",
            "profile: 2 added",
            "resource: 1 added",
        ]
        assert err.splitlines() == [
            "warning: line 4: no concept has the label 'quantum yurt alignment'; kept as a pending term",
            "warning: line 4: city 'Нигдеград, RU' is not among the known places; kept as written",
        ]
        nurgul = Profile.objects.get(ref="nurgul")
        assert (nurgul.place.name, nurgul.user.email, nurgul.audiences) == (
            "Berlin",
            "nurgul@example.org",
            {"about": "private"},
        )
        assert [term.name for term in nurgul.expertise.order_by("profile_expertise__pk")] == ["irrigation", "сварка"]
        azamat = Profile.objects.get(ref="azamat")
        assert (azamat.place, azamat.city, azamat.user.has_usable_password()) == (None, "Нигдеград", False)
        canal = Opportunity.objects.get(ref="canal-engineer")
        assert canal.closes == datetime(2099, 7, 5, 12, 0, 30, tzinfo=UTC)
        assert ([place.place.name for place in canal.places.all()], canal.live) == (["Osh"], True)
        assert Opportunity.objects.get(ref="old-tender").is_closed()
        assert Resource.objects.get().organization == Organization.objects.get(ref="osh-water")

    def test_twice_changes_nothing(self, bring_in: Import) -> None:
        bring_in(file=COMMUNITY)
        before = list(OutboxRow.objects.values_list("pk", flat=True)), Revision.objects.count(), Term.objects.count()
        out, _err = bring_in(file=COMMUNITY)
        assert [line.split(" ", 1)[1] for line in out.splitlines()] == [
            "2 unchanged",
            "2 unchanged",
            "2 unchanged",
            "1 unchanged",
        ]
        after = list(OutboxRow.objects.values_list("pk", flat=True)), Revision.objects.count(), Term.objects.count()
        assert before == after

    def test_everything_new_is_to_be_indexed(self, bring_in: Import) -> None:
        bring_in(file=COMMUNITY)
        noted = sorted(OutboxRow.objects.values_list("kind", flat=True))
        assert noted == ["opportunity"] * 2 + ["organization"] * 2 + ["profile"] * 2 + ["resource"]

    def test_a_dry_run_writes_nothing(self, bring_in: Import) -> None:
        out, err = bring_in(file=COMMUNITY, dry_run=True)
        assert out.splitlines()[-1] == "This was a dry run; nothing was written."
        assert len(err.splitlines()) == 2
        assert not (Organization.objects.exists() or Profile.objects.exists() or OutboxRow.objects.exists())

    def test_goes_out_and_comes_in_again_as_it_was(self, bring_in: Import, tmp_path: Path) -> None:
        bring_in(file=COMMUNITY)
        first = everything(tmp_path)
        assert [record["ref"] for record in first] == [
            "osh-water", "berlin-club", "nurgul", "azamat", "canal-engineer", "old-tender", "canal-manual",
        ]  # fmt: skip
        for model in (Resource, Opportunity, Profile, Organization, get_user_model()):
            model.objects.all().delete()
        bring_in(file=tmp_path / "out.jsonl")
        assert everything(tmp_path, "again.jsonl") == first

    def test_what_members_made_here_comes_in_unchanged(self, bring_in: Import, tmp_path: Path) -> None:
        member = make_member("here@example.org", name="Here", expertise=["welding"], city="Osh", country="KG")
        make_member(name="Other")
        (first, _other) = everything(tmp_path)
        assert first["ref"] == f"profile-{member.pk}"
        assert bring_in(file=tmp_path / "out.jsonl")[0] == "profile: 2 unchanged\n"

    def test_a_made_reference_never_names_somebody_else(self, bring_in: Import) -> None:
        here = make_member("here@example.org", name="Here")
        assert bring_in({**PROFILE, "ref": f"profile-{here.pk}"})[0] == "profile: 1 added\n"
        here.refresh_from_db()
        assert (here.name, Profile.objects.count()) == ("Here", 2)

    def test_the_export_is_for_the_operator_alone(self, tmp_path: Path) -> None:
        everything(tmp_path)
        assert (tmp_path / "out.jsonl").stat().st_mode & 0o777 == 0o600
        with pytest.raises(CommandError, match="No such file"):
            call_command("export_records", tmp_path / "nowhere" / "x.jsonl")


class TestResources:
    RESOURCE: ClassVar = {"kind": "resource", "ref": "r", "type": "report", "title": "T", "url": "https://e.org/1"}
    UUID = "6f1c8e0a-6b1d-4f6e-9a52-0c8f5f1f9d11"

    def test_identifiers_and_goals_come_in_and_go_out(self, bring_in: Import, tmp_path: Path) -> None:
        facts = {"doi": "10.1000/ABC", "isbn": "3-16-148410-X", "sdgs": [15, 2, 2], "gcm": [19], "uuid": self.UUID}
        assert bring_in({**self.RESOURCE, **facts})[0] == "resource: 1 added\n"
        [told] = everything(tmp_path)
        assert {name: told[name] for name in facts} == {
            "doi": "10.1000/abc", "isbn": "9783161484100", "sdgs": [2, 15], "gcm": [19], "uuid": self.UUID,
        }  # fmt: skip
        assert bring_in(file=tmp_path / "out.jsonl")[0] == "resource: 1 unchanged\n"
        assert bring_in({**self.RESOURCE, **facts, "uuid": None})[0] == "resource: 1 unchanged\n"
        assert bring_in({**self.RESOURCE, **facts, "doi": ""})[0] == "resource: 1 changed\n"

    def test_a_uuid_is_given_once_and_to_one(self, bring_in: Import) -> None:
        bring_in({**self.RESOURCE, "uuid": self.UUID})
        other = {**self.RESOURCE, "uuid": "0" * 32}
        _out, err = bring_in(other, {**self.RESOURCE, "ref": "s", "uuid": self.UUID.upper()})
        assert [line.partition("uuid ")[2] for line in err.splitlines()] == [
            '"00000000-0000-0000-0000-000000000000": the uuid of a resource never changes; leave it out',
            f'"{self.UUID}": a resource with another ref has it; leave it out',
        ]
        _out, err = bring_in(
            {**self.RESOURCE, "ref": "a", "uuid": "1" * 32}, {**self.RESOURCE, "ref": "b", "uuid": "1" * 32}
        )
        assert "line 1 has it already" in err

    def test_what_was_deleted_comes_back_as_the_same(self, bring_in: Import) -> None:
        bring_in({**self.RESOURCE, "uuid": self.UUID})
        Resource.objects.all().delete()
        assert Tombstone.objects.count() == 1
        bring_in({**self.RESOURCE, "uuid": self.UUID})
        assert (str(Resource.objects.get().uuid), Tombstone.objects.count()) == (self.UUID, 0)


class TestChanges:
    def test_are_written_and_told(self, bring_in: Import) -> None:
        bring_in(ORGANIZATION, {**OPPORTUNITY, "expertise": ["cooking"], "places": [{"city": "Osh", "country": "KG"}]})
        OutboxRow.objects.all().delete()
        changed = {**OPPORTUNITY, "title": "Baker", "expertise": ["baking"], "places": [{"country": "DE"}]}
        assert bring_in(ORGANIZATION, changed)[0].splitlines() == [
            "opportunity: 1 changed",
            "organization: 1 unchanged",
        ]
        post = Opportunity.objects.get()
        assert (post.title, post.slug) == ("Baker", "cook")
        assert [term.name for term in post.expertise.all()] == ["baking"]
        assert [(place.city, place.country) for place in post.places.all()] == [("", "DE")]
        assert set(OutboxRow.objects.values_list("kind", "object_id")) == {("opportunity", post.pk)}

    def test_whoever_edits_next_begins_from_them(self, bring_in: Import) -> None:
        member = make_member().user
        bring_in({**ORGANIZATION, "verified": True}, OPPORTUNITY)
        post = Opportunity.objects.get()
        save_draft(opportunity=post, author=member, title="Edited here", description="x")
        submit_opportunity(declared=DECLARED, opportunity=Opportunity.objects.get(), author=member)
        bring_in({**ORGANIZATION, "verified": True}, {**OPPORTUNITY, "title": "Baker", "useful": ["welding"]})
        latest = Opportunity.objects.get().get_latest_revision_as_object()
        assert (latest.title, [term.name for term in latest.useful.all()]) == ("Baker", ["welding"])
        assert Opportunity.objects.get().title == "Baker"

    def test_who_has_signed_in_keeps_what_they_wrote(self, bring_in: Import) -> None:
        bring_in(PROFILE)
        user = Profile.objects.get().user
        user.last_login = datetime(2026, 1, 1, tzinfo=UTC)
        user.save()
        out, err = bring_in(
            {**PROFILE, "name": "Other", "email": "other@example.org", "audiences": {"roots": "public"}}
        )
        assert out == "profile: 1 unchanged\n"
        assert err == "warning: line 1: p1: its owner has signed in and keeps it since; nothing was changed\n"
        kept = Profile.objects.get()
        assert (kept.name, kept.user.email, kept.audiences) == ("Aigul", "p1@example.org", {})


class TestAccounts:
    @pytest.mark.parametrize("written", ["owner@example.org", "OWNER@Example.org"])
    def test_of_others_are_never_taken_over(self, bring_in: Import, written: str) -> None:
        owner = get_user_model().objects.create_user("Owner@example.org", password="x" * 12)
        out, err = bring_in(ORGANIZATION, {**PROFILE, "email": written})
        assert "1 faults; nothing was imported" in out
        assert err == (
            'line 2: email "owner@example.org": an account has this address already; it is never taken over by an import\n'
        )
        owner.refresh_from_db()
        assert owner.has_usable_password()
        assert not (Profile.objects.exists() or Organization.objects.exists())

    def test_get_a_new_address_until_they_are_used(self, bring_in: Import) -> None:
        bring_in(PROFILE)
        assert bring_in({**PROFILE, "email": "new@example.org"})[0] == "profile: 1 changed\n"
        assert [user.email for user in get_user_model().objects.all()] == ["new@example.org"]


FAULTS = [
    ("{", 'line: this is not JSON in UTF-8'),
    ("[1]", 'line [1]: write one object a line'),
    ("[" * 5000, "line: this is not JSON in UTF-8"),
    ({}, "kind: say what this is: organization, profile, opportunity or resource"),
    ({"kind": "yurt"}, 'kind "yurt": use one of: organization, profile, opportunity, resource'),
    ({**ORGANIZATION, "name": 5}, "name 5: Input should be a valid string"),
    ({**ORGANIZATION, "name": "  "}, 'name "  ": write something here'),
    ({**ORGANIZATION, "name": "a\x00b"}, 'name "a\\u0000b": take out the NUL character'),
    ({**ORGANIZATION, "nmae": "x"}, 'nmae "x": there is no such field; take it out or correct its name'),
    ({**ORGANIZATION, "type": "club"}, 'type "club": use one of: association, confederation'),
    ({**ORGANIZATION, "countries": ["KG", "Kirgizia"]}, 'countries.1 "Kirgizia": use an ISO 3166-1 code'),
    ({**ORGANIZATION, "website": "javascript:alert(1)"}, 'website "javascript:alert(1)": write a whole address'),
    ({**ORGANIZATION, "website": "https://e.org/" + "a" * 200}, "website "),
    ({**ORGANIZATION, "verified": "yes"}, 'verified "yes": Input should be a valid boolean'),
    ({"kind": "profile", "ref": "p"}, "email: this field is needed; add it"),
    ({**PROFILE, "email": "nobody"}, 'email "nobody": write an e-mail address'),
    ({**PROFILE, "country": "kg"}, 'country "kg": use an ISO 3166-1 code'),
    ({**PROFILE, "languages": ["russian"]}, 'languages.0 "russian": use an ISO 639-1 code'),
    ({**PROFILE, "audiences": {"about": "friends"}}, 'audiences.about "friends": use one of: public, members, connections, private'),
    ({**PROFILE, "joined": "2024-02-30"}, 'joined "2024-02-30": 2024-02-30 is no day of the calendar'),
    ({**OPPORTUNITY, "organization": "nobody"}, 'organization "nobody": no organization has this ref'),
    ({**OPPORTUNITY, "closes": "2026-07-05"}, 'closes "2026-07-05": write date and time like'),
    ({**OPPORTUNITY, "closes": "2026-07-05T18:00+06:00"}, 'closes "2026-07-05T18:00+06:00": leave the offset out'),
    ({**OPPORTUNITY, "closes": "0001-01-01T00:00"}, 'closes "0001-01-01T00:00": write date and time like'),
    ({**OPPORTUNITY, "closes": "2026-03-29T02:30"}, 'closes "2026-03-29T02:30": the clocks of Europe/Berlin jump over'),
    ({**OPPORTUNITY, "opens": "2026-02-01T00:00", "closes": "2026-01-01T00:00"}, 'closes "2026-01-01T00:00": 2026-01-01T00:00 is not after opens'),
    ({**OPPORTUNITY, "zone": "Bishkek"}, 'zone "Bishkek": use a name of the time zone database'),
    ({**OPPORTUNITY, "details": {"a": {"b": [{"c": {"d": {"e": {"f": {"g": {"h": {}}}}}}}]}}}, "details {"),
    ({**OPPORTUNITY, "details": {"a": ["\x00"]}}, "details "),
    ({**REPORT, "doi": "see 10.1000/1"}, 'doi "see 10.1000/1": write a DOI alone, like 10.1000/182'),
    ({**REPORT, "isbn": "978-3-16-148410-1"},
     'isbn "978-3-16-148410-1": write an ISBN whose check digit is right, like 978-3-16-148410-0'),
    ({**REPORT, "sdgs": [18]}, "sdgs [18]: 18 is none of 1 to 17"),
    ({**REPORT, "uuid": "me"}, 'uuid "me": write a UUID, or leave it out and it gets one'),
    ({"kind": "resource", "ref": "r", "type": "report", "title": "T", "url": "https://e.org", "year": "2018"}, 'year "2018": Input should be a valid integer'),
]  # fmt: skip


class TestBadFiles:
    @pytest.mark.parametrize(("line", "told"), FAULTS, ids=range(len(FAULTS)))
    def test_say_line_field_value_and_cure(self, bring_in: Import, line: Any, told: str) -> None:
        _out, err = bring_in({**ORGANIZATION, "ref": "o0"}, "", line)
        assert [fault for fault in err.splitlines() if fault.startswith(f"line 3: {told}")], err
        assert not Organization.objects.exists()

    def test_every_bad_line_is_told_and_nothing_of_the_file_is_written(self, bring_in: Import) -> None:
        out, err = bring_in(
            ORGANIZATION,
            "x",
            {**ORGANIZATION, "ref": "o2", "name": 1, "type": "club"},
            PROFILE,
            {**PROFILE, "ref": "p2"},
        )
        assert [line.split(":")[0] for line in err.splitlines()] == ["line 2", "line 3", "line 3", "line 5"]
        assert err.splitlines()[-1] == 'line 5: email "p1@example.org": line 4 has it already; give each its own'
        assert out.endswith("4 faults; nothing was imported.")
        assert not (
            Organization.objects.exists() or Profile.objects.exists() or Term.objects.filter(status="pending").exists()
        )

    def test_the_same_reference_twice(self, bring_in: Import) -> None:
        assert bring_in(ORGANIZATION, ORGANIZATION)[1] == 'line 2: ref "o1": line 1 has it already; give each its own\n'

    def test_a_line_without_end_does_not_fill_the_memory(self, bring_in: Import) -> None:
        _out, err = bring_in('{"kind": "' + "x" * 3_000_000, {**ORGANIZATION, "name": 1})
        assert [line[:51] for line in err.splitlines()] == [
            "line 1: line: a record has at most 1000000 bytes; s",
            "line 2: name 1: Input should be a valid string",
        ]

    def test_broken_utf8_and_a_byte_order_mark(self, bring_in: Import, tmp_path: Path) -> None:
        file = tmp_path / "bytes.jsonl"
        file.write_bytes(b"\xef\xbb\xbf" + json.dumps(ORGANIZATION).encode() + b'\n{"name": "\xff"}\n')
        assert [line[:33] for line in bring_in(file=file)[1].splitlines()] == ["line 2: line: this is not JSON in"]

    def test_a_missing_file(self, bring_in: Import, tmp_path: Path) -> None:
        assert bring_in(file=tmp_path / "none.jsonl")[0] == f"{tmp_path / 'none.jsonl'}: No such file or directory"

    def test_leave_with_exit_status_1(self, tmp_path: Path) -> None:
        (tmp_path / "bad.jsonl").write_text("x\n")
        manage = Path(__file__).parent.parent.parent / "manage.py"
        done = subprocess.run(
            [sys.executable, manage, "import_records", tmp_path / "bad.jsonl"],
            capture_output=True, text=True, check=False, env={**os.environ, "VAR_DIR": str(tmp_path / "var")},
        )  # fmt: skip
        assert (done.returncode, done.stdout) == (1, "")
        assert (
            done.stderr.splitlines()[-1] == f"CommandError: {tmp_path / 'bad.jsonl'}: 1 faults; nothing was imported."
        )


class TestTimes:
    def test_a_time_that_clocks_show_twice_is_the_earlier_one(self, bring_in: Import) -> None:
        _out, err = bring_in(ORGANIZATION, {**OPPORTUNITY, "closes": "2026-10-25T02:30"})
        assert err == "warning: line 2: the clocks of Europe/Berlin show 2026-10-25T02:30 twice; the earlier is taken\n"
        assert Opportunity.objects.get().closes == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)

    def test_seconds_and_open_ends_are_kept(self, bring_in: Import, tmp_path: Path) -> None:
        bring_in(ORGANIZATION, {**OPPORTUNITY, "closes": "2027-07-05T18:00:01", "opens": None})
        record = everything(tmp_path)[1]
        assert (record["opens"], record["closes"]) == (None, "2027-07-05T18:00:01")


def test_thousands_take_a_few_statements_each_chunk(bring_in: Import, django_assert_max_num_queries: Any) -> None:
    people = [
        {**PROFILE, "ref": f"p{n}", "email": f"p{n}@example.org", "expertise": ["welding", "cooking"]}
        for n in range(1000)
    ]
    with django_assert_max_num_queries(80):
        assert bring_in(*people)[0] == "profile: 1000 added\n"
    assert Profile.objects.filter(slug="aigul-1000").exists()
    with django_assert_max_num_queries(40):
        assert bring_in(*people)[0] == "profile: 1000 unchanged\n"
