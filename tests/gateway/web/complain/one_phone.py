"""A phone with a browser of its own, as a process that can be killed: something is told there without network, or what
is there is said.

    python -m tests.gateway.web.complain.one_phone BASE PROFILE tell|look
"""

import sys

from playwright.sync_api import expect, sync_playwright

from core.reference.phrasebook import say
from tests.gateway.web.complain.test_app import ready, sent, write
from tests.services.browser import FLAGS, PATIENCE_MS, find_chromium


def say_on(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(base: str, profile: str, what: str) -> None:
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            profile, executable_path=find_chromium(), args=list(FLAGS)
        )
        page = context.pages[0]
        page.set_default_timeout(PATIENCE_MS)
        page.goto(f"{base}/complain?language=en")
        expect(page.locator("#chat")).to_be_visible()
        if what == "tell":
            ready(page)
            context.set_offline(True)
            write(page, "no light")
            expect(page.get_by_text(say("page.web.js.on_phone", "en"))).to_be_visible()
            say_on("kept")
            sys.stdin.read()  # until somebody kills us
        expect(sent(page)).to_be_visible()
        say_on(page.locator("#chat .mine .told").inner_text())
        context.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
