"""The site's settings with its peers in it, each at its best: no replicas, no refreshing while an index is filled."""

import os

from idiaspora.settings import *  # noqa: F403
from idiaspora.settings import INSTALLED_APPS

_WHERE = os.environ["ELASTICSEARCH_URL"].split(",")[0]
_PREFIX = os.environ["ELASTICSEARCH_INDEX_PREFIX"]
_INDEX = {"number_of_replicas": 0, "refresh_interval": "-1"}

INSTALLED_APPS = [*INSTALLED_APPS, "benchmarks.peers.apps.PeersConfig", "django_elasticsearch_dsl"]
WAGTAILSEARCH_BACKENDS = {
    "default": {
        "BACKEND": "wagtail.search.backends.elasticsearch8",
        "URLS": [_WHERE],
        "INDEX_PREFIX": f"{_PREFIX}-modelsearch-",
        "AUTO_UPDATE": False,
        "TIMEOUT": 60,
        "INDEX_SETTINGS": {"settings": {"index": _INDEX}},
    }
}
ELASTICSEARCH_DSL = {"default": {"hosts": [_WHERE], "request_timeout": 60}}
ELASTICSEARCH_DSL_AUTOSYNC = False
ELASTICSEARCH_DSL_INDEX_SETTINGS = _INDEX
