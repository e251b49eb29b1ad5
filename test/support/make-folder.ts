import { chmodSync, existsSync, mkdtempSync, rmSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const inMemory = "/dev/shm";
const roomy = 2 ** 31;
/** Says to every process of a run where its folders lie. */
const variable = "MFA_REGISTER_TEST_FOLDER";

/**
 * Makes a folder for data that nobody reads after the tests: in memory, where the machine has that and plenty of it, since
 * hundreds of databases are made and dropped, and no test cuts the power. A run removes what its tests have left.
 */
export function makeFolder(name: string): string {
  return mkdtempSync(join(process.env[variable] ?? roomiest(), `mfa-register-${name}-`));
}

/** Makes the folder in which all others of a run lie, and returns how to remove it with them. */
export function holdFolders(): () => void {
  const folder = makeFolder("run");
  // PostgreSQL, which refuses to run as root, goes through it to a folder of its own.
  chmodSync(folder, 0o711);
  process.env[variable] = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}

function roomiest(): string {
  return hasRoom() ? inMemory : tmpdir();
}

function hasRoom(): boolean {
  if (!existsSync(inMemory) || process.availableMemory() < 2 * roomy) return false;
  const { bavail, bsize } = statfsSync(inMemory);
  return bavail * bsize >= roomy;
}
