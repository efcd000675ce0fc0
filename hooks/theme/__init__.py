"""Adds to Material what it lacks: a content security policy, search for Russian, finished prose."""
