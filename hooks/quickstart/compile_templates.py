"""Compiles the templates of the package: python -P compile_templates.py TREES TARGET.

Nothing is computed beforehand, so what comes out serves every language.
"""

import sys
from pathlib import Path

_, trees, target = sys.argv
sys.path[:0] = map(str, Path(trees).iterdir())

from service_structure.source.loader import load_guide  # noqa: E402 (from there)
from service_structure.views import environment  # noqa: E402

guide = load_guide()
templates = environment(guide, min(guide.languages)).overlay(optimized=False)
templates.compile_templates(target, extensions=["jinja"], zip=None, ignore_errors=False)
