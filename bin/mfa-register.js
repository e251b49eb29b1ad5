#!/usr/bin/env node
// Starts the command line on Node 24 whatever Node the caller has, so this file is plain JavaScript without dependencies.

import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const neededMajor = 24;
const executable = process.platform === "win32" ? "node.exe" : "node";
const projectNode = fileURLToPath(new URL(`../node_modules/node/bin/${executable}`, import.meta.url));
const isRecent = Number.parseInt(process.versions.node, 10) >= neededMajor;

if (!existsSync(new URL("../node_modules/commander", import.meta.url)) || !(isRecent || existsSync(projectNode))) {
  console.error("mfa-register: its dependencies are not installed; run `npm ci` in its folder first.");
  process.exitCode = 2;
} else if (isRecent) {
  await import("../cli/main.ts");
} else {
  runOnProjectNode();
}

function runOnProjectNode() {
  const child = spawn(projectNode, process.argv.slice(1), { stdio: "inherit" });
  for (const signal of /** @type {const} */ (["SIGTERM", "SIGHUP", "SIGINT"])) {
    process.on(signal, () => {
      // A terminal sends Ctrl-C to the child as well; a second one would tell it to hurry.
      if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
    });
  }
  child.on("exit", (code, signal) => {
    if (signal === null) {
      process.exitCode = code ?? 1;
      return;
    }
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}
