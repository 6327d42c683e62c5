"""Files of programs that are not opened: what each is, and how its posts can be read."""

from toolkit.formats.common import FieldColumns, Records

# By their first bytes.
ADVICE = {
    b"%PDF": "a PDF: take the database's HTML, Word or text export, or save its text as .txt",
    b"$FL": "an SPSS file: save it as CSV",
    b"<stata_dta>": "a Stata file: save it as CSV (export delimited)",
    b"SQLite": "an SQLite database: save the table as CSV",
    b"RD": "an R file: save the data frame as CSV (write.csv)",
    b"\0": "a SAS file: save it as CSV (proc export)",
}


def refuse_document(data: bytes, name: str, columns: FieldColumns) -> Records:
    """The reader of a file that only its own program reads."""
    fitting = (advice for mark, advice in ADVICE.items() if data.startswith(mark))
    raise ValueError(f"not opened, for it is {next(fitting, 'of another program')}")


READERS_OF_BYTES = {"document of another kind": refuse_document}
