// Parses modules and runs none of them: reads a list of texts on standard input, prints what is wrong with each.
import fs from "node:fs";
import vm from "node:vm";

function fault(text) {
  try {
    new vm.SourceTextModule(text);
    return "";
  } catch (error) {
    return `${error.name}: ${error.message}`;
  }
}

const texts = JSON.parse(fs.readFileSync(0, "utf8"));
fs.writeSync(1, JSON.stringify(texts.map(fault)));
