"""What keeps a page from being shown -> a page that says so, or words over the page as it was."""

from __future__ import annotations

from markupsafe import escape

# No file of a theme: it may be what is wrong. `come_back.js` knows the page by `data-errors`.
_PAGE = """<!doctype html>
<html lang="en" data-errors><head><meta charset="utf-8"><title>This page cannot be shown yet</title>
<meta name="viewport" content="width=device-width">
<style>:root{{color-scheme:light dark}}
body{{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:0 auto;padding:2rem 1.25rem;
background:light-dark(#fdfcf9,#191816);color:light-dark(#22201c,#e9e5dd)}}
header,footer{{color:light-dark(#666159,#a9a399)}}
h1{{font-size:1.6rem;line-height:1.25;margin:.3em 0 1em}}
pre{{white-space:pre-wrap;overflow-wrap:anywhere;font:14px/1.55 ui-monospace,monospace;
padding:1rem 1.15rem;border-left:4px solid light-dark(#a5271f,#f0877c);
background:light-dark(#f4f1ea,#232120)}}</style></head>
<body><header>{site}</header>
<h1>This page cannot be shown yet</h1>
<pre>{text}</pre>
<footer>As soon as this is mended, the page is here again, at the place where you read.</footer>
</body></html>
"""

_OVERLAY = """<aside id="page-findings" role="alert" style="position:fixed;inset:auto 0 0 0;
max-height:45vh;overflow:auto;z-index:99;background:#3b0d0c;color:#fff;padding:1rem 1.5rem;
font:14px/1.5 system-ui,sans-serif"><style>body{{padding-block-end:45vh}}</style>
<strong>Errors: this is the last good site.</strong>
<pre style="all:revert;color:inherit;white-space:pre-wrap;margin:.5rem 0 0;
font:13px/1.45 ui-monospace,monospace">{text}</pre></aside>
"""


def trouble_page(text: str, site: str = "") -> bytes:
    """The page that says `text` in the place of another, of the site with that title."""
    return _PAGE.format(site=escape(site or "Preview"), text=escape(text)).encode()


def with_overlay(content: bytes, text: str) -> bytes:
    """The page `content` with `text` at the foot of the window."""
    overlay = _OVERLAY.format(text=escape(text)).encode()
    before, end, after = content.rpartition(b"</body>")
    return before + overlay + end + after if end else content + overlay
