#!/usr/bin/env node
// Keeps abi/TraceLedger.json, which the Rust crates embed, equal to what the source compiles to.
//   node scripts/artifact.js write   compiles and writes it
//   node scripts/artifact.js check   compiles, compares, and fails with a word on every difference
// The ledger is compiled alone: names that the compiler gives inside depend on what else is compiled along.
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const { isDeepStrictEqual } = require("node:util");
const { forge } = require("./forge.js");

const ROOT = path.join(__dirname, "..");
const ARTIFACT = "abi/TraceLedger.json";
const BUILD = "cache/artifact";
/** EIP-170: no chain takes a contract whose deployed code is longer. */
const MAX_DEPLOYED_BYTES = 24_576;

function compile() {
  const args = ["build", "src/TraceLedger.sol", "--force", "--out", BUILD, "--cache-path", BUILD];
  const run = forge(args, "pipe");
  if (run.status !== 0) fail(`the ledger does not compile\n${run.stdout}${run.stderr}`);
  const built = JSON.parse(fs.readFileSync(path.join(ROOT, BUILD, "TraceLedger.sol/TraceLedger.json"), "utf8"));
  const metadata = built.metadata;
  return {
    abi: built.abi,
    bytecode: built.bytecode.object,
    deployedBytecode: built.deployedBytecode.object,
    compiler: {
      name: "solc",
      version: metadata.compiler.version,
      evmVersion: metadata.settings.evmVersion,
      viaIR: metadata.settings.viaIR === true,
      optimizerRuns: metadata.settings.optimizer.runs,
      openzeppelin: require("@openzeppelin/contracts/package.json").version,
    },
  };
}

function deployedBytes(artifact) {
  return (artifact.deployedBytecode.length - 2) / 2;
}

function write(artifact) {
  fs.writeFileSync(path.join(ROOT, ARTIFACT), `${JSON.stringify(artifact, null, 2)}\n`);
  console.log(`${ARTIFACT} written: ${deployedBytes(artifact)} bytes deployed of ${MAX_DEPLOYED_BYTES}`);
}

function check(artifact) {
  const committed = JSON.parse(fs.readFileSync(path.join(ROOT, ARTIFACT), "utf8"));
  const parts = new Set([...Object.keys(artifact), ...Object.keys(committed)]);
  const different = [...parts].filter((part) => !isDeepStrictEqual(artifact[part], committed[part]));
  if (different.length > 0) {
    fail(`${ARTIFACT} does not match the source: ${different.join(", ")} differ. Run \`npm run build\` and commit it.`);
  }
  console.log(`${ARTIFACT} matches the source: ${deployedBytes(artifact)} bytes deployed of ${MAX_DEPLOYED_BYTES}`);
}

function fail(message) {
  console.error(`error: ${message}`);
  process.exit(1);
}

const command = { write, check }[process.argv[2]];
if (!command) fail("usage: node scripts/artifact.js write|check");
const artifact = compile();
if (deployedBytes(artifact) > MAX_DEPLOYED_BYTES) {
  fail(`the ledger has ${deployedBytes(artifact)} bytes, more than the ${MAX_DEPLOYED_BYTES} that a chain takes`);
}
command(artifact);
