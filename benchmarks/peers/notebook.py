"""The waiting probability of one queue in marimo."""

import marimo

app = marimo.App()


@app.cell  # type: ignore[untyped-decorator]
def _() -> None:
    import marimo as mo

    load, agents = 8, 10
    free = 1.0
    for n in range(1, agents + 1):
        free = 1 + free * n / load
    blocked = 1 / free
    waits = blocked / (1 - load / agents * (1 - blocked))
    mo.md(f"<b id='answer'>{waits}</b>")


if __name__ == "__main__":
    app.run()
