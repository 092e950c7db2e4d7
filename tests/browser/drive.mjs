// Drives Chromium through one scenario and prints what it saw as JSON; tests/test_web_*.py say what has to be true of it.
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { chromium } from "playwright-core";
import * as scenarios from "./scenarios.mjs";

const [name, asked] = [process.argv[2], JSON.parse(readFileSync(0, "utf8"))];
// Every host of the payloads leads here: what leaves the pages is heard, whatever the browser says of it.
const seen = { console: [], requests: [], dialogs: 0, left: 0, heard: [] };
const elsewhere = createServer((socket) => {
  seen.left += 1;
  socket.on("error", () => {});
  socket.once("data", (data) => { seen.heard.push(data.toString("latin1").replace(/[^\x20-\x7e]+/g, " ").slice(0, 120)); socket.destroy(); });
}).listen(0, "127.0.0.1");
await new Promise((ready) => elsewhere.once("listening", ready));
const browser = await chromium.launch({
  executablePath: asked.chromium,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", `--host-resolver-rules=MAP *.example 127.0.0.1:${elsewhere.address().port}, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1`],
});
async function open(options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  await context.addInitScript(() => { globalThis.__ran = []; for (const name of ["alert", "confirm", "prompt", "print"]) globalThis[name] = () => { __ran.push(name); }; });
  const other = (request) => !request.url().startsWith(asked.url) && !request.url().startsWith("data:");
  const note = (request, what) => seen.requests.push(`${what} ${request.url().slice(0, 200)} on ${request.frame().url()}`);
  context.on("requestfinished", (request) => { if (other(request)) note(request, "answered"); });
  context.on("requestfailed", (request) => { if (other(request) && request.failure().errorText !== "csp") note(request, request.failure().errorText); });
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
  elsewhere.close();
}
