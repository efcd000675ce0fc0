"""Measure the model on the casebook by cross-validation: python -m tools.validate

In each of SPLITS the cases are dealt anew into FOLDS; every fold is forecast by numbers fitted to
the others (tools/fitting.py), beside forecasts that know nothing of the model (tools/baselines.py).
What is not answered stays unknown. The statements, their multipliers and the priors of the levels
were written by people who had seen cases; no fold undoes that, so the figures are still a little
too good. Cases that chose none of the structures are left out.

`--write` puts the figures into docs/casebook/validation.json, from which pages quote them.
`--widths` prints the log-loss for other widths of the prior instead.

The cases were searched for by the names and marks of structures, so their shares are not those of
organisations at large, and base rates here say nothing of those. No table is reweighted to other
shares: too few searches named no structure, and which did is a matter of taste.
"""

import argparse
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import product
from typing import Any

import numpy as np

from hooks.pages.casebook import agreement, answers_alike, read_codings
from hooks.pages.validation import FILE
from service_structure import GuideError, load_guide, load_precedents
from tools import baselines
from tools.fitting import (
    WIDTH_BASE,
    WIDTH_POINTS,
    Array,
    Parameters,
    Ranks,
    Sample,
    experts,
    fit,
    fits,
    sample,
    softmax,
)
from tools.measures import (
    MEASURES,
    Figure,
    Forecasts,
    confusion,
    differences,
    figures,
    mean,
    perfect_gap,
    reliability,
)

FOLDS = 8
SPLITS = 5

TINIEST = 1e-300
"""Keeps the logarithm of nought finite where it counts for nothing."""

CERTAIN = 1e6
"""Added to the score of what the answers do not rule out: it is ranked before the rest."""

GRID_POINTS = (0.25, 0.5, 0.75)
GRID_BASE = (0.3, 0.6, 1.0)

NAMES = {
    "model": "the model",
    "expert": "expert values, nothing fitted",
    "constant": "always the most frequent",
    "base_rates": "base rates",
    "neighbours": "five nearest neighbours",
    "logit": "penalised logit",
    "levels": "logit on levels alone",
    "salience": "logit on what is answered at all",
    "model_and_salience": "the model and that logit",
}

HEADINGS = {
    "top1": "top 1",
    "top2": "top 2",
    "macro": "macro recall",
    "rank": "mean rank",
    "log_loss": "log-loss",
    "brier": "Brier",
    "ece": "calibration",
    "defended": "top 1 or alternative",
}

IN_GROUPS = {name: MEASURES[name] for name in ("top1", "top2", "rank", "log_loss", "brier")}
"""Measures that make sense of few cases."""

READINGS = {"top1": MEASURES["top1"], "defended": mean(lambda own: own.defended)}

NUMBERS = re.compile(r"\[[-\d.,\s]+\]")
"""A list of numbers in a file of JSON."""

type Forecast = Callable[[Sample, Ranks, Ranks], tuple[Array, Array]]
"""Of a sample, the cases to learn from and those to forecast: probabilities and scores."""


@dataclass(frozen=True)
class Validation:
    """Forecasts of all cases by every method, in the same folds."""

    data: Sample
    methods: Mapping[str, Forecasts]


def by_model(
    data: Sample, learn: Ranks, rows: Ranks, fitted: Callable[[Sample, Ranks], Parameters] = fit
) -> tuple[Array, Array]:
    """The model: probabilities, and mean fits, candidates before the others."""
    own = fits(data.features[rows], fitted(data, learn))
    return softmax(own).mean(axis=1), own.mean(axis=1) + CERTAIN * ~data.ruled_out[rows]


def by_model_and_salience(data: Sample, learn: Ranks, rows: Ranks) -> tuple[Array, Array]:
    """The model with a logit beside it that knows which questions are answered.

    No reader's answers say that. But if the model only echoed it, this were no better than
    `salience`.
    """
    own = softmax(fits(data.features, fit(data, learn))).mean(axis=1)
    found = baselines.beside(own, data, learn, rows)
    return found, found


