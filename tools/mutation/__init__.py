"""Whether the tests notice faults: each is put into the code, and the tests that reach it run.

    python -m tools.mutation [--rooms ROOM …] [--only TEXT] [--sample COUNT] [--write]

`mutants` makes the faults, `trial` runs the tests on each. What survives is compared with
`survivors.toml`, which says why it does.
"""
