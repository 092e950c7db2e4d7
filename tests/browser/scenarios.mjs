// What a person does with the pages, scenario by scenario.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

async function serious(page) {
  await page.evaluate(`${AXE};0`).catch(async () => { await page.addScriptTag({ content: AXE }); });
  const { violations } = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"], iframes: false }));
  return violations
    .filter((one) => ["serious", "critical"].includes(one.impact))
    .map((one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => `${node.target} ${node.failureSummary.split("\n")[1] ?? ""}`).join(" | ")}`);
}

// Every page, in light and dark and on a phone: what axe finds, and whether anything sticks out.
export async function pages({ open, url, addresses }) {
  const found = {};
  for (const [look, options] of Object.entries({ light: { colorScheme: "light" }, dark: { colorScheme: "dark" }, phone: { viewport: { width: 390, height: 844 }, colorScheme: "light" } })) {
    const context = await open({ ...options, bypassCSP: true });
    const page = await context.newPage();
    for (const address of addresses) {
      await page.goto(url + address);
      await page.waitForLoadState("load");
      found[`${look} ${address}`] = {
        title: await page.title(),
        headings: await page.locator("h1").count(),
        wide: await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
        serious: await serious(page),
      };
    }
    await context.close();
  }
  return found;
}

// The same without scripts.
export async function plain({ open, url, addresses, words }) {
  const page = await (await open({ javaScriptEnabled: false })).newPage();
  const found = { texts: {} };
  for (const address of addresses) {
    await page.goto(url + address);
    found.texts[address] = (await page.locator("main").innerText()).length;
  }
  await page.goto(url);
  await page.locator("header input[name=q]").fill(words);
  await Promise.all([page.waitForURL(/q=/), page.keyboard.press("Enter")]);
  found.address = page.url();
  found.hits = await page.locator(".hits li").count();
  return found;
}

// An edit on the disk, on a page that is scrolled and has folds open.
export async function live({ open, url, address, file, edited }) {
  const page = await (await open()).newPage();
  const before = readFileSync(file, "utf8");
  await page.goto(url + address);
  await page.waitForFunction(() => document.querySelector("#hf-stream")?.isConnected);
  await page.waitForTimeout(300);
  await page.evaluate(() => {
    for (const fold of document.querySelectorAll(".facts-below details")) fold.open = true;
    scrollTo(0, 700);
    globalThis.kept = [document.querySelector("h1"), document.querySelector("article p")];
    globalThis.sizes = [];
    document.addEventListener("htmx:sse:before:message", (event) => sizes.push(event.detail.message.data.length));
  });
  const state = () => page.evaluate(() => ({ folds: [...document.querySelectorAll(".facts-below details")].map((fold) => fold.open), scroll: scrollY, kept: kept.every((one) => one.isConnected) }));
  const found = { before: await state() };
  writeFileSync(file, edited);
  await page.waitForFunction((word) => document.body.textContent.includes(word), "Kelp grows", { timeout: 20000 });
  found.after = await state();
  found.sizes = await page.evaluate(() => sizes.slice(0, 1));
  found.whole = (await page.content()).length;
  writeFileSync(file, before.replace("## Context", "## Something new\n\nA further section.\n\n## Context"));
  await page.waitForFunction(() => document.body.textContent.includes("A further section."), null, { timeout: 20000 });
  found.anew = await state();
  writeFileSync(file, before);
  await page.waitForFunction(() => !document.body.textContent.includes("A further section."), null, { timeout: 20000 });
  return found;
}

// Search as one types, filters, and the address that somebody else can open.
export async function search({ open, url, words, status }) {
  const page = await (await open()).newPage();
  await page.goto(`${url}search.html`);
  const found = { all: await page.locator("tbody tr").count() };
  await page.locator("#hf-words").pressSequentially(words, { delay: 25 });
  await page.waitForSelector(".hits mark");
  found.hits = await page.locator(".hits li").count();
  found.marked = (await page.locator(".hits mark").first().innerText()).toLowerCase();
  await page.locator("select[name=status]").selectOption(status);
  await page.waitForFunction((many) => document.querySelectorAll(".hits li").length < many, found.hits);
  found.narrowed = await page.locator(".hits li").count();
  found.address = page.url();
  const other = await (await open()).newPage();
  await other.goto(found.address);
  found.opened = await other.locator(".hits li").count();
  found.field = await other.locator("#hf-words").inputValue();
  return found;
}

// The keyboard alone.
export async function keyboard({ open, url, address }) {
  const page = await (await open()).newPage();
  await page.goto(url + address);
  await page.keyboard.press("Tab");
  const found = { first: await page.evaluate(() => document.activeElement.textContent) };
  await page.keyboard.press("Enter");
  found.skipped = await page.evaluate(() => document.activeElement.id);
  await page.keyboard.press("/");
  found.slash = await page.evaluate(() => document.activeElement.name);
  await page.keyboard.press("Escape");
  const reached = new Set();
  for (let step = 0; step < 60; step += 1) {
    await page.keyboard.press("Tab");
    reached.add(await page.evaluate(() => document.activeElement.closest("nav, article, .facts-below, .about")?.className || document.activeElement.tagName));
  }
  found.reached = [...reached];
  found.theme = await page.evaluate(() => { document.getElementById("hf-theme").click(); return document.documentElement.dataset.theme; });
  return found;
}

// Hostile documents: whether anything ran, anything was asked for elsewhere, or anything of theirs that could is on the page.
export async function hostile({ open, url, addresses }) {
  const context = await open();
  const left = [...addresses], found = [];
  await Promise.all([1, 2, 3, 4].map(async () => {
    const page = await context.newPage();
    for (let address = left.pop(); address; address = left.pop()) {
      await page.goto(url + address);
      await page.evaluate(() => { for (const one of document.querySelectorAll("main *")) { one.dispatchEvent(new MouseEvent("mouseover", { bubbles: true })); } location.hash = "x"; });
      const seen = await page.evaluate(() => ({
        ran: __ran,
        attributes: [...document.querySelectorAll("main *")].flatMap((one) => one.getAttributeNames().filter((name) => /^on|^style$|^srcdoc$|^formaction$/.test(name))),
        elements: [...document.querySelectorAll("article :is(script, style, iframe:not(.diagram[sandbox='allow-scripts']), object, embed, form, base, meta, link, svg, template, input, button, video, audio)")].map((one) => one.tagName),
        links: [...document.querySelectorAll("main :is([href], [src])")].map((one) => one.getAttribute("href") ?? one.getAttribute("src")).filter((one) => !/^(?:[^:]*$|https?:|mailto:|[^:]*[?#])/.test(one)),
        title: document.title.length > 0,
      }));
      found.push({ address, url: page.url().startsWith(url), ...seen });
    }
  }));
  return found;
}

// verify, started from the page.
export async function verify({ open, url, token, address }) {
  const page = await (await open()).newPage();
  await page.goto(url + address);
  await page.locator(".verify summary").click();
  await page.locator(".verify input[name=token]").fill("wrong");
  const [refused] = await Promise.all([page.waitForResponse((answer) => answer.request().method() === "POST"), page.locator(".verify button").click()]);
  const found = { refused: refused.status() };
  await page.goto(`${url}#token=${token}`);
  found.hash = await page.evaluate(() => location.hash);
  await page.goto(url + address);
  await page.locator(".verify summary").click();
  const [started] = await Promise.all([page.waitForResponse((answer) => answer.request().method() === "POST"), page.locator(".verify button").click()]);
  found.started = started.status();
  await page.waitForSelector(".evidence .outcome.is-holds", { timeout: 30000 });
  found.evidence = await page.locator(".evidence .outcome.is-holds").count();
  await page.locator(".evidence a").first().click();
  await page.waitForSelector(".runs li");
  found.runs = await page.locator(".runs li").count();
  return found;
}

