"""Build the runtime into a folder: python -m hooks.quickstart TARGET."""

import sys
from pathlib import Path

from hooks.quickstart import ROOT, RuntimeBuildError, build_runtime


def main() -> None:
    """Build the runtime, or say in one line why it cannot be built."""
    if len(sys.argv) != 2:
        sys.exit("say where to: python -m hooks.quickstart TARGET")
    try:
        build_runtime(Path(sys.argv[1]), ROOT / "build" / "runtime")
    except RuntimeBuildError as error:
        sys.exit(f"hooks.quickstart: {error}")


if __name__ == "__main__":
    main()
