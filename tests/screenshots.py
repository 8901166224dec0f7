"""Draws the pictures of the README from the sample shop and records a session. Run by `make screenshots`."""

from __future__ import annotations

import asyncio
import re
import tempfile
from pathlib import Path

from sample_data import generate
from tests.recording import recorded
from tui.app import RegularsApp, Start
from tui.looks import DARK, LIGHT

DOCS = Path(__file__).parents[1] / "docs"
PICTURES = {
    "overview": ("overview", DARK.name),
    "rfm": ("rfm", DARK.name),
    "retention": ("retention", DARK.name),
    "light": ("overview", LIGHT.name),
}
SIZE = (120, 36)


async def picture(shop: Path, metric: str, theme: str) -> str:
    """One question's screen as SVG; its seconds are left out, so that the picture changes with the screen only."""
    app = RegularsApp(Start(paths=(str(shop),), metric=metric, title="shop.duckdb", theme=theme))
    async with app.run_test(size=SIZE) as pilot:
        for _ in range(1000):
            await pilot.pause(0.02)
            if (main := app.main()) is not None and main.answer is not None and not app.desk.running:
                break
        await pilot.pause(1)
        return app.export_screenshot(title=f"regulars {shop.name}")


def plain(svg: str) -> str:
    """The picture without fonts from elsewhere and without the seconds."""
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.S)
    return re.sub(r"\d+\.\d\d&#160;s", "&#160;" * 6, svg)


def main() -> None:
    """Draw every picture into docs/."""
    DOCS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        shop = Path(folder) / "shop.duckdb"
        generate(shop)
        for name, (metric, theme) in PICTURES.items():
            (DOCS / f"{name}.svg").write_text(plain(asyncio.run(picture(shop, metric, theme))), "utf-8")
        (DOCS / "session.cast").write_text(recorded(shop, Path(folder)), "utf-8")


if __name__ == "__main__":
    main()
