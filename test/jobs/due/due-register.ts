import { copyFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { sql } from "kysely";
import { inject } from "vitest";
import { type Database, openDatabase } from "#db/connect.ts";
import { seedDemo } from "#db/seed.ts";
import { findWorkspace, type Workspace } from "#db/workspaces.ts";
import { createPostgresDatabase } from "#test/support/databases.ts";
import { plainSecrets } from "#test/support/job-context.ts";
import { makeFolder } from "#test/support/make-folder.ts";
import { demoNow, dueItems } from "./due-items.ts";

/** The register of the demo, in which most jobs have something to do, and as many copies of it as a test needs. */
export type DueRegister = {
  workspace: Workspace;
  /** Makes a copy in which these jobs have something to do, and removes it afterwards. */
  copied<T>(jobs: readonly string[], work: (url: string) => Promise<T>): Promise<T>;
  remove(): Promise<void>;
};

async function fill(database: Database): Promise<Workspace> {
  const workspaceId = await seedDemo(database, demoNow, plainSecrets);
  const workspace = await findWorkspace(database.db, workspaceId);
  if (!workspace) throw new Error("the demo has no workspace");
  return workspace;
}

async function prepare(url: string, { id }: Workspace, names: readonly string[]): Promise<void> {
  const database = openDatabase(url);
  for (const name of names) await dueItems[name]?.prepare?.(database.db, id);
  await database.close();
}

async function openSqlite(): Promise<DueRegister> {
  const folder = makeFolder("due");
  const file = join(folder, "due.db");
  copyFileSync(inject("migrated").sqliteFile, file);
  const database = openDatabase(`sqlite:${file}`);
  await sql`pragma synchronous = off`.execute(database.db);
  const workspace = await fill(database);
  await sql`pragma wal_checkpoint(truncate)`.execute(database.db);
  await database.close();
  let copies = 0;
  return {
    workspace,
    copied: async (names, work) => {
      copies += 1;
      const copy = join(folder, `copy-${copies}.db`);
      copyFileSync(file, copy);
      try {
        await prepare(`sqlite:${copy}`, workspace, names);
        return await work(`sqlite:${copy}`);
      } finally {
        for (const suffix of ["", "-wal", "-shm"]) rmSync(`${copy}${suffix}`, { force: true });
      }
    },
    remove: async () => rmSync(folder, { recursive: true, force: true }),
  };
}

async function openPostgres(): Promise<DueRegister> {
  const { url, drop } = await createPostgresDatabase(inject("migrated").postgresName);
  const database = openDatabase(url);
  const workspace = await fill(database);
  await database.close();
  return {
    workspace,
    copied: async (names, work) => {
      const copy = await createPostgresDatabase(new URL(url).pathname.slice(1));
      try {
        await prepare(copy.url, workspace, names);
        return await work(copy.url);
      } finally {
        await copy.drop();
      }
    },
    remove: drop,
  };
}

/** Both kinds of database, both real. */
export const dueRegisters: Record<"sqlite" | "postgres", () => Promise<DueRegister>> = {
  sqlite: openSqlite,
  postgres: openPostgres,
};