def by_probability(baseline: baselines.Baseline) -> Forecast:
    """A baseline, which ranks by its probabilities."""

    def forecast(data: Sample, learn: Ranks, rows: Ranks) -> tuple[Array, Array]:
        found = baseline(data, learn, rows)
        return found, found

    return forecast


METHODS: Mapping[str, Forecast] = {
    "model": by_model,
    "expert": partial(by_model, fitted=lambda data, _: experts(data.guide)),
    **{
        name: by_probability(getattr(baselines, name))
        for name in ("base_rates", "neighbours", "logit", "levels", "salience")
    },
    "model_and_salience": by_model_and_salience,
}


def cross_validated(data: Sample, forecast: Forecast, splits: int = SPLITS) -> Forecasts:
    """The forecasts of every case by what the other folds teach, in each split."""
    shape = (splits, *data.targets.shape)
    probability, score = np.zeros(shape), np.zeros(shape)
    for split in range(splits):
        fold = np.arange(len(data.chosen)) % FOLDS
        np.random.default_rng(split).shuffle(fold)
        for n in range(FOLDS):
            learn, rows = np.flatnonzero(fold != n), np.flatnonzero(fold == n)
            probability[split, rows], score[split, rows] = forecast(data, learn, rows)
    return Forecasts(probability, score, data.chosen, _also(data))


def _also(data: Sample) -> Any:
    """The other readings of each case."""
    others = data.targets > 0
    others[np.arange(len(data.chosen)), data.chosen] = False
    return others


def validated(data: Sample) -> Validation:
    """The forecasts of all methods."""
    return Validation(data, {name: cross_validated(data, own) for name, own in METHODS.items()})


def groups(data: Sample) -> Iterator[tuple[str, str, Any]]:
    """Kinds of cases: the kind, its name, and which cases are of it."""
    known = np.array([len(answers) for answers in data.answers])
    for name, least, most in (("1–3", 1, 3), ("4", 4, 4), ("5", 5, 5), ("6+", 6, 99)):
        yield "answers", name, (known >= least) & (known <= most)
    for field in ("confidence", "sector", "structure"):
        values = [getattr(case, field) for case in data.cases]
        for value in sorted(set(values), key=lambda own: (-values.count(own), own)):
            yield field, value, np.array([own == value for own in values])


def results(found: Validation) -> dict[str, Any]:
    """All figures, as they are written."""
    data, methods = found.data, found.methods
    model, rates = methods["model"], methods["base_rates"]
    table = {name: plain(figures(own)) for name, own in methods.items()}
    table["constant"] = {name: table["base_rates"][name] for name in ("top1", "macro")}
    named = model.also.any(axis=1)
    by_group: dict[str, dict[str, Any]] = {}
    for kind, name, rows in groups(data):
        by_group.setdefault(kind, {})[name] = {
            "cases": int(rows.sum()),
            "model": plain(figures(model.of(rows), IN_GROUPS)),
            "base_rates": {
                measure: round(own(rates.of(rows)), 3) for measure, own in IN_GROUPS.items()
            },
        }
    return {
        "date": str(data.date),
        "cases": len(data.cases),
        "folds": FOLDS,
        "splits": SPLITS,
        "fingerprint": fingerprint(data),
        "methods": {name: table[name] for name in NAMES},
        "perfect_ece": {name: round(perfect_gap(own), 3) for name, own in methods.items()},
        "above_base_rates": plain(differences(model, rates, IN_GROUPS)),
        "above_levels": plain(differences(model, methods["levels"], IN_GROUPS)),
        "above_salience": plain(
            differences(methods["model_and_salience"], methods["salience"], IN_GROUPS)
        ),
        "alternatives": {
            "all": {"cases": len(named), **plain(figures(model, READINGS))},
            "named": {"cases": int(named.sum()), **plain(figures(model.of(named), READINGS))},
        },
        "groups": by_group,
        "structures": list(data.guide.structures),
        "confusion": np.round(confusion(model), 1).tolist(),
        "reliability": [
            {key: round(value, 3) for key, value in vars(own).items()} for own in reliability(model)
        ],
        "coders": coders(),
        "reach": reach(data),
    }


