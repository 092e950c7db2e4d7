// Runs one example and says so when it came to its end, in words that the example is never told: they arrive on
// standard input, which is closed before the example is loaded, stay in this module's own scope as bytes, and are
// written when the last line is behind it and not before. What this needs is taken before the example can replace it.
import fs from "node:fs";
import path from "node:path";
import process from "node:process";
import { syncBuiltinESMExports } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";

const { parse, stringify } = JSON;
const { isAbsolute, resolve } = path;
const writeSync = fs.writeSync;
const from = Buffer.from;
const concat = Buffer.concat;
const slice = Function.prototype.call.bind(String.prototype.slice);
const starts = Function.prototype.call.bind(String.prototype.startsWith);
const asked = parse(fs.readFileSync(0, "utf8"));
const words = from(`\n${asked.words}\n`);
asked.words = "";
fs.closeSync(0);
fs.openSync("/dev/null", "r");
const home = `${process.cwd()}/`;
const root = `${asked.root}/`;
const reads = { __proto__: null };

function write(bytes) {
  for (let tries = 0; bytes.length && tries < 10000; tries += 1) {
    try {
      bytes = bytes.subarray(writeSync(2, bytes));
    } catch (error) {
      if (error.code !== "EAGAIN") return;
    }
  }
}

function note(name) {
  try {
    const given = name instanceof URL ? fileURLToPath(name) : name;
    if (typeof given !== "string") return;
    const full = isAbsolute(given) ? given : resolve(given);
    if (starts(full, home)) reads[slice(full, home.length)] = true;
    else if (starts(full, root)) reads[slice(full, root.length)] = true;
  } catch {
    // What is no path was read by nobody.
  }
}

function noting(original) {
  return Object.assign(function (name, ...rest) {
    note(name);
    return original.call(this, name, ...rest);
  }, original);
}

const calls = ["readFile", "open", "readdir", "stat", "lstat", "access", "opendir"];
for (const name of [...calls, ...calls.map((one) => `${one}Sync`), "existsSync", "exists", "createReadStream"]) fs[name] = noting(fs[name]);
for (const name of calls) fs.promises[name] = noting(fs.promises[name]);
syncBuiltinESMExports();

process.on("uncaughtExceptionMonitor", (error) => {
  const kinds = [];
  for (let one = error; one; one = Object.getPrototypeOf(one)) kinds.push(String(one.name ?? ""), String(one.constructor?.name ?? ""));
  write(from(`\nholdfast-kinds:${stringify(kinds)}\n`));
});
process.on("exit", () => write(from(`\nholdfast-reads:${stringify(Object.keys(reads))}\n`)));
process.argv.splice(1, process.argv.length, asked.target);

await import(pathToFileURL(asked.target).href);
write(words);
