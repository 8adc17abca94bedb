"""Settings of the tests: the site's own, with a fast password hash and mail kept in memory."""

from idiaspora.settings import *  # noqa: F403
from idiaspora.settings import CACHES, REDIS_URL, STORAGES, VAR_DIR, env

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
ALLOWED_HOSTS = ["*"]
# Many tests act as one visitor within a minute; tests/idiaspora/test_ratelimits.py sets its own.
RATE_LIMITS = {"write": (100_000, 60), "enumerate": (100_000, 60)}
DAILY_BUDGETS = {"profiles": (0, 0), "searches": (0, 0)}  # tests/idiaspora/test_budgets.py sets its own
SIGNUPS_PER_NETWORK = 0
SIGNUP_CHALLENGE = ""  # forms are filled at once here
REQUIRE_STAFF_MFA = False  # tests/accounts/test_second_factor.py asks for it
FRAME_SECONDS = 0  # what a test changes is rolled back, and the next must not see it
PAGE_CACHE_SECONDS = 0  # tests/idiaspora/test_page_cache.py has pages kept
# Other processes of a run commit, too: what they change is no change of this one's site.
own_pages = VAR_DIR / "tests" / f"pages-{env.str('PYTEST_XDIST_WORKER', default='main')}"
CACHES = {**CACHES, "pages": {**CACHES["pages"], "LOCATION": own_pages}}
if REDIS_URL:
    own_redis = {"BACKEND": "tests.caches.OwnRedisCache", "LOCATION": REDIS_URL}
    CACHES = {"default": own_redis, "pages": own_redis | {"KEY_PREFIX": "pages"}}
TEST_ENGINE = env.str("TEST_ENGINE", default="embedded")  # what the site under test searches in
PRIVATE_ROOT = VAR_DIR / "tests" / "private"
