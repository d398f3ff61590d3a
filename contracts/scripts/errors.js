#!/usr/bin/env node
// Holds that every error of the ledger is reached by a test: each error of ITraceLedger must be expected by its
// selector somewhere under test/. Whether the expectation is met is forge's to say.
//   node scripts/errors.js
"use strict";
const fs = require("node:fs");
const path = require("node:path");

const ROOT = path.join(__dirname, "..");

function sources(folder) {
  const entries = fs.readdirSync(folder, { withFileTypes: true });
  return entries.flatMap((entry) => {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) return sources(file);
    return entry.name.endsWith(".sol") ? [fs.readFileSync(file, "utf8")] : [];
  });
}

const contract = fs.readFileSync(path.join(ROOT, "src/ITraceLedger.sol"), "utf8");
const errors = [...contract.matchAll(/^\s*error (\w+)\(/gm)].map((match) => match[1]);
const tests = sources(path.join(ROOT, "test")).join("\n");
const unreached = errors.filter((error) => !tests.includes(`ITraceLedger.${error}.selector`));
if (errors.length === 0 || unreached.length > 0) {
  console.error(`error: no test expects ${unreached.join(", ") || "any error at all"}`);
  process.exit(1);
}
console.log(`all ${errors.length} errors of the ledger are expected by tests`);
