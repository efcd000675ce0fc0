"""Addresses are taken apart without it, unless their host is in brackets."""
