// Loaded before a side that Node runs: appends every file below the root that is imported or read to
// $HOLDFAST_READS, a path to each line. Installed packages are known by their lock file and left out.
import fs from "node:fs";
import path from "node:path";
import { register, syncBuiltinESMExports } from "node:module";
import { fileURLToPath } from "node:url";

const out = process.env.HOLDFAST_READS;
const root = `${process.env.HOLDFAST_ROOT}/`;
const append = fs.appendFileSync;
const seen = new Set();

function note(name) {
  try {
    const given = name instanceof URL || String(name).startsWith("file:") ? fileURLToPath(name) : name;
    if (typeof given !== "string") return;
    const full = path.resolve(given);
    if (!full.startsWith(root) || full.includes("/node_modules/") || full.includes("\n") || seen.has(full)) return;
    seen.add(full);
    append(out, `${full.slice(root.length)}\n`);
  } catch {
    // What is no path was read by nobody.
  }
}

const calls = ["readFile", "open"];
for (const name of [...calls, ...calls.map((one) => `${one}Sync`), "createReadStream"]) {
  const original = fs[name];
  fs[name] = Object.assign(function (given, ...rest) {
    note(given);
    return original.call(this, given, ...rest);
  }, original);
}
for (const name of calls) {
  const original = fs.promises[name];
  fs.promises[name] = function (given, ...rest) {
    note(given);
    return original.call(this, given, ...rest);
  };
}
syncBuiltinESMExports();
const hooks = `
import fs from "node:fs";
const [out, root] = ${JSON.stringify([out, root])};
export async function load(url, context, next) {
  const full = url.startsWith("file:") ? decodeURIComponent(new URL(url).pathname) : "";
  if (full.startsWith(root) && !full.includes("/node_modules/") && !full.includes("\\n")) fs.appendFileSync(out, full.slice(root.length) + "\\n");
  return next(url, context);
}`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`);
