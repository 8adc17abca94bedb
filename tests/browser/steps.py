"""What people do on many pages, for the stories: filling in the editor, reading mail, finding nothing."""

import re
from collections.abc import Sequence
from typing import Any

from playwright.sync_api import Locator, Page, expect


def section(page: Page, key: str) -> Locator:
    return page.locator(f"#section-{key}")


def field(place: Page | Locator, label: str) -> Locator:
    """The field with this label, whether or not «(optional)» follows."""
    return place.locator("input, select, textarea").and_(place.get_by_label(re.compile(rf"^{label}( \(|$)")))


def saved(page: Page, key: str) -> None:
    expect(page.locator(f"#status-{key}")).to_have_text("Saved")


def choose_by_typing(page: Page, label: str, typed: str, option: str) -> None:
    """Types into a combobox and takes what it offers, with the keyboard."""
    box = field(page, label)
    box.press_sequentially(typed)
    expect(page.get_by_role("option", name=option).first).to_be_visible()
    box.press("ArrowDown")
    expect(page.locator('[role=option][aria-selected="true"]:visible')).to_contain_text(option)
    box.press("Enter")


def nothing_of_it(page: Page, address: str, *words: str) -> None:
    """A page that answers, and that none of the words are on."""
    response = page.goto(address)
    assert response and response.status == 200, address
    content = page.content().lower()
    assert [word for word in words if word.lower() in content] == [], address


def letter_to(outbox: Sequence[Any], email: str, subject: str) -> str:
    """The text of the newest message to somebody with these words in its subject."""
    found = [str(mail.body) for mail in outbox if mail.to == [email] and subject in mail.subject]
    assert found, [(mail.to, mail.subject) for mail in outbox]
    return found[-1]


def link_in(letter: str) -> str:
    """The first link of a message, as an address within the site."""
    found = re.search(r"https?://[^/\s]+(/\S*)", letter)
    assert found, letter
    return found[1]


def declare(page: Page) -> None:
    """Ticks what an organization declares before a post becomes public."""
    for box in page.locator("input[name=declared]").all():
        box.check()
