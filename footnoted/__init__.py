"""Footnoted: essays in Markdown in, a static site out in which every claim leads to its evidence."""
