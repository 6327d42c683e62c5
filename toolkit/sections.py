"""What of the executed notebooks stands on the report's page, and what their answers found."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

HIDDEN = "not-in-report"  # the tag of cells that are for those who run the notebook
HEADING = re.compile(r"^#+ *(.*)\n*")
COLUMN = re.compile(r"<th>\w+</th>")
MISSING = re.compile(r"<td>(?:NaN|NaT|&lt;NA&gt;)</td>")


@dataclass(frozen=True)
class Finding:
    """The sentence of an answer, the number of its chart on the page, and `Answer.stands_out`."""

    chart: int
    sentence: str
    stands_out: bool | None


@dataclass(frozen=True)
class Result:
    """What a cell showed: an answer with its finding, other HTML, or words."""

    html: str = ""
    words: str = ""
    finding: Finding | None = None


@dataclass(frozen=True)
class Block:
    """A cell as the page has it: Markdown, or code with its results."""

    markdown: str = ""
    code: str = ""
    results: list[Result] = field(default_factory=list)


@dataclass(frozen=True)
class Section:
    """A notebook as the page has it."""

    name: str
    title: str
    failure: str
    blocks: list[Block]


def lay_out(ran: list[dict[str, Any]]) -> tuple[list[Section], list[Finding]]:
    """The sections of a page, and the findings of all of them.

    Parameters
    ----------
    ran
        What `toolkit.running.run_notebooks` returns.

    Returns
    -------
    tuple
        A `Section` a notebook, its title the first heading that is shown; and the findings in
        the order of their charts, which are numbered over the whole page.

    >>> from nbformat.v4 import new_markdown_cell, new_notebook
    >>> cells = [new_markdown_cell("# Coverage: who gave room"), new_markdown_cell("## Answer")]
    >>> sections, findings = lay_out([{"name": "01", "failure": "", "notebook":
    ...     new_notebook(cells=cells)}])
    >>> sections[0].title, [block.markdown for block in sections[0].blocks], findings
    ('Coverage: who gave room', ['', '### Answer'], [])
    """
    findings: list[Finding] = []
    sections = []
    for part in ran:
        cells = [cell for cell in part["notebook"].cells if not _is_hidden(cell)]
        first = next((cell for cell in cells if cell.cell_type == "markdown"), None)
        title = part["name"]
        if first is not None and (heading := HEADING.match(first.source)):
            title = heading[1]
        blocks = [_show_cell(cell, findings, is_title=cell is first) for cell in cells]
        sections.append(Section(part["name"], title, part["failure"], blocks))
    return sections, findings


def _is_hidden(cell: Any) -> bool:
    return HIDDEN in cell.metadata.get("tags", [])


def _show_cell(cell: Any, findings: list[Finding], *, is_title: bool) -> Block:
    """A cell as a block; `findings` grows by those of its answers."""
    if cell.cell_type == "markdown":
        text = HEADING.sub("", cell.source) if is_title else cell.source
        # One heading down: the page's own title is the only one of the first level.
        return Block(markdown=("\n" + text).replace("\n#", "\n##").strip("\n"))
    if cell.cell_type != "code":
        return Block()
    shown = [out for out in cell.outputs if out.get("name") != "stderr"]
    results = [_show_output(output, findings) for output in shown]
    return Block(code=cell.source, results=results)


def _show_output(output: Any, findings: list[Finding]) -> Result:
    if output.output_type == "error":
        return Result(words=f"{output.ename}: {output.evalue}")
    data = output.get("data", {})
    if "text/html" not in data:
        return Result(words=output.get("text") or data.get("text/plain", ""))
    html = data["text/html"]
    answer = output.metadata.get("text/html", {}).get("answer")
    if answer is None:
        return Result(html=_mend_frame(html))
    finding = Finding(len(findings) + 1, **answer)
    findings.append(finding)
    return Result(html=_name_figure(html, finding.chart), finding=finding)


def _mend_frame(html: str) -> str:
    """A frame as pandas shows it, without what a screen reader or a reader stumbles over.

    pandas leaves the corner of a table an empty heading, and writes NaN where nothing is known;
    names of columns get places to break, so that many of them fit on paper.
    """
    html = MISSING.sub("<td>–</td>", html.replace("<th></th>", "<td></td>"))
    return COLUMN.sub(lambda name: name[0].replace("_", "_<wbr>"), html)


def _name_figure(html: str, chart: int) -> str:
    """An answer whose chart has a name: on a narrow screen it moves, by the keyboard too."""
    named = f'<figure tabindex="0" aria-label="Chart {chart}">'
    return html.replace("<figure>", named, 1)
