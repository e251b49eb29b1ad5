import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, onTestFinished, test } from "vitest";
import { verifyChain } from "#app/audit/verify-chain.server.ts";
import { databases } from "#test/support/databases.ts";

const run = promisify(execFile);
const writeMany = fileURLToPath(new URL("../support/write-many.ts", import.meta.url));
const writers = ["one", "two", "three", "four"];
const changesEach = 500;

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    test("four processes write 500 changes each: none is lost and the chain is whole", {
      timeout: 120_000,
    }, async () => {
      const { db, url, workspace, close } = await open();
      onTestFinished(close);
      const { ok, upToSeq } = await verifyChain(db, workspace.id);
      expect(ok).toBe(true);

      await Promise.all(
        writers.map((writer) => run(process.execPath, [writeMany, url, workspace.id, writer, String(changesEach)])),
      );

      const changes = writers.length * changesEach;
      const { count } = await db
        .selectFrom("directoryObjects")
        .select((eb) => eb.fn.countAll<number>().as("count"))
        .where("kind", "=", "group")
        .executeTakeFirstOrThrow();
      expect(count).toBe(changes);
      expect(await verifyChain(db, workspace.id)).toEqual({ ok: true, upToSeq: upToSeq + changes, firstBreak: null });
    });
  });
