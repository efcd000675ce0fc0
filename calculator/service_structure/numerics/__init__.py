"""Numerical methods that know nothing of the guide: queues, multi-criteria methods, robustness."""
