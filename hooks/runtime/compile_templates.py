"""Compiles the templates of the package: python -P compile_templates.py TREES TARGET.

They go into a folder for each language, as what does not depend on answers is put in beforehand.
"""

import sys
from pathlib import Path

_, trees, target = sys.argv
sys.path[:0] = map(str, Path(trees).iterdir())

from calculator.loader import load_guide  # noqa: E402 (from there)
from calculator.views import environment  # noqa: E402

guide = load_guide()
for language in guide.languages:
    environment(guide, language).compile_templates(
        Path(target, language), extensions=["jinja"], zip=None, ignore_errors=False
    )
