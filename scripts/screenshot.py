"""docs/screenshot.png: the essay on a wide screen and on a phone, by Chromium.

`make screenshot` calls it. The site is built into a temporary folder and opened from the disk.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser

import states

PICTURE = states.ROOT / "docs" / "screenshot.png"
HEIGHT_PX = 820
LIMIT_BYTES = 250_000
SHEET = """
<body style="margin:0;padding:24px;display:flex;gap:24px;background:#8b8f98;width:max-content">
<img style="display:block;border-radius:6px" src="{wide}">
<img style="display:block;border-radius:6px" src="{phone}">
"""


def main() -> int:
    """The picture is made, and not too large for a README; returns the exit code."""
    with tempfile.TemporaryDirectory() as name, states.launched() as browser:
        folder = Path(name)
        site = folder / "site"
        command = [sys.executable, str(states.ROOT / "build.py"), "--output", str(site)]
        subprocess.run(command, cwd=states.ROOT, check=True, stdout=subprocess.DEVNULL)
        _shoot(browser, site / states.ESSAY, folder / "wide.png", width_px=1440, scheme="light")
        _shoot(browser, site / states.ESSAY, folder / "phone.png", width_px=390, scheme="dark")
        _join(browser, folder)
    size = PICTURE.stat().st_size
    print(f"{PICTURE.relative_to(states.ROOT)}: {size / 1000:.0f} kB")
    return 0 if size <= LIMIT_BYTES else 1


def _shoot(browser: Browser, page: Path, picture: Path, *, width_px: int, scheme: str) -> None:
    context = browser.new_context(viewport={"width": width_px, "height": HEIGHT_PX})
    tab = context.new_page()
    tab.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    tab.goto(page.as_uri())
    tab.screenshot(path=picture)
    context.close()


def _join(browser: Browser, folder: Path) -> None:
    """Both pictures side by side, from one page: no library for images is needed."""
    sheet = folder / "sheet.html"
    sheet.write_text(SHEET.format(wide="wide.png", phone="phone.png"), "utf-8")
    tab = browser.new_page(viewport={"width": 1440 + 390 + 3 * 24, "height": HEIGHT_PX + 2 * 24})
    tab.goto(sheet.as_uri())
    PICTURE.parent.mkdir(exist_ok=True)
    tab.screenshot(path=PICTURE)


if __name__ == "__main__":
    sys.exit(main())
