"""What the model is compared with: forecasts of the choice that know nothing of the model.

    base_rates   how often each structure is met
    neighbours   the five most alike organisations, by `similar` of the package
    logit        a penalised multinomial logit on the answers
    levels       the same without knowledge of which questions are answered
    salience     the same on nothing but which questions are answered

Each takes the sample, the cases that it may learn from and those to forecast, and returns their
probabilities. `logit` and `salience` are no rivals: a source tells of functions where the structure
turns about functions, so which questions are answered says what was chosen. No reader's answers say
that, and the model does not use it. `levels` is what remains of the logit without it.
"""

from collections.abc import Callable

import numpy as np
from scipy.optimize import minimize

from service_structure.decision.similar import similar
from tools.fitting import Array, Ranks, Sample, softmax

NEIGHBOURS = 5

AS_MANY = 5
"""How many neighbours the base rates stand for, so that no structure is impossible."""

PENALTY = 2.0
"""Of the squared coefficients of a logit, halved; the best of ½, 1, 2, 4, 8 in these folds."""

LEAST = 1e-12
"""A probability of 0 counts as this, so that it has a logarithm."""

type Baseline = Callable[[Sample, Ranks, Ranks], Array]


def base_rates(data: Sample, learn: Ranks, rows: Ranks) -> Array:
    """The shares of the structures, each with one case more (Laplace)."""
    counts = np.bincount(data.chosen[learn], minlength=data.targets.shape[1]) + 1.0
    return np.tile(counts / counts.sum(), (len(rows), 1))


def neighbours(data: Sample, learn: Ranks, rows: Ranks) -> Array:
    """What the most alike cases chose, counted by how alike they are, beside the base rates."""
    known = [data.cases[n] for n in learn]
    place = {case.id: data.chosen[n] for n, case in enumerate(data.cases)}
    found = AS_MANY * base_rates(data, learn, rows)
    for own, n in zip(found, rows, strict=True):
        for like in similar(data.answers[n], known, data.guide, NEIGHBOURS):
            own[place[like.precedent.id]] += like.share
    shares: Array = found / found.sum(axis=1, keepdims=True)
    return shares


def logit(data: Sample, learn: Ranks, rows: Ranks) -> Array:
    """A logit on one indicator for each level."""
    return _logit(_indicators(data), data.targets, learn, rows)


def levels(data: Sample, learn: Ranks, rows: Ranks) -> Array:
    """A logit on the indicators, less their mean among the cases that answer the question.

    What is not answered has that mean, so that an answer tells nothing by being given.
    """
    columns, answered = _indicators(data), _answered(data)
    counts = np.array([len(factor.levels) for factor in data.guide.factors.values()])
    given = np.repeat(answered, counts, axis=1)
    share = columns[learn].sum(axis=0) / np.maximum(given[learn].sum(axis=0), 1)
    return _logit(columns - share * given, data.targets, learn, rows)


def salience(data: Sample, learn: Ranks, rows: Ranks) -> Array:
    """A logit on which questions are answered."""
    return _logit(_answered(data), data.targets, learn, rows)


def _indicators(data: Sample) -> Array:
    names = [(f.id, level.id) for f in data.guide.factors.values() for level in f.levels]
    return np.array([[float(a.get(f) == level) for f, level in names] for a in data.answers])


def _answered(data: Sample) -> Array:
    return np.array([[float(factor in a) for factor in data.guide.factors] for a in data.answers])


def beside(own: Array, data: Sample, learn: Ranks, rows: Ranks) -> Array:
    """What probabilities of all cases become with the knowledge of which questions are answered."""
    return _logit(_answered(data), data.targets, learn, rows, np.log(own + LEAST))


def _logit(
    columns: Array, targets: Array, learn: Ranks, rows: Ranks, given: Array | None = None
) -> Array:
    """Probabilities of a logit, to whose utilities those `given` for all cases may be added."""
    offset = np.zeros(targets.shape) if given is None else given
    known = np.hstack([columns, np.ones((len(columns), 1))])
    own, wanted = known[learn], targets[learn]
    size = (known.shape[1], targets.shape[1])

    def loss(x: Array) -> tuple[float, Array]:
        slopes = x.reshape(size)
        chances = softmax(own @ slopes + offset[learn])
        shrunk = np.vstack([slopes[:-1], np.zeros((1, size[1]))])
        fault = -float((wanted * np.log(chances + LEAST)).sum())
        slope = own.T @ (chances - wanted) + PENALTY * shrunk
        return fault + PENALTY / 2 * float((shrunk**2).sum()), slope.ravel()

    result = minimize(loss, np.zeros(size).ravel(), jac=True, method="L-BFGS-B")
    return softmax(known[rows] @ result.x.reshape(size) + offset[rows])
