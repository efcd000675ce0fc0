"""There is one thread; Jinja locks its cache of templates."""

from _thread import allocate_lock as Lock  # noqa: F401, N812
