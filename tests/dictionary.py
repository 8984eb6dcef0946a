"""Print docs/data-dictionary.md from the contract: python tests/dictionary.py."""

from pathlib import Path

from coprod.store import tables


def dictionary() -> str:
    """Return the data dictionary of every table as Markdown."""
    lines = [
        "# Data dictionary",
        "",
        f"Format {tables.FORMAT}. Printed from `coprod/store/tables.toml`.",
    ]
    for name, table in tables.TABLES.items():
        lines += ["", f"## {name}", "", f"A row is {table.row}.", ""]
        lines += ["| column | kind | may be blank | meaning |", "|---|---|---|---|"]
        lines += [
            f"| {c.name} | {c.kind} | {'yes' if c.blank else 'no'} | {c.meaning} |"
            for c in table.columns
        ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    page = Path(__file__).parents[1] / "docs" / "data-dictionary.md"
    page.write_text(dictionary(), encoding="utf-8")
