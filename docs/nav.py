"""The navigation, from the folders: a new page appears in its section, in the order of the file names."""

from __future__ import annotations

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

#: Sections in the order in which a newcomer wants them; each is made of folders and single pages.
SECTIONS = {
    "Tutorial": ("tutorial.md", "tutorial"),
    "How to": ("how-to",),
    "Reference": ("reference",),
    "Explanation": ("architecture.md", "explanation"),
    "Glossary": ("glossary.md",),
    "Sources": ("sources.md", "sources"),
}


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Fill in the navigation; a page that no section takes fails the strict build."""
    docs = Path(config.docs_dir)
    nav: list[dict[str, str | list[str]]] = [{"Home": "index.md"}]
    for title, places in SECTIONS.items():
        found = [
            page.relative_to(docs).as_posix()
            for place in places
            for page in ([docs / place] if place.endswith(".md") else sorted((docs / place).rglob("*.md")))
            if page.exists()
        ]
        if found:
            nav.append({title: found[0] if places == (found[0],) else found})
    config.nav = nav
    return config
