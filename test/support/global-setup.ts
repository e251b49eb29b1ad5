import type { TestProject } from "vitest/node";
import { holdFolders, makeFolder } from "./make-folder.ts";
import { type MigratedDatabases, migrateOnce } from "./migrate-once.ts";
import { startPostgres } from "./postgres.ts";

declare module "vitest" {
  // biome-ignore lint/style/useConsistentTypeDefinitions: only an interface can be merged with the one of vitest
  export interface ProvidedContext {
    /** The PostgreSQL that all test files of a run share: `inject("postgresUrl")`. */
    postgresUrl: string;
    /** Databases of the newest shape without a row, to make others from. */
    migrated: Omit<MigratedDatabases, "remove">;
  }
}

/** Runs once before all tests; what it returns runs once after them, also when they fail or are interrupted. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const removeFolders = holdFolders();
  keepCompiled();
  const postgres = await startPostgres();
  project.provide("postgresUrl", postgres.url);
  const { remove, ...migrated } = await migrateOnce(postgres.url);
  project.provide("migrated", migrated);
  return async () => {
    remove();
    await postgres.stop();
    removeFolders();
  };
}

/** Has the many processes that tests start share what they compile: reading the same sources anew is most of their start. */
function keepCompiled(): void {
  process.env.NODE_COMPILE_CACHE = makeFolder("compiled");
}