def plain(found: Mapping[str, Figure]) -> dict[str, list[float]]:
    """Figures as lists of value, low and high."""
    return {
        name: [round(own.value, 3), round(own.low, 3), round(own.high, 3)]
        for name, own in found.items()
    }


def fingerprint(data: Sample) -> float:
    """A number that changes with any value, prior, answer or label on which the figures rest."""
    features = data.features.ravel()
    weights = np.cos(np.arange(features.size, dtype=float))
    targets = data.targets.ravel()
    return round(float(features @ weights + targets @ weights[: targets.size]), 4)


def coders() -> dict[str, float]:
    """How far two coders agree in the structures and in the answers."""
    codings = read_codings()
    both, (alike, total) = agreement(codings), answers_alike(codings)
    return {
        "kappa": round(both.kappa, 3),
        "labels_alike": round(both.alike / both.total, 3),
        "answers_alike": round(alike / total, 3),
    }


def reach(data: Sample) -> dict[str, dict[str, float]]:
    """What the model would reach if it were true: with the answers as coded, and with all.

    The chosen structure is then drawn by the very probabilities that the model forecasts.
    """
    chances = softmax(fits(data.features, fit(data)))
    whole = chances.reshape(-1, chances.shape[-1])
    return {"as_coded": attainable(chances.mean(axis=1)), "all_answered": attainable(whole)}


def attainable(chances: Array) -> dict[str, float]:
    """The measures that forecasts, a row each, reach on average where they are true."""
    ranked = -np.sort(-chances, axis=1)
    first = np.eye(chances.shape[1])[chances.argmax(axis=1)]
    found = {
        "top1": ranked[:, 0].mean(),
        "top2": ranked[:, :2].sum(axis=1).mean(),
        "macro": ((chances * first).sum(axis=0) / chances.sum(axis=0)).mean(),
        "rank": (ranked @ np.arange(1, chances.shape[1] + 1)).mean(),
        "log_loss": -(chances * np.log(chances + TINIEST)).sum(axis=1).mean(),
    }
    return {name: round(float(value), 3) for name, value in found.items()}


