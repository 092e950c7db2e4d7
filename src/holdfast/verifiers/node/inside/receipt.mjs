// Runs one example and says so when it came to its end, in words that the example cannot know: they arrive on
// standard input, which is closed before the example is loaded, and stay in this module's own scope.
import fs from "node:fs";
import process from "node:process";
import { syncBuiltinESMExports } from "node:module";
import { fileURLToPath } from "node:url";

const write = fs.writeSync.bind(fs);
const words = fs.readFileSync(0, "utf8").trim();
fs.closeSync(0);
fs.openSync("/dev/null", "r");
const [, , target, root] = process.argv;
process.argv.length = 2;
const reads = new Set();
let finished = false;

function note(path) {
  try {
    const name = path instanceof URL ? fileURLToPath(path) : String(path);
    if (name.startsWith(`${root}/`)) reads.add(name.slice(root.length + 1));
  } catch {
    // What is no path was read by nobody.
  }
}

for (const name of ["readFileSync", "openSync", "existsSync", "statSync", "readdirSync", "createReadStream", "readFile", "open"]) {
  const original = fs[name];
  fs[name] = function (path, ...rest) {
    note(path);
    return original.call(this, path, ...rest);
  };
}
for (const name of ["readFile", "open", "readdir", "stat"]) {
  const original = fs.promises[name];
  fs.promises[name] = function (path, ...rest) {
    note(path);
    return original.call(this, path, ...rest);
  };
}
syncBuiltinESMExports();

process.on("exit", (code) => {
  const answer = JSON.stringify({ receipt: words, finished, code, reads: [...reads] });
  write(2, `\n${answer}\n`);
});

await import(target);
finished = true;
