"""A real browser: Debian's Chromium, driven by Playwright.  Without it, tests are skipped and say so."""

import os
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.auth.models import Group
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.accounts.conftest import provider, running_provider  # noqa: F401 - fixtures: the loopback sign-in provider
from tests.profiles.factories import PASSWORD, make_member, make_organization

WIDTHS = (320, 768, 1280)
LANGUAGES = ("en", "ru", "ar")
FAILED = pytest.StashKey[bool]()
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM_PATH")
    if not path:
        pytest.skip("CHROMIUM_PATH is not set: Chromium is needed")
    # Playwright's loop runs in this thread, and Django would take every query of a test for one made inside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report


@pytest.fixture
def open_browser(
    chromium: Browser, full_database: None, live_server: Any, request: pytest.FixtureRequest
) -> Iterator[Callable[..., Page]]:
    """Opens a page of a fresh visitor, whose addresses are relative to the site.

    When the test fails, what its pages showed is kept in VAR_DIR/screenshots/failed-TEST-NUMBER.png.
    """
    contexts: list[BrowserContext] = []

    def open_page(width: int = 1280, language: str = "en", *, dark: bool = False, javascript: bool = True) -> Page:
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            java_script_enabled=javascript,
            timezone_id="Asia/Bishkek",
        )
        context.set_default_timeout(10_000)
        context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": live_server.url}])
        contexts.append(context)
        return context.new_page()

    yield open_page
    for number, context in enumerate(contexts):
        if request.node.stash.get(FAILED, False):
            folder = Path(settings.VAR_DIR) / "screenshots"
            context.pages[0].screenshot(path=folder / f"failed-{request.node.name}-{number}.png", full_page=True)
        context.close()


def axe(page: Page) -> list[str]:
    """What axe-core finds wrong, each as «rule: the element»."""
    found = Axe().run(page).response["violations"]
    return [
        f"{violation['id']}: {node['html']} {node.get('failureSummary', '')}"
        for violation in found
        for node in violation["nodes"]
    ]


def overflow(page: Page) -> int:
    """How many pixels a page is wider than its window; 0 is right."""
    return page.evaluate("Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)")


def screenshot(page: Page, name: str) -> Path:
    """Keeps the whole page as VAR_DIR/screenshots/NAME-WIDTH.png, to be looked at."""
    assert page.viewport_size
    path = Path(settings.VAR_DIR) / "screenshots" / f"{name}-{page.viewport_size['width']}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=path, full_page=True)
    return path


def looks_well(page: Page, name: str) -> None:
    """Keeps a picture of a page, which is as wide as its window and has nothing wrong for axe-core."""
    screenshot(page, name)
    assert (overflow(page), axe(page)) == (0, [])


@pytest.fixture
def own_files(settings: Any, tmp_path: Path) -> None:
    """What is uploaded is kept beside the test."""
    settings.PRIVATE_ROOT = tmp_path / "private"


@pytest.fixture
def people(full_database: None) -> None:
    """Ulan posts for a verified organization; Nurgul, a member, answers."""
    owner = make_member("ulan@example.org", name="Ulan Bekov", password=PASSWORD)
    make_organization("Osh Water Users", owner=owner.user, verified=True)
    make_member("nurgul@example.org", name="Nurgul Asanova", password=PASSWORD)


def log_in(page: Page, email: str) -> Page:
    """Signs in by the log-in page, in any language, somebody whose password is that of the factories."""
    page.goto("/accounts/login/")
    form = page.locator("form", has=page.locator("[name=password]"))
    form.locator("[name=login]").fill(email)
    form.locator("[name=password]").fill(PASSWORD)
    form.locator("button[type=submit]").click()
    page.wait_for_url(lambda url: "/accounts/login/" not in url)
    return page


def confirm_it_is_me(page: Page, address: str) -> None:
    """Goes to a page before which the password is asked for once more."""
    page.goto(address)
    page.get_by_role("main").locator("[name=password]").fill(PASSWORD)
    page.get_by_role("main").locator("button[type=submit]").click()
    page.wait_for_url(f"**{address}")


def make_moderator(email: str) -> Any:
    user = make_member(email, name="Mira Karimova", password=PASSWORD).user
    user.groups.add(Group.objects.get(name="Moderators"))
    return user
