// A registry mirror may lack the binaries of platforms it does not serve. npm then leaves them out of package-lock.json,
// and `npm ci` refuses that lock file, here and everywhere. Run this after changing a dependency (`npm run lock`).
// The entries carry no integrity hash: npm never asks for a package that its `os` and `cpu` rule out.

import { readFileSync, writeFileSync } from "node:fs";

const file = new URL("../package-lock.json", import.meta.url);
const lock = JSON.parse(readFileSync(file, "utf8"));
const added = [];

for (const [path, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (isLocked(path, name)) continue;
    const { cpu, libc, os } = platform(name);
    // In npm's own order of keys, and JSON leaves out what is undefined, so that npm has nothing to rewrite.
    lock.packages[`node_modules/${name}`] = { version, cpu, dev: entry.dev, libc, optional: true, os };
    added.push(name);
  }
}

lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, "en")));
if (added.length > 0) writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${added.length} optional packages added to package-lock.json`);

/**
 * Node's own lookup: the nearest node_modules on the way up.
 *
 * @param {string} from
 * @param {string} name
 * @returns {boolean}
 */
function isLocked(from, name) {
  if (lock.packages[`${from ? `${from}/` : ""}node_modules/${name}`]) return true;
  if (from === "") return false;
  return isLocked(from.slice(0, Math.max(0, from.lastIndexOf("/node_modules/"))), name);
}

/**
 * Reads `@scope/tool-linux-x64-musl` as the platform it names.
 *
 * @param {string} name
 */
function platform(name) {
  const os = /-(android|darwin|freebsd|linux|openbsd|openharmony|win32)-/.exec(name)?.[1];
  const cpu = /-(arm64|arm|ia32|loong64|ppc64|riscv64|s390x|wasm32|x64)(-|$)/.exec(name)?.[1];
  if (!cpu || (!os && cpu !== "wasm32")) throw new Error(`cannot tell the platform of ${name}, expected name-os-cpu`);
  return { cpu: [cpu], libc: name.endsWith("-musl") ? ["musl"] : undefined, os: os ? [os] : undefined };
}
