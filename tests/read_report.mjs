// A report of `check` on standard input, read by what knows nothing of Footnoted.
// JSON: one line of text per finding. SARIF: the same, after the schema of OASIS said yes.
// Columns of SARIF are UTF-16 code units; a string of JavaScript is made of them.
// Usage: node read_report.mjs json | sarif [TOOLS, with the schema] [FOLDER that paths begin at]
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const [form, tools, root] = process.argv.slice(2);
const report = JSON.parse(readFileSync(0, "utf8"));

if (form === "json") {
  for (const f of report.findings)
    console.log(`${f.severity}[${f.code}] ${f.file}:${f.line}:${f.column} ${f.message}`);
} else {
  const require = createRequire(`${tools}/package.json`);
  const Ajv = require("ajv");
  const ajv = new Ajv({ schemaId: "auto", format: "full", allErrors: true });
  ajv.addMetaSchema(require("ajv/lib/refs/json-schema-draft-04.json"));
  const schema = require("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json");
  if (!ajv.validate(schema, report)) {
    console.error(JSON.stringify(ajv.errors, null, 2));
    process.exit(1);
  }
  const rules = report.runs[0].tool.driver.rules;
  for (const result of report.runs[0].results) {
    const { artifactLocation, region } = result.locations[0].physicalLocation;
    const path = decodeURIComponent(artifactLocation.uri);
    const line = readFileSync(`${root}/${path}`, "utf8").split("\n")[region.startLine - 1] ?? "";
    const marked = line.slice(region.startColumn - 1, region.endColumn - 1);
    console.log(
      `${result.level}[${rules[result.ruleIndex].id}] ${path}:${region.startLine} {${marked}}`,
    );
  }
}
