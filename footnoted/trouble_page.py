"""What keeps a page from being shown -> a page that says so, or words over the page as it was."""

from __future__ import annotations

from markupsafe import escape

_PAGE = """<!doctype html>
<html lang="en" data-errors><head><meta charset="utf-8"><title>Errors</title>
<meta name="viewport" content="width=device-width">
<style>body{{font:16px/1.5 system-ui,sans-serif;margin:2rem;color-scheme:light dark}}
pre{{white-space:pre-wrap;font:14px/1.5 ui-monospace,monospace}}</style></head>
<body><h1>This page has errors</h1><pre>{text}</pre></body></html>
"""

_OVERLAY = """<aside id="page-findings" role="alert" style="position:fixed;inset:auto 0 0 0;
max-height:45vh;overflow:auto;z-index:99;background:#3b0d0c;color:#fff;padding:1rem 1.5rem;
font:14px/1.5 system-ui,sans-serif"><style>body{{padding-block-end:45vh}}</style>
<strong>Errors: this is the last good site.</strong>
<pre style="all:revert;color:inherit;white-space:pre-wrap;margin:.5rem 0 0;
font:13px/1.45 ui-monospace,monospace">{text}</pre></aside>
"""


def trouble_page(text: str) -> bytes:
    """The page that says `text` in the place of another."""
    return _PAGE.format(text=escape(text)).encode()


def with_overlay(content: bytes, text: str) -> bytes:
    """The page `content` with `text` at the foot of the window."""
    overlay = _OVERLAY.format(text=escape(text)).encode()
    before, end, after = content.rpartition(b"</body>")
    return before + overlay + end + after if end else content + overlay
