// `npm run check`: every step that has to pass before a change is shared, each a script of its own in package.json.
// `--without-tests` leaves the tests out for a caller that runs `npm test` beside it, as .ci/run does.

import { spawnSync } from "node:child_process";

const steps = ["check:format", "check:lint", "check:types", "check:imports", "check:dead", "check:lock", "build"];
if (!process.argv.includes("--without-tests")) steps.push("test");

const failed = steps.filter((step) => !passes(step));
if (failed.length > 0) {
  console.error(`Not passed: ${failed.join(", ")}`);
  process.exitCode = 1;
}

/** @param {string} step */
function passes(step) {
  const started = performance.now();
  const { status, stdout, stderr } = spawnSync("npm", ["run", "--silent", step], {
    encoding: "utf8",
    shell: process.platform === "win32",
    // The tests take minutes, so they are watched live; the others are read only when they fail.
    stdio: ["ignore", step === "test" ? "inherit" : "pipe", step === "test" ? "inherit" : "pipe"],
  });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${status === 0 ? "passed" : "FAILED"}  ${step.padEnd(14)} ${seconds} s`);
  if (status !== 0) console.error(`${stdout ?? ""}${stderr ?? ""}`);
  return status === 0;
}
