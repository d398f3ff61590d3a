#!/usr/bin/env node
// The compiler as forge calls it: the npm build of solc behind the command line of the native one.
// It answers `--version` and standard JSON on standard input, nothing else.
"use strict";
const solc = require("solc");

// Berlin is chosen on purpose (see foundry.toml). The warning carries no code that forge could be told to ignore, and
// every other warning shall stop the build.
const EXPECTED_WARNING = "Support for EVM versions older than london is deprecated";

function compile(input) {
  const output = JSON.parse(solc.compile(input));
  output.errors = (output.errors ?? []).filter((error) => !error.message.startsWith(EXPECTED_WARNING));
  return JSON.stringify(output);
}

if (process.argv.includes("--version")) {
  process.stdout.write(`solc, the solidity compiler commandline interface\nVersion: ${solc.version()}\n`);
} else {
  const chunks = [];
  process.stdin.on("data", (chunk) => chunks.push(chunk));
  process.stdin.on("end", () => process.stdout.write(compile(Buffer.concat(chunks).toString("utf8"))));
}
