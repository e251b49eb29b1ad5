// Builds the screens, unless the build at hand was made from exactly the files that are here now.
// Like ensure-installed.js it may be run by an old Node, so the build itself is started on the project's own.

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const stamp = join(root, "build/inputs.sha256");
const inputs = [
  "app",
  "public",
  "package-lock.json",
  "remix.config.js",
  "scripts/vite",
  "tsconfig.json",
  "vite.config.ts",
];

const hash = hashOf(inputs);
if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== hash) {
  console.log("Building the screens.");
  const node = join(root, `node_modules/node/bin/node${process.platform === "win32" ? ".exe" : ""}`);
  const remix = join(root, "node_modules/@remix-run/dev/dist/cli.js");
  const { status } = spawnSync(node, [remix, "vite:build", "--logLevel", "error"], { cwd: root, stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
  writeFileSync(stamp, hash);
}

/**
 * Content, not times: a checkout or a copy may bring files whose times say nothing.
 *
 * @param {string[]} paths
 */
function hashOf(paths) {
  const digest = createHash("sha256");
  for (const path of paths.flatMap(filesUnder)) {
    digest
      .update(`${path}\0`)
      .update(readFileSync(join(root, path)))
      .update("\0");
  }
  return digest.digest("hex");
}

/**
 * @param {string} path
 * @returns {string[]}
 */
function filesUnder(path) {
  const full = join(root, path);
  if (!existsSync(full)) return [];
  if (statSync(full).isFile()) return [path];
  return readdirSync(full)
    .sort()
    .flatMap((name) => filesUnder(join(path, name)));
}
