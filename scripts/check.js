// `npm run check`: every step that has to pass before a change is shared, each a script of its own in package.json.
// `--without-tests` leaves the tests out for a caller that runs `npm test` beside it, as .ci/run does.

import { spawn } from "node:child_process";
import { availableParallelism } from "node:os";

/** None of them waits for another; the longest comes first. */
const steps = ["check:types", "build", "check:lint", "check:imports", "check:dead", "check:format", "check:lock"];
const waiting = [...steps];
/** @type {string[]} */
const failed = [];

await Promise.all(
  Array.from({ length: Math.min(availableParallelism(), steps.length) }, async () => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift())
      if (!(await passes(step, "pipe"))) failed.push(step);
  }),
);
// The tests take minutes and every core, so they come last and are watched live; the others are read only when they fail.
if (!process.argv.includes("--without-tests") && !(await passes("test", "inherit"))) failed.push("test");
if (failed.length > 0) {
  console.error(`Not passed: ${failed.join(", ")}`);
  process.exitCode = 1;
}

/**
 * @param {string} step
 * @param {"pipe" | "inherit"} output
 * @returns {Promise<boolean>}
 */
function passes(step, output) {
  const started = performance.now();
  const child = spawn("npm", ["run", "--silent", step], {
    shell: process.platform === "win32",
    stdio: ["ignore", output, output],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding("utf8").on("data", (text) => {
      said += text;
    });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      console.log(`${code === 0 ? "passed" : "FAILED"}  ${step.padEnd(14)} ${seconds} s`);
      if (code !== 0) console.error(said);
      resolve(code === 0);
    });
  });
}
