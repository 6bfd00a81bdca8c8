"""The demo in this process, and a real Chromium that watches for errors in the pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from plugin.demo.house import House, open_house
from tests.conftest import absent


@pytest.fixture(scope="session")
def house(chromium: str) -> Iterator[House]:
    with open_house() as opened:
        yield opened


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(viewport={"width": 1280, "height": 900})
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page; anything that the browser complains about fails the test."""
    complaints: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            complaints.append(message.text)

    opened = context.new_page()
    opened.on("console", listen)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    assert [c for c in complaints if "status of 4" not in c] == []


@pytest.fixture(scope="session")
def axe() -> str:
    """axe-core, as `npm ci` puts it beside the other judges."""
    script = Path(__file__).parents[1] / "conformance/node/node_modules/axe-core/axe.min.js"
    if not script.is_file():
        absent("axe-core is not here: run npm ci in tests/conformance/node")
    return script.read_text("utf-8")
