"""What the documents name exists: tests and pages in the map of the research, files behind every link."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.urls import URLResolver, get_resolver

from tests.house.source import ROOT, documents, pictures_shown, tree

PAPER = ROOT / "docs/reference/paper.md"
ASVS = ROOT / "docs/reference/asvs.md"
FINDINGS = ROOT / "docs/reference/findings.md"
NOT_YET = "not yet"


def rows(text: str) -> Iterator[list[str]]:
    """The cells of every table row below its head."""
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and cells[0] != "idea" and not set(cells[0]) <= {"-"}:
            yield cells


def named(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def page_names(resolver: URLResolver) -> set[str]:
    """The url names of all pages, those of included urls too."""
    inner = [page_names(pattern) for pattern in resolver.url_patterns if isinstance(pattern, URLResolver)]
    return {str(pattern.name) for pattern in resolver.url_patterns if hasattr(pattern, "name")}.union(*inner)


def is_test(name: str) -> bool:
    """Whether `tests/…/test_x.py::test_y` is there."""
    file, _, function = name.partition("::")
    path = ROOT / file
    if not (file.startswith("tests/") and path.is_file()):
        return False
    return any(isinstance(node, ast.FunctionDef) and node.name == function for node in ast.walk(tree(path)))


def test_every_idea_of_the_research_has_its_page_and_test_or_says_not_yet():
    pages = page_names(get_resolver())
    for idea, page, test in rows(PAPER.read_text()):
        assert page == NOT_YET or (set(named(page)) <= pages and named(page)), f"{idea}: no page {page}"
        assert test == NOT_YET or (all(map(is_test, named(test))) and named(test)), f"{idea}: no test {test}"


def test_every_line_of_the_lists_that_others_judge_by_has_its_tests_or_says_not_yet():
    lines = [cells for cells in rows(ASVS.read_text()) if cells[0] not in ("principle", "requirement")]
    assert sum(bool(re.match(r"[1-8] ", cells[0])) for cells in lines) == 8, "the principles"
    for what, _, test in lines:
        assert test.startswith(NOT_YET) or (all(map(is_test, named(test))) and named(test)), f"{what}: no test {test}"


def test_all_codes_of_the_study_are_there():
    of_a_kind = [idea.partition(":")[0] for idea, *_ in rows(PAPER.read_text())]
    assert [of_a_kind.count(kind) for kind in ("Structural", "Relational", "Institutional")] == [10, 6, 9]


def test_a_test_that_is_not_there_is_found():
    assert is_test("tests/house/test_docs.py::test_a_test_that_is_not_there_is_found")
    assert not is_test("tests/house/test_docs.py::test_that_is_not_there")
    assert not is_test("tests/house/gone.py::test_x")


def test_every_finding_names_a_test_that_is_there():
    texts = [path.read_text() for path in ROOT.glob("tests/**/test_*.py")]
    there = {name for text in texts for name in re.findall(r"def (test_\w+)", text)}
    found = [cells for cells in rows(FINDINGS.read_text()) if cells[0] != "what"]
    assert len(found) > 10
    for what, *_, test in found:
        assert named(test) and all(name in there or (ROOT / name).is_file() for name in named(test)), what


def broken_links(path: Path) -> list[str]:
    """The links to files that are not there."""
    links = re.findall(r"\]\(([^)#\s]+)", path.read_text())
    return [link for link in links if "://" not in link and not (path.parent / link).exists()]


def test_no_document_links_to_a_file_that_is_gone():
    assert not {str(path.relative_to(ROOT)): gone for path in documents() if (gone := broken_links(path))}


def test_no_picture_is_kept_that_no_document_shows():
    assert set((ROOT / "docs" / "pictures").iterdir()) <= pictures_shown()
