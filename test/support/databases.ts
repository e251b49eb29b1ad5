import { copyFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { sql } from "kysely";
import pg from "pg";
import { inject } from "vitest";
import { createWorkspace } from "#app/register/create-workspace.server.ts";
import { createOwnDecider, type OwnDecider } from "#app/signins/own-decider.server.ts";
import { type Database, type Db, openDatabase } from "#db/connect.ts";
import type { Workspace } from "#db/workspaces.ts";
import { makeFolder } from "./make-folder.ts";

export type TestDatabase = {
  database: Database;
  db: Db;
  ownSignIns: OwnDecider;
  url: string;
  workspace: Workspace;
  close(): Promise<void>;
};

/** The instant at which test workspaces begin. */
export const testStart = "2026-11-02T09:00:00.000Z";

async function prepare(url: string): Promise<Omit<TestDatabase, "close">> {
  const database = openDatabase(url);
  // No test cuts the power, so nothing has to reach the disk.
  if (url.startsWith("sqlite:")) await sql`pragma synchronous = off`.execute(database.db);
  const workspace = await createWorkspace(database.db, {
    slug: "acme",
    name: "Acme",
    timeZone: "Europe/Berlin",
    securityContact: "security@acme.example",
    actor: { kind: "console", id: null },
    now: testStart,
  });
  return { database, db: database.db, ownSignIns: createOwnDecider(database.db), url, workspace };
}

async function openSqlite(): Promise<TestDatabase> {
  const folder = makeFolder("test");
  const file = join(folder, "register.db");
  copyFileSync(inject("migrated").sqliteFile, file);
  const prepared = await prepare(`sqlite:${file}`);
  return {
    ...prepared,
    close: async () => {
      await prepared.database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function openPostgres(): Promise<TestDatabase> {
  const { url, drop } = await createPostgresDatabase(inject("migrated").postgresName);
  const prepared = await prepare(url);
  return {
    ...prepared,
    close: async () => {
      await prepared.database.close();
      await drop();
    },
  };
}

/** Makes a database on the PostgreSQL that all tests share, empty or as another one is. */
export async function createPostgresDatabase(template = "template1"): Promise<{ url: string; drop(): Promise<void> }> {
  const server = inject("postgresUrl");
  const name = `test_${process.pid}_${Math.random().toString(36).slice(2)}`;
  await onServer(server, `create database ${name} template ${template} strategy file_copy`);
  return {
    url: Object.assign(new URL(server), { pathname: `/${name}` }).href,
    drop: () => onServer(server, `drop database ${name} with (force)`),
  };
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** A new database of each kind, both real, with an empty workspace; whatever touches SQL is tested on each. */
export const databases: Record<"sqlite" | "postgres", () => Promise<TestDatabase>> = {
  sqlite: openSqlite,
  postgres: openPostgres,
};
