// Drives Firefox for other_browsers.py: node drive_firefox.mjs PROGRAM PATIENCE (in ms)
// In, one JSON text a line: {open: address} or {run: expression}. Out, one line each: {value}.
// It ends, and Firefox with it, at the first fault or when nothing more can come in.
import { createInterface } from "node:readline";
import puppeteer from "puppeteer-core";

const [executablePath, patience] = process.argv.slice(2);
const timeout = Number(patience);
const browser = await puppeteer.launch({
  browser: "firefox",
  executablePath,
  timeout,
  protocolTimeout: timeout,
});
try {
  const page = await browser.newPage();
  for await (const line of createInterface({ input: process.stdin })) {
    const { open, run } = JSON.parse(line);
    if (open) await page.goto(open, { timeout });
    const value = run && (await page.evaluate(run));
    console.log(JSON.stringify({ value: value ?? null }));
  }
} finally {
  await browser.close();
}
