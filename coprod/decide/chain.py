"""Follow a comment to its theme, finding, statement, place and answer, and back."""

import pandas as pd

from coprod.decide import actions as actions_
from coprod.decide import statements as statements_
from coprod.decide.statements import covered
from coprod.store import tables
from coprod.store.rounds import Round
from coprod.write import codebook as codebook_
from coprod.write import codebook_reads, readers
from coprod.write import findings as findings_
from coprod.write.tags import EXPERIENCES

__all__ = ["chain", "of_round"]

LINKS = "comment theme code finding statement place shortlist action".split()
NO_FINDINGS = tables.empty("findings")


def of_round(rnd: Round) -> pd.DataFrame:
    """Return every way from a comment to an answer in a round, as it stands now.

    Examples
    --------
    >>> links = decide.chain.of_round(rnd)
    >>> set(links["comment"].dropna()) == set(rnd.load("comments")["comment"])
    True
    """
    has = rnd.has("priorities")
    return chain(
        rnd.load("comments"),
        readers.counted(rnd),
        codebook_.table(rnd),
        statements_.table(rnd),
        rnd.load("priorities") if has else tables.empty("priorities"),
        actions_.table(rnd),
        findings_.findings(rnd),
    )


def chain(
    comments: pd.DataFrame,
    tags: pd.DataFrame,
    codebook: pd.DataFrame,
    statements: pd.DataFrame,
    priorities: pd.DataFrame,
    actions: pd.DataFrame,
    findings: pd.DataFrame = NO_FINDINGS,
) -> pd.DataFrame:
    """Join comment, theme, code, statement, place and action into one table.

    Which codes a statement covers is said by `statements.covered`; codes that were
    merged count as the code that took their place. A finding is of a comment that
    spoke so of its theme, if the comment's statement comes from it or it has none.

    Returns
    -------
    pandas.DataFrame
        Columns `LINKS`; one row for each way through, blanks where a chain ends or
        has no beginning, so that every comment, statement, priority and action is
        in it at least once.

    Examples
    --------
    >>> names = "comments tags codebook statements priorities actions findings"
    >>> list(decide.chain.chain(*map(rnd.load, names.split())).columns)
    ['comment', 'theme', 'code', 'finding', 'statement', 'place', 'shortlist', 'action']
    """
    by = ["comment", "code"]
    ticked = {e: tags[e.replace(" ", "_")].eq(True) for e in EXPERIENCES}
    how = pd.concat([tags.loc[so, by].assign(experience=e) for e, so in ticked.items()])
    used = tags[by].drop_duplicates().merge(how.drop_duplicates(), how="left", on=by)
    used = codebook_reads.followed(used, codebook).astype("string")
    spoken = findings[["theme", "experience", "finding"]]
    used = used.merge(spoken, how="left", on=["theme", "experience"])
    ranked = priorities[["statement", "place", "shortlist"]]
    after = statements[["statement"]].merge(ranked, how="outer")
    joined = (
        comments[["comment"]]
        .merge(used, how="left", on="comment")
        .merge(covered(statements, codebook), how="left", on="code")
        .merge(after, how="outer", on="statement")
        .merge(actions[["statement", "action"]], how="outer", on="statement")
    )
    told = zip(statements["statement"], statements["findings"], strict=True)
    come = {(code, finding) for code, said in told for finding in said.split()}
    pairs = zip(joined["statement"], joined["finding"], strict=True)
    fits = [pd.isna(code) or (code, finding) in come for code, finding in pairs]
    joined["finding"] = joined["finding"].where(fits)
    kinds = {name: "Float64" if name == "place" else "string" for name in LINKS}
    rows = joined[LINKS].astype(kinds).drop_duplicates().sort_values(LINKS)
    return rows.reset_index(drop=True)
