// `sources.json` and `sources.bib` of a site, read by what knows nothing of Footnoted: Citation.js,
// whose table of CSL's variables and their types is that of the schema. It puts out, as JSON,
// what of the first is no sound CSL, the reference for each record that citeproc-js makes of it,
// in the style of APA, and what the second says, as CSL.
// Usage: node read_sources.mjs TOOLS FOLDER
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { isDeepStrictEqual } from "node:util";

const [tools, folder] = process.argv.slice(2);
const require = createRequire(`${tools}/package.json`);
const { Cite } = require("@citation-js/core");
const { clean } = require("@citation-js/core/lib/plugins/input/csl.js");
require("@citation-js/plugin-csl");
require("@citation-js/plugin-bibtex");

const read = (name) => readFileSync(`${folder}/${name}`, "utf8");
const records = JSON.parse(read("sources.json"));
const sound = clean(records, false); // whatever is not in the schema is dropped
const unsound = records.filter((record, n) => !isDeepStrictEqual(record, sound[n]));
const shape = { format: "text", template: "apa", asEntryArray: true };
const references = Object.fromEntries(new Cite(records).format("bibliography", shape));
const entries = new Cite(read("sources.bib")).data;
for (const entry of entries) delete entry._graph;
console.log(JSON.stringify({ unsound, references, entries }));
