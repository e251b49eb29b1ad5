import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import SqliteDatabase from "better-sqlite3";
import { sql } from "kysely";
import { expect, onTestFinished, test } from "vitest";
import { openDatabase } from "#db/connect.ts";

function opened() {
  const folder = mkdtempSync(join(tmpdir(), "register-"));
  const path = join(folder, "register.db");
  const { db, close } = openDatabase(`sqlite:${path}`);
  // As another process would have it, which is told at once that it has to wait.
  const other = new SqliteDatabase(path, { timeout: 0 });
  onTestFinished(async () => {
    other.close();
    await close();
    rmSync(folder, { recursive: true });
  });
  return { db, other };
}

test("a change that reads before it writes keeps other processes from writing in between", async () => {
  const { db, other } = opened();
  await db.transaction().execute(async (tx) => {
    await sql`select 1`.execute(tx);
    expect(() => other.exec("begin immediate")).toThrow("database is locked");
  });
  expect(() => other.exec("begin immediate")).not.toThrow();
});

test("who only reads keeps nobody from writing", async () => {
  const { db, other } = opened();
  await db
    .transaction()
    .setAccessMode("read only")
    .execute(async (tx) => {
      await sql`select count(*) from sqlite_schema`.execute(tx);
      expect(() => other.exec("create table written (id integer)")).not.toThrow();
    });
});