// A diagram: drawn in a frame that can reach nothing.
export async function diagram({ open, url, address }) {
  const context = await open();
  const page = await context.newPage();
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await page.goto(url);
  const elsewhere = asked.some((one) => one.includes("mermaid"));
  await page.goto(url + address);
  await page.waitForSelector("iframe.diagram");
  const frame = await (await page.$("iframe.diagram")).contentFrame();
  await frame.waitForSelector("svg", { timeout: 15000 });
  await page.waitForFunction(() => document.querySelector("[data-diagram] pre").hidden);
  return {
    elsewhere,
    sandbox: await page.locator("iframe.diagram").getAttribute("sandbox"),
    origin: await frame.evaluate(() => self.origin),
    parent: await frame.evaluate(() => { try { return String(parent.document); } catch (error) { return error.name; } }),
    fetched: await frame.evaluate((to) => fetch(to).then(() => "answered", () => "refused"), url),
    height: Number(await page.locator("iframe.diagram").getAttribute("height")),
  };
}

// A static site, opened from another server.
export async function built({ open, url, address, words }) {
  const page = await (await open()).newPage();
  await page.goto(url + address);
  const found = { policy: await page.locator("meta[http-equiv]").getAttribute("content"), stream: await page.locator("#hf-stream").count() };
  await page.goto(`${url}search.html`);
  found.all = await page.locator("tbody tr").count();
  await page.locator("#hf-words").fill(words);
  await page.waitForSelector(".hits li");
  found.hits = await page.locator(".hits li").count();
  await page.locator(".hits a").first().click();
  await page.waitForSelector("article.prose");
  found.reached = page.url().replace(url, "");
  await page.goto(`${url}search.html?status=superseded`);
  await page.waitForSelector(".hits li");
  found.filtered = await page.locator(".hits li").count();
  return found;
}
