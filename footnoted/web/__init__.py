"""Reads pages of other people's sites: politely, and never what is not on the open web.

    address --Client.fetch--> Fetched | Failed

Only commands that go out use it; a build never does.
"""

from __future__ import annotations

from footnoted.web.charset import decoded
from footnoted.web.client import Client, user_agent
from footnoted.web.crowd import fetch_all
from footnoted.web.results import Failed, Fetched, Hop, Limits

__all__ = ["Client", "Failed", "Fetched", "Hop", "Limits", "decoded", "fetch_all", "user_agent"]
