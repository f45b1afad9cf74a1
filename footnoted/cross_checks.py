"""Checks between files: what one page says of another, of a source or of a file, is so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from footnoted.addresses import IMAGES, folded, relative
from footnoted.diagnostics import Diagnostic, Span, did_you_mean, near
from footnoted.index import Index
from footnoted.model import Essay, Evidence, Link
from footnoted.patterns import pattern

_ACTIVE = (".html", ".htm", ".xhtml", ".xht", ".xml", ".js", ".mjs", ".shtml")
_PAGES = frozenset(
    {
        *("index.html", "essays.html", "claims.html", "sources.html", "method.html", "404.html"),
        *("corrections.html", "corrections.xml", "essays.xml", "sitemap.xml"),
        *("claims.json", "sources.json", "sources.bib"),
        *("style.css", "icon.svg", "cname"),
    }
)
_SITEMAP = pattern(r"sitemap-\d+\.xml")  # of a site of very many pages


def check(
    essays: Sequence[Essay], evidence: Sequence[Evidence], index: Index
) -> Iterator[Diagnostic]:
    """All that does not fit together on the published pages, drafts left out."""
    for essay in essays:
        yield from _check_claims(essay)
        if essay.based_on and essay.based_on[0] not in index.sources and index.has_sources:
            yield _unknown_source(*essay.based_on, index)
    for page in evidence:
        yield from _check_evidence(page, index)
    texts: tuple[Essay | Evidence, ...] = (*essays, *evidence)
    shown = _shown_files(texts, index)
    for text in texts:
        for link in text.prose.links:
            yield from _check_link(link, text, index)
        charts = {chart.file for chart in text.prose.charts}
        for file in text.prose.media:
            yield from _check_media(file, index, shown, is_shown=file in charts)


def check_use(
    essays: Sequence[Essay], evidence: Sequence[Evidence], index: Index
) -> Iterator[Diagnostic]:
    """Evidence pages that nothing links to, and sources that nothing cites; drafts count as use."""
    pages: tuple[Essay | Evidence, ...] = (*essays, *evidence)
    linked_paths = {
        link.path for page in pages for link in page.prose.links if link.path != page.path
    }
    linked_slugs = {
        bearing.evidence
        for page in evidence
        for bearing in page.bears_on
        if bearing.evidence != page.slug
    }
    for page in evidence:
        if page.path not in linked_paths and page.slug not in linked_slugs:
            hint = f"link a claim to it: `[words](../{page.path})`"
            yield Diagnostic("unused-evidence", "nothing links to this page", page.span, hint=hint)
    used = _used_sources(essays, evidence, index)
    for source in index.sources.values():
        if source.key not in used:
            message = f"nothing cites the source `{source.key}`"
            yield Diagnostic("unused-source", message, index.places[source.key])


def _used_sources(essays: Sequence[Essay], evidence: Sequence[Evidence], index: Index) -> set[str]:
    used = {citation.source for page in evidence for citation in page.citations}
    used |= {essay.based_on[0] for essay in essays if essay.based_on}
    used |= {source.derived_from for source in index.sources.values()}
    texts: tuple[Essay | Evidence, ...] = (*essays, *evidence)
    mentioned = (index.source_at(m.address) for text in texts for m in text.prose.mentions)
    return used | {source.key for source in mentioned if source}


def _check_claims(essay: Essay) -> Iterator[Diagnostic]:
    for claim in essay.prose.claims:
        if claim.evidence is None:
            words = claim.excerpt.claim
            hint = "link it to a page in `../evidence/` when you have one"
            yield Diagnostic(
                "needs-evidence", f"the claim `{words}` needs evidence", claim.span, hint=hint
            )


def _check_evidence(page: Evidence, index: Index) -> Iterator[Diagnostic]:
    for citation in page.citations:
        if citation.source not in index.sources and index.has_sources:
            yield _unknown_source(citation.source, citation.span, index)
    for bearing in page.bears_on:
        if bearing.evidence not in index.evidence:
            yield _unknown_evidence(bearing.evidence, bearing.span, index)


def _check_link(link: Link, page: Essay | Evidence, index: Index) -> Iterator[Diagnostic]:
    target = index.page(link.path) if link.path else page
    if target is None:
        yield _broken(link, index)
    elif isinstance(target, Essay) and target.draft and target is not page:
        message = f"`{link.path}` is a draft, and drafts are not published"
        yield Diagnostic("draft-link", message, link.span, hint="publish it, or take the link out")
    elif link.fragment and link.fragment not in target.prose.anchors:
        message = f"`{target.path}` has no place `#{link.fragment}`"
        hint = did_you_mean(link.fragment, target.prose.anchors)
        yield Diagnostic("broken-anchor", message, link.span, hint=hint)


def _broken(link: Link, index: Index) -> Diagnostic:
    folder, _, name = link.path.partition("/")
    slug = name.removesuffix(".md")
    if folder == "evidence":
        return _unknown_evidence(slug, link.span, index)
    paths = [e.path for e in index.essays.values()] + [e.path for e in index.evidence.values()]
    names = {path.rpartition("/")[2].removesuffix(".md"): path for path in paths}
    match = near(link.path.rpartition("/")[2].removesuffix(".md"), names)
    message = f"there is no page `{link.path}`"
    near_path = relative(link.span.path, names[match]) if match else ""
    hint = f"did you mean `{near_path}`?" if near_path else ""
    if "\\" in link.path:
        hint = "write `/` in place of each `\\`"
    return Diagnostic("broken-link", message, link.span, hint=hint)


def _shown_files(texts: Iterable[Essay | Evidence], index: Index) -> Mapping[str, Sequence[str]]:
    """The files that pages show or link to, by the path that letter case does not change."""
    shown: dict[str, list[str]] = defaultdict(list)
    for path in sorted({file.path for text in texts for file in text.prose.media} & index.media):
        shown[folded(path)].append(path)
    return shown


def _check_media(
    file: Link, index: Index, shown: Mapping[str, Sequence[str]], *, is_shown: bool
) -> Iterator[Diagnostic]:
    if file.path in index.media:
        yield from _check_published(file, index, shown)
        return
    message = f"there is no file `{file.path}` in the content folder"
    page = file.path.removesuffix(".html") + ".md"
    name = file.path.rpartition("/")[2]
    if index.page(page):
        hint = f"link to the Markdown file, `{relative(file.span.path, page)}`"
    elif name.startswith("www."):
        hint = f"an address on the web begins with its scheme: `https://{name}`"
    elif match := near(file.path, index.media):
        hint = f"did you mean `{relative(file.span.path, match)}`?"
    elif file.path in ("essays", "evidence"):
        hint = (
            f"link to a page in that folder, like `{relative(file.span.path, file.path)}/name.md`"
        )
    else:
        hint = ""
    is_image = is_shown or file.path.lower().endswith(IMAGES)
    code = "missing-image" if is_image else "broken-link"
    yield Diagnostic(code, message, file.span, hint=hint)


def _check_published(
    file: Link, index: Index, shown: Mapping[str, Sequence[str]]
) -> Iterator[Diagnostic]:
    """A file of the author's must not take the place of a page, nor run in its name."""
    folder, *names = steps = folded(file.path).split("/")
    places = ["/".join(steps[:count]) for count in range(1, len(steps) + 1)]
    same = [path for place in places for path in shown.get(place, ()) if path != file.path]
    is_page = bool(folder in _PAGES or _SITEMAP.fullmatch(folder)) or (
        folder in ("essays", "evidence", "sources") and any(".html" in name for name in names)
    )
    is_poster = folder == "posters" and names in [[folded(f"{slug}.png")] for slug in index.essays]
    if is_page or is_poster or same:
        other = "a page" if is_page else "a poster" if is_poster else ""
        other = f"{other} of the site" if other else f"`{same[0]}`"
        message = f"`{file.path}` would take the place of {other}"
        yield Diagnostic("duplicate-slug", message, file.span, hint="give the file another name")
    elif "\\" in file.path or ":" in file.path:
        message = f"`{file.path}` cannot be a web address"
        yield Diagnostic("bad-name", message, file.span, hint="rename the file")
    elif steps[-1].endswith(_ACTIVE) and not index.html:
        message = f"`{file.path}` could run a script in the name of this site"
        hint = "publish it elsewhere, or set `html: true` in site.yaml if you trust it"
        yield Diagnostic("unsafe-address", message, file.span, hint=hint)


def _unknown_evidence(slug: str, span: Span, index: Index) -> Diagnostic:
    hint = did_you_mean(slug, index.evidence) or f"create `evidence/{slug}.md`"
    message = f"no evidence page has the name `{slug}`"
    return Diagnostic("unknown-evidence", message, span, hint=hint)


def _unknown_source(key: str, span: Span, index: Index) -> Diagnostic:
    hint = did_you_mean(key, index.sources) or "add it to sources.yaml"
    message = f"no source has the key `{key}`"
    return Diagnostic("unknown-source", message, span, "cited here", hint)
