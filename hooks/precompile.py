"""Compiles the calculator's templates to modules: python -P precompile.py TREES TARGET.

The quick start runs it: see `precompile` in hooks/quickstart/application.py. Nothing is evaluated
beforehand, so the modules serve every language.
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
