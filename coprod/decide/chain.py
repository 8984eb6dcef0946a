"""Follow a comment to its theme, statement, priority and answer, and back again."""

import pandas as pd

from coprod.decide.statements import covered
from coprod.write import codebook as codebook_
from coprod.write import codebook_reads

__all__ = ["chain"]

LINKS = ["comment", "theme", "code", "statement", "place", "shortlist", "action"]


def chain(
    comments: pd.DataFrame,
    tags: pd.DataFrame,
    codebook: pd.DataFrame,
    statements: pd.DataFrame,
    priorities: pd.DataFrame,
    actions: pd.DataFrame,
) -> pd.DataFrame:
    """Join comment, theme, code, statement, place and action into one table.

    Which codes a statement covers is said by `statements.covered`; codes that were
    merged count as the code that took their place.

    Returns
    -------
    pandas.DataFrame
        Columns `LINKS`; one row for each way through, blanks where a chain ends or
        has no beginning, so that every comment, statement, priority and action is
        in it at least once.

    Examples
    --------
    >>> names = ["comments", "tags", "codebook", "statements", "priorities", "actions"]
    >>> list(decide.chain.chain(*map(rnd.load, names)).columns)
    ['comment', 'theme', 'code', 'statement', 'place', 'shortlist', 'action']
    """
    theme, now = codebook_reads.theme_of(codebook), codebook_.standing(codebook)
    used = tags[["comment", "code"]].drop_duplicates()
    used = used.assign(
        theme=pd.array([theme.get(code) for code in used["code"]], dtype="string"),
        code=pd.array([now.get(code, code) for code in used["code"]], dtype="string"),
    )
    after = statements[["statement"]].merge(
        priorities[["statement", "place", "shortlist"]], how="outer"
    )
    joined = (
        comments[["comment"]]
        .merge(used, how="left", on="comment")
        .merge(covered(statements, codebook), how="left", on="code")
        .merge(after, how="outer", on="statement")
        .merge(actions[["statement", "action"]], how="outer", on="statement")
    )
    kinds = {name: "Float64" if name == "place" else "string" for name in LINKS}
    rows = joined[LINKS].astype(kinds).drop_duplicates().sort_values(LINKS)
    return rows.reset_index(drop=True)
