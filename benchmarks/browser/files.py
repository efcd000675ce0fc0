"""How long a file for an office program takes, from the tap to the file, on a slow processor.

What makes files is fetched and imported when the menu opens; the reader taps a form CHOOSING
seconds later. Seconds from that tap, for the first file of a visit and for the same one again: the
median of RUNS visits to the calculator with an answered link, the renderers four times slower
(`Condition.slower`). `--fast` leaves the processor as it is.
"""

import argparse
import time
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.browser.startup import Condition, serving, under
from hooks.commands.serve import SITE
from service_structure.papers import FORMS
from tools.chromium import chromium

RUNS = 3
ADDRESS = "ru/calculator/#size=large&regions=many&p.structure=centralised&p.currency=rub"

TARGET = 2.0
"""Seconds."""
CHOOSING = 1.0
"""Seconds that a reader takes to find a form in the menu."""

READY = """async () => {
  const status = document.getElementById("calculator-status");
  return status !== null && status.textContent === status.dataset.ready;
}"""

# A file is there when the page follows a link that has the attribute `download`.
SAVE = """async () => {
  document.querySelector("details.menu").open = true;
  await new Promise((done) => setTimeout(done, CHOOSING));
  const saved = new Promise((done) => {
    HTMLAnchorElement.prototype.click = function () { if (this.download) done(); };
  });
  const begun = performance.now();
  document.querySelector('[data-action="FORM"]').click();
  await saved;
  return (performance.now() - begun) / 1000;
}"""


def visit(address: str, form: str, condition: Condition) -> tuple[float, float]:
    """Seconds for the first file of a visit, and for the same one again."""
    with TemporaryDirectory() as profile, chromium(profile) as browser:
        browser.open(address)
        while not browser.run(READY):
            time.sleep(0.2)
        with under(condition, profile):
            save = SAVE.replace("FORM", form).replace("CHOOSING", str(1000 * CHOOSING))
            first, again = browser.run(save), browser.run(save)
    return first, again


def main() -> None:
    """Print seconds by form."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fast", action="store_true", help="do not slow the processor down")
    condition = Condition("files", slower=1 if parser.parse_args().fast else 4)
    print(f"Files, a processor {condition.slower}× slower, target {TARGET:g} s")
    with serving(SITE) as host:
        for form in FORMS:
            seconds = [visit(f"{host}{ADDRESS}", form, condition) for _ in range(RUNS)]
            first, again = (median(each) for each in zip(*seconds, strict=True))
            print(f"  {form:<12}{first:6.2f} s at first {again:6.2f} s again", flush=True)


if __name__ == "__main__":
    main()
