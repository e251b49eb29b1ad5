// The pre-scripts of package.json run this on whatever Node the host has: plain JavaScript, no dependency.

import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

if (!isInstalled()) {
  console.log("Installing what package-lock.json lists. This takes a minute and happens once.");
  const { status } = npmCi();
  if (status !== 0) process.exit(status ?? 1);
}

/** Compares with npm's own record of what it unpacked, so that an install by hand counts as well. */
function isInstalled() {
  const record = join(root, "node_modules/.package-lock.json");
  if (!existsSync(record)) return false;
  const unpacked = JSON.parse(readFileSync(record, "utf8")).packages;
  const locked = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages;
  return Object.entries(locked).every(([path, entry]) => {
    if (path === "") return true;
    if (!unpacked[path]) return Boolean(entry.optional || entry.devOptional || entry.peer);
    return unpacked[path].version === entry.version;
  });
}

function npmCi() {
  const { PATH = "", ...env } = process.env;
  // npm ci deletes node_modules, and with it the Node that npm scripts find there first.
  const hostPath = PATH.split(delimiter).filter((folder) => !folder.includes("node_modules"));
  return spawnSync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    env: { ...env, PATH: hostPath.join(delimiter) },
    shell: process.platform === "win32",
    stdio: ["ignore", "inherit", "inherit"],
  });
}
