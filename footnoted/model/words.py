"""The words that are fixed: verdicts, relations, kinds, standings."""

from __future__ import annotations

VERDICTS = (
    "supported",
    "mostly-supported",
    "mixed",
    "unsupported",
    "contradicted",
    "opinion",
    "prediction-held",
    "prediction-failed",
    "prediction-open",
)
RELATIONS = ("supports", "qualifies", "contradicts", "context")
KINDS = ("fact", "figure", "attribution", "interpretation", "prediction")
STATUSES = ("withdrawn", "retracted", "superseded")
FALLEN = ("withdrawn", "retracted")  # a source with one of these no longer supports anything
CALLOUTS = ("note", "tip", "important", "warning", "caution")
COPIES = ("mirror", "repost", "reprint", "syndicated", "translation")

# Whether a quotation stands, word for word, in the copy of its source; nothing else.
QUOTE_CHECKS = ("found", "not-found", "unchecked")

# What is wrong with an address on the web, as links.yaml has it.
LINK_STATES = ("dead", "failing", "drifted")

# A claim's standing is its verdict unless one of these is the case.
STANDINGS = (*VERDICTS, "needs-evidence", "source-withdrawn")
# What a standing should be read with.
CAUTIONS = (
    *("single-source", "shared-origin", "contradicted-by-better", "quotation-not-found"),
    *("source-withdrawn", "evidence-shaken", "source-superseded", "due-for-recheck"),
)

# Verdicts that say yes: they are worth as much as what supports them.
AFFIRMATIVE = ("supported", "mostly-supported", "prediction-held")
# The relation that a verdict or standing rests on, where it is not `supports`.
TELLING = dict.fromkeys(("contradicted", "unsupported", "prediction-failed"), "contradicts")