def report(found: Mapping[str, Any]) -> Iterator[str]:
    """The figures as lines to read."""
    yield (
        f"{found['cases']} cases read up to {found['date']}, {found['folds']} folds, mean of"
        f" {found['splits']} splits; in brackets 95 % intervals by bootstrap"
    )
    yield from _table(
        NAMES, [(NAMES[name], own) for name, own in found["methods"].items()], list(MEASURES)
    )
    perfect = ", ".join(f"{name} {own:.2f}" for name, own in found["perfect_ece"].items())
    yield f"\nCalibration of a perfect forecast with as many cases: {perfect}"
    for name, title in (
        ("above_base_rates", "The model less base rates"),
        ("above_levels", "The model less the logit on levels alone"),
        ("above_salience", "What the model adds to the logit on what is answered at all"),
    ):
        yield f"\n{title}"
        yield ", ".join(f"{HEADINGS[measure]} {_told(own)}" for measure, own in found[name].items())
    for kind, members in found["groups"].items():
        yield f"\nThe model by {kind} (in brackets [base rates])"
        for name, own in members.items():
            told = "  ".join(
                f"{HEADINGS[m]} {_told(figure)} [{own['base_rates'][m]:.2f}]"
                for m, figure in own["model"].items()
                if m != "brier"
            )
            yield f"{name:16s} {own['cases']:4d}  {told}"
    for name, title in (("all", "All cases"), ("named", "Cases that name an alternative")):
        own = found["alternatives"][name]
        told = ", ".join(f"{HEADINGS[m]} {_told(own[m])}" for m in READINGS)
        yield f"\n{title} ({own['cases']}): {told}"
    yield "\nChosen (rows) and first (columns), mean of the splits"
    short = [name[:9] for name in found["structures"]]
    yield " " * 15 + " ".join(f"{name:>9s}" for name in short)
    for name, row in zip(found["structures"], found["confusion"], strict=True):
        yield f"{name:15s}" + " ".join(f"{count:9.1f}" for count in row)
    yield "\nReliability of the first choice"
    for own in found["reliability"]:
        yield (
            f"{own['least']:.1f} to {own['most']:.1f}: {own['cases']:5.1f} cases, probability"
            f" {own['probability']:.2f}, chosen {own['share']:.2f}"
        )
    coded, own = found["coders"], found["reach"]
    yield (
        f"\nTwo coders: {coded['labels_alike']:.0%} of labels alike, kappa {coded['kappa']:.2f};"
        f" {coded['answers_alike']:.0%} of answers that both gave"
    )
    yield "\nWhat the model would reach if it were true"
    for name, title in (("as_coded", "answers as coded"), ("all_answered", "all answered")):
        figures = ", ".join(f"{HEADINGS[m]} {own[name][m]:.2f}" for m in own[name])
        yield f"{title:16s} {figures}"


def _table(
    names: Mapping[str, str], rows: Sequence[tuple[str, Mapping[str, Any]]], columns: Sequence[str]
) -> Iterator[str]:
    width = max(map(len, names.values()))
    yield " " * width + "".join(f"  {HEADINGS[column]:>19s}" for column in columns)
    for title, own in rows:
        cells = [_told(own[column]) if column in own else "–" for column in columns]
        yield f"{title:{width}s}" + "".join(f"  {cell:>19s}" for cell in cells)


def _told(figure: Sequence[float]) -> str:
    return str(Figure(*figure))


def widths(data: Sample) -> Iterator[str]:
    """The measures for other widths of the prior."""
    yield "points  base   log-loss  top 1  top 2  macro  rank"
    for points, base in product(GRID_POINTS, GRID_BASE):
        fitted = partial(fit, width_points=points, width_base=base)
        own = cross_validated(data, partial(by_model, fitted=fitted))
        told = [MEASURES[name](own) for name in ("log_loss", "top1", "top2", "macro", "rank")]
        mark = "  chosen" if (points, base) == (WIDTH_POINTS, WIDTH_BASE) else ""
        yield f"{points:6.2f}  {base:4.2f}   " + "  ".join(f"{own:.3f}" for own in told) + mark


def main(argv: Sequence[str] | None = None) -> int:
    """Print the figures, and write them if asked to."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--write", action="store_true", help=f"put the figures into {FILE.name}")
    parser.add_argument("--widths", action="store_true", help="compare widths of the prior instead")
    asked = parser.parse_args(argv)
    try:
        data = sample(load_guide(), load_precedents().values())
    except GuideError as error:
        print(error)
        return 1
    if asked.widths:
        for line in widths(data):
            print(line, flush=True)
        return 0
    found = results(validated(data))
    print("\n".join(report(found)))
    if asked.write:
        FILE.write_text(as_json(found), encoding="utf-8")
    return 0


def as_json(found: Mapping[str, Any]) -> str:
    """The figures as a file that people can compare line by line."""
    text = json.dumps(found, ensure_ascii=False, indent=1)
    return _short_lists(text) + "\n"


def _short_lists(text: str) -> str:
    """Lists of numbers on one line."""
    return NUMBERS.sub(
        lambda own: " ".join(own[0].split()).replace("[ ", "[").replace(" ]", "]"), text
    )


if __name__ == "__main__":
    raise SystemExit(main())
