"""The steps of the quick start by name, and which of them a build leaves out."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from hooks.quickstart.application import BuildError, StepError

OPTIONAL = {
    "lean": "docstrings, annotations and line numbers are stripped from compiled modules",
    "templates": "the application's templates are compiled beforehand; without it no stubs either",
    "stubs": "modules that are imported and never used are replaced by stubs",
    "warm-up": "typical results are computed before the snapshot is taken",
    "untracked": "the garbage collector does not track the objects of the snapshot",
    "free-memory": "freed memory is set to zero before the snapshot is taken",
    "split": "functions that the profile did not see come in a second WebAssembly module",
    "deferred-data": "tables that only the second WebAssembly module can read come with it",
    "zero-pages": "pages of zeros are left out of the stream",
}
"""What a build may leave out, each with what the step does."""


def checked(without: Collection[str]) -> frozenset[str]:
    """The names of steps to leave out. Raises BuildError for a name that there is not."""
    if unknown := sorted(set(without) - set(OPTIONAL)):
        raise BuildError(
            f"no optional step is called {', '.join(unknown)}: choose among {', '.join(OPTIONAL)}"
        )
    return frozenset(without)


@contextmanager
def step(name: str) -> Iterator[None]:
    """Turn any failure inside into a StepError that names the step."""
    try:
        yield
    except Exception as error:
        reason = str(error) if isinstance(error, BuildError) else f"{type(error).__name__}: {error}"
        raise StepError(name, reason) from error
