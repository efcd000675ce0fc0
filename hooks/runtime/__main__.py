"""Builds the runtime into the folder named on the command line: python -m hooks.runtime TARGET."""

import sys
from pathlib import Path

from hooks.runtime import ROOT, RuntimeBuildError, build_runtime


def main() -> None:
    """Build the runtime, or say in one line why it cannot be built."""
    if len(sys.argv) != 2:
        sys.exit("say where to: python -m hooks.runtime TARGET")
    try:
        build_runtime(Path(sys.argv[1]), ROOT / "build" / "runtime")
    except RuntimeBuildError as error:
        sys.exit(f"hooks.runtime: {error}")


if __name__ == "__main__":
    main()
