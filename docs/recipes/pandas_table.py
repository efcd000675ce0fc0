"""Add the recommended structure with verdict, probability and fit to a table (see pandas.md)."""

import sys

import pandas as pd

from service_structure import InputError, recommend_many


def with_structures(table: pd.DataFrame) -> pd.DataFrame:
    """A copy of the table with the columns structure, verdict, probability, fit and problem.

    Probability is from 0 to 1, fit about ½. The columns of the table are those of
    `service-structure batch`.
    """
    found = list(recommend_many(table.to_dict("records"), errors="return"))
    good = [None if isinstance(result, InputError) else result for result in found]
    return table.assign(
        structure=[result.recommended if result else None for result in good],
        verdict=[result.verdict if result else None for result in good],
        probability=[result.best.probability if result else None for result in good],
        fit=[result.best.fit if result else None for result in good],
        problem=[str(result) if isinstance(result, InputError) else None for result in found],
    )


if __name__ == "__main__":
    with_structures(pd.read_csv(sys.argv[1])).to_csv(sys.stdout, index=False)
