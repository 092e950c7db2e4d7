// Drives Chromium through one scenario and prints what it saw as JSON; tests/test_web_*.py say what has to be true of it.
import { readFileSync } from "node:fs";
import { chromium } from "playwright-core";
import * as scenarios from "./scenarios.mjs";

const [name, asked] = [process.argv[2], JSON.parse(readFileSync(0, "utf8"))];
const browser = await chromium.launch({
  executablePath: asked.chromium,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
const seen = { console: [], requests: [], dialogs: 0 };
async function open(options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  await context.addInitScript(() => { globalThis.__ran = []; for (const name of ["alert", "confirm", "prompt", "print"]) globalThis[name] = () => { __ran.push(name); }; });
  context.on("request", (request) => { if (!request.url().startsWith(asked.url)) seen.requests.push(request.url().slice(0, 200)); });
  context.on("console", (message) => { if (["error", "warning"].includes(message.type())) seen.console.push(message.text().slice(0, 300)); });
  context.on("weberror", (error) => seen.console.push(String(error.error()).slice(0, 300)));
  context.on("dialog", (dialog) => { seen.dialogs += 1; dialog.dismiss(); });
  return context;
}
try {
  const found = await scenarios[name]({ ...asked, open });
  process.stdout.write(JSON.stringify({ ...seen, found }));
} finally {
  await browser.close();
}
