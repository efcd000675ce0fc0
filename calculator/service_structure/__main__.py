"""Run the command line: `python -m service_structure`."""

from service_structure.commands.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
