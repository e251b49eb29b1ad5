import { existsSync, mkdtempSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const inMemory = "/dev/shm";
const roomy = 2 ** 31;

/**
 * Makes a folder for data that nobody reads after the tests: in memory, where the machine has that and plenty of it, since
 * hundreds of databases are made and dropped, and no test cuts the power.
 */
export function makeFolder(name: string): string {
  return mkdtempSync(join(hasRoom() ? inMemory : tmpdir(), `mfa-register-${name}-`));
}

function hasRoom(): boolean {
  if (!existsSync(inMemory) || process.availableMemory() < 2 * roomy) return false;
  const { bavail, bsize } = statfsSync(inMemory);
  return bavail * bsize >= roomy;
}
