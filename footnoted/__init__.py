"""Footnoted: essays in Markdown in, a site out in which every claim leads to its evidence."""
