"""A cluster behind TLS that asks who one is, and one that several sites share."""

import datetime
import ipaddress
import ssl
from base64 import b64encode
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command

from profiles.models import Organization
from search import engines, outbox
from search.engines.base import CredentialsError, Engine, NotAskedError, State
from search.engines.connection import Cluster, ClusterAwayError, Connection
from search.engines.elasticsearch import ElasticsearchEngine
from search.indexing import rebuild
from search.queries import SearchRequest, search
from tests.search.documents import KIND
from tests.search.engines import remove_indices
from tests.search.faults import Front, Outage, new_front

Make = Callable[..., Organization]
KEY = "aWQ6c2VjcmV0"
MINUTE = datetime.timedelta(minutes=5)


class Authority:
    """A certificate authority, and the certificate of 127.0.0.1 that it signed."""

    def __init__(self, folder: Path, name: str) -> None:
        key, subject = ec.generate_private_key(ec.SECP256R1()), _named(name)
        own = _certificate(subject, subject, key.public_key())
        own = own.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        own = own.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        server_key = ec.generate_private_key(ec.SECP256R1())
        server = _certificate(_named("127.0.0.1"), subject, server_key.public_key())
        address = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
        server = server.add_extension(address, critical=False)
        self.ca_certs, chain = folder / f"{name}.pem", folder / f"{name}-server.pem"
        self.ca_certs.write_bytes(own.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
        private = server_key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        signed = server.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
        chain.write_bytes(private + signed)
        self.server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.server.load_cert_chain(chain)


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _certificate(subject: x509.Name, issuer: x509.Name, key: Any) -> x509.CertificateBuilder:
    now = datetime.datetime.now(datetime.UTC)
    made = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key)
    return made.serial_number(x509.random_serial_number()).not_valid_before(now - MINUTE).not_valid_after(now + MINUTE)


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path, "ours")


@pytest.fixture
def secured(authority: Authority) -> Iterator[Front]:
    """A front that speaks TLS and lets in who has KEY."""
    with new_front(authority.server, f"ApiKey {KEY}") as front:
        yield front


def connect(front: Front, **options: Any) -> Connection:
    return Connection(Cluster(hosts=(front.url,), search_timeout=30.0, **options))


def version(connection: Connection) -> str:
    return connection.look("/")["version"]["number"]


def basic(user: str, password: str) -> str:
    return f"Basic {b64encode(f'{user}:{password}'.encode()).decode()}"


def test_the_right_authority_and_key_are_let_in(secured: Front, authority: Authority) -> None:
    assert version(connect(secured, api_key=KEY, ca_certs=str(authority.ca_certs)))


@pytest.mark.parametrize("trusted", ["another authority", "those of the system"])
def test_with_another_authority_the_cluster_counts_as_away(trusted: str, secured: Front, tmp_path: Path) -> None:
    other = {"ca_certs": str(Authority(tmp_path, "other").ca_certs)} if trusted == "another authority" else {}
    connection = connect(secured, api_key=KEY, **other)
    with pytest.raises(ClusterAwayError, match="certificate verify failed"):
        version(connection)
    with pytest.raises(NotAskedError):
        version(connection)
    assert secured.counted() == []  # nobody was told the key


def test_a_wrong_key_is_told_in_clear_words_and_not_tried_again_and_again(secured: Front, authority: Authority) -> None:
    connection = connect(secured, api_key="d3Jvbmc6a2V5", ca_certs=str(authority.ca_certs))
    with pytest.raises(CredentialsError, match=r"refuses these credentials \(401\).*unable to authenticate"):
        version(connection)
    with pytest.raises(NotAskedError):
        version(connection)
    assert len(secured.counted()) == 1


def test_a_drain_with_a_wrong_key_keeps_its_rows(secured: Front, authority: Authority, make: Make) -> None:
    make()
    connection = connect(secured, api_key="d3Jvbmc6a2V5", ca_certs=str(authority.ca_certs))
    engines.use(ElasticsearchEngine(connection, prefix="test-wrong-key"))
    with pytest.raises(CommandError, match="refuses these credentials"):
        call_command("search", "drain", stdout=StringIO())
    assert outbox.OutboxRow.objects.get().error.startswith("Elasticsearch refuses these credentials")


@pytest.mark.parametrize(
    ("where", "options"),
    [("elastic:p%40ss:w%2Ford@", {}), ("", {"username": "elastic", "password": "p@ss:w/ord"})],
    ids=["in the address", "beside it"],
)
def test_a_name_and_a_password(where: str, options: dict[str, str]) -> None:
    with new_front(authorization=basic("elastic", "p@ss:w/ord")) as front:
        front.url = front.url.replace("://", f"://{where}")
        assert version(connect(front, **options))


def test_a_second_host_is_asked_when_the_first_is_down(secured: Front, authority: Authority) -> None:
    hosts = ("https://127.0.0.1:1", secured.url)
    connection = Connection(Cluster(hosts, api_key=KEY, ca_certs=str(authority.ca_certs), search_timeout=30.0))
    assert [version(connection) for _ in range(3)] == [version(connection)] * 3
    assert not connection.breaker.is_open


def test_two_sites_in_one_cluster_never_see_each_other(outage: Outage, make: Make, _own_index: Engine) -> None:
    """«site» and «site-two»: the one prefix begins as the other does, and a kind may be in the prefix of another site."""
    site = outage.engine
    others = [f"{site.prefix}-two", f"{site.prefix}-{KIND}"]
    ours = make("Ours")
    outbox.drain()
    for prefix in others:
        engines.use(ElasticsearchEngine(outage.connection, prefix=prefix, waits=True))
        assert (names(), outbox.drain(), engines.get_engine().status(KIND).state) == ([], 0, State.MISSING)
        ours.name = f"Of {prefix}"
        ours.save()
        outbox.OutboxRow.objects.all().delete()
        rebuild(KIND)
        assert names() == [f"Of {prefix}"]
    engines.use(site)
    assert names() == ["Ours"]
    assert [name for name in site.describe()["indices"] if "two" in name or f"{KIND}-{KIND}" in name] == []
    assert (site.status(KIND).state, site.health([KIND]).states) == (State.PARTIAL, {KIND: State.PARTIAL})
    rebuild(KIND)  # removes what a killed rebuild left: of its own alone
    assert (names(), site.status(KIND).state) == ([f"Of {others[-1]}"], State.READY)
    for prefix in others:
        engines.use(ElasticsearchEngine(outage.connection, prefix=prefix))
        assert (names(), engines.get_engine().status(KIND).state) == ([f"Of {prefix}"], State.READY)
        remove_indices(prefix)


def names() -> list[str]:
    found = search(SearchRequest(kind=KIND, viewer_audiences=("members",)))
    return [hit.fields["name"][0] for hit in found.hits]


@pytest.mark.parametrize("prefix", ["", "*", "Site", "site,other", "-site"])
def test_a_prefix_that_could_name_others_indices_is_refused(prefix: str, settings: Any) -> None:
    settings.ELASTICSEARCH = {**settings.ELASTICSEARCH, "hosts": ["http://127.0.0.1:1"], "index_prefix": prefix}
    engines.use(None)
    with pytest.raises(ImproperlyConfigured, match="ELASTICSEARCH_INDEX_PREFIX"):
        engines.get_engine()
