// Builds the TypeScript of a side with the project's @swc/core: decorators with their metadata, ES modules.
// nest_build.mjs SWC FROM TO: the package's folder, the folder with sources, the folder to write to.
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";

const [swcFolder, from, to] = process.argv.slice(2);
const swc = createRequire(`${swcFolder}/package.json`)(swcFolder);
let failed = false;

for (const name of fs.readdirSync(from, { recursive: true })) {
  const source = path.join(from, name);
  if (name.startsWith("node_modules") || !fs.statSync(source).isFile()) continue;
  const target = path.join(to, name);
  fs.mkdirSync(path.dirname(target), { recursive: true });
  if (!/\.[mc]?tsx?$/.test(name) || /\.d\.[mc]?ts$/.test(name)) {
    fs.copyFileSync(source, target);
    continue;
  }
  try {
    const made = swc.transformFileSync(source, {
      swcrc: false,
      configFile: false,
      sourceMaps: "inline",
      jsc: {
        parser: { syntax: "typescript", decorators: true, tsx: name.endsWith("x") },
        target: "es2022",
        keepClassNames: true,
        transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
      },
      module: { type: "es6" },
    });
    fs.writeFileSync(target.replace(/\.([mc]?)tsx?$/, ".$1js"), made.code);
  } catch (error) {
    failed = true;
    process.stderr.write(`${name}: ${error.message}\n`);
  }
}
process.exit(failed ? 1 : 0);
