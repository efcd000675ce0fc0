"""Look at an unfinished language: python -m tools.draft LANGUAGE

Writes the text of another language wherever this one has none, into calculator/guide, so that the
site can be built. What it writes is to be looked at, not kept: the files must be committed before,
and `git checkout calculator/guide` brings them back.
"""

import argparse
import json
import subprocess
import tomllib
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from service_structure.source.loader import GUIDE, read_languages


def filled(value: Any, language: str, languages: Sequence[str]) -> Any:
    """A value of TOML in which every text has the language, in words of the last that has it."""
    if isinstance(value, list):
        return [filled(item, language, languages) for item in value]
    if not isinstance(value, dict):
        return value
    found = {key: filled(item, language, languages) for key, item in value.items()}
    known = [own for own in languages if isinstance(found.get(own), str | list)]
    if known and language not in found:
        found[language] = found[known[-1]]
    return found


def as_toml(value: Any) -> str:
    """A value as TOML, all of it in one line."""
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{json.dumps(k)} = {as_toml(v)}' for k, v in value.items())} }}"
    if isinstance(value, list):
        return f"[{', '.join(map(as_toml, value))}]"
    return value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False)


def fill(folder: Path, language: str) -> int:
    """Write what a language lacks into every file of a guide; returns how many files changed."""
    languages = [own for own in read_languages(folder) if own != language]
    changed = 0
    for path in sorted(folder.rglob("*.toml")):
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        whole = filled(table, language, languages)
        if whole != table:
            lines = [f"{json.dumps(key)} = {as_toml(value)}\n" for key, value in whole.items()]
            path.write_text("".join(lines), encoding="utf-8")
            changed += 1
    return changed


def main(argv: Sequence[str] | None = None) -> int:
    """Fill the language; returns 1 if it is not declared or there is something to lose."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("language", help="the id of a [[language]] of guide.toml")
    language = parser.parse_args(argv).language
    if language not in read_languages():
        print(f"{language} is not declared as a [[language]] in guide.toml")
        return 1
    git = ["git", "-C", str(GUIDE), "status", "--porcelain", "--", "."]
    if subprocess.run(git, check=True, capture_output=True, text=True).stdout:
        print("calculator/guide has changes; commit them first, as this overwrites its files")
        return 1
    print(
        f"{fill(GUIDE, language)} files filled. Do not commit them: git checkout calculator/guide"
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
