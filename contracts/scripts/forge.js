#!/usr/bin/env node
// Runs forge: node scripts/forge.js test …
// The `forge` command of the npm package starts the same binary, but always exits with 0: failing tests would pass.
"use strict";
const { spawnSync } = require("node:child_process");
const path = require("node:path");

const ROOT = path.join(__dirname, "..");

function binary() {
  const architecture = { x64: "amd64", arm64: "arm64" }[process.arch] ?? process.arch;
  const name = process.platform === "win32" ? "forge.exe" : "forge";
  return require.resolve(`@foundry-rs/forge-${process.platform}-${architecture}/bin/${name}`);
}

/** Runs forge in the project; `stdio` as for `child_process.spawn`. */
function forge(args, stdio = "inherit") {
  const run = spawnSync(binary(), args, { cwd: ROOT, encoding: "utf8", stdio });
  if (run.error) throw run.error;
  return run;
}

module.exports = { forge };

if (require.main === module) process.exit(forge(process.argv.slice(2)).status ?? 1);
