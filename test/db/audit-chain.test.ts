import { sql } from "kysely";
import { describe, expect, onTestFinished, test } from "vitest";
import { type AuditRow, genesis, hashRow } from "#app/audit/chain.ts";
import { verifyChain } from "#app/audit/verify-chain.server.ts";
import { readChain } from "#db/audit-events.ts";
import { addDirectoryObject } from "#db/directory.ts";
import { write } from "#db/write.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { openToTampering } from "#test/support/open-to-tampering.ts";

/** A chain of 12 rows whose triggers are gone, as the owner of the database could have it. */
async function tampered(open: () => Promise<TestDatabase>) {
  const test = await open();
  onTestFinished(() => test.close());
  const { db, workspace } = test;
  for (let number = 1; number <= 10; number++)
    await write(
      db,
      { workspaceId: workspace.id, actor: { kind: "console", id: null }, now: testStart },
      async (tx, { audit }) => {
        const id = `group-${number}`;
        await addDirectoryObject(tx, workspace.id, { kind: "group", id, name: id }, testStart);
        audit("directory.object_added", { kind: "group", id }, { kind: "group", name: id });
      },
    );
  expect(await verifyChain(db, workspace.id)).toEqual({ ok: true, upToSeq: 12, firstBreak: null });
  await openToTampering(test, "audit_events");
  const verdict = async () => (await verifyChain(db, workspace.id)).firstBreak;
  const events = () => db.updateTable("auditEvents").where("workspaceId", "=", workspace.id);
  return { ...test, verdict, events };
}

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    test.each(["data", "at", "type", "actorId", "subjectId"] as const)("an edited %s is found", async (column) => {
      const { events, verdict } = await tampered(open);
      await events()
        .set({ [column]: "edited" })
        .where("seq", "=", 5)
        .execute();
      expect(await verdict()).toEqual({ seq: 5, reason: "altered" });
    });

    test("a row that was edited and hashed anew is found at the row after it", async () => {
      const { db, workspace, events, verdict } = await tampered(open);
      const row = (await readChain(db, workspace.id, { after: 4, limit: 1 }))[0] as AuditRow; // seq 5 exists
      const edited = { ...row, at: "2020-01-01T00:00:00.000Z" };
      await events()
        .set({ at: edited.at, hash: hashRow(edited) })
        .where("seq", "=", 5)
        .execute();
      expect(await verdict()).toEqual({ seq: 6, reason: "unlinked" });
    });

    test("a deleted row is found", async () => {
      const { db, verdict } = await tampered(open);
      await db.deleteFrom("auditEvents").where("seq", "=", 7).execute();
      expect(await verdict()).toEqual({ seq: 7, reason: "missing" });
    });

    test("two rows that changed places are found", async () => {
      const { events, verdict } = await tampered(open);
      await events().set({ seq: 100 }).where("seq", "=", 4).execute();
      await events().set({ seq: 4 }).where("seq", "=", 5).execute();
      await events().set({ seq: 5 }).where("seq", "=", 100).execute();
      expect(await verdict()).toEqual({ seq: 4, reason: "unlinked" });
    });

    test("a row that was inserted at the end is found", async () => {
      const { db, workspace, verdict } = await tampered(open);
      const last = (await readChain(db, workspace.id, { after: 11, limit: 1 }))[0] as AuditRow; // seq 12 exists
      const forged = { ...last, seq: 13, prevHash: last.hash };
      await db
        .insertInto("auditEvents")
        .values({ ...forged, hash: hashRow(forged) })
        .execute();
      expect(await verdict()).toEqual({ seq: 13, reason: "beyond_head" });
    });

    test("a tail that was cut off is found", async () => {
      const { db, verdict } = await tampered(open);
      await db.deleteFrom("auditEvents").where("seq", ">", 9).execute();
      expect(await verdict()).toEqual({ seq: 10, reason: "missing" });
    });

    test("a log that was emptied is found", async () => {
      const { db, workspace, verdict } = await tampered(open);
      await db.deleteFrom("auditEvents").where("workspaceId", "=", workspace.id).execute();
      expect(await verdict()).toEqual({ seq: 1, reason: "missing" });
    });

    test("a chain that was hashed anew from an edit on is found by the head", async () => {
      const { db, workspace, events, verdict } = await tampered(open);
      let prevHash = genesis;
      for (const row of await readChain(db, workspace.id, { after: 0, limit: 100 })) {
        const at = row.seq === 3 ? "2020-01-01T00:00:00.000Z" : row.at;
        const hash = hashRow({ ...row, at, prevHash });
        await events().set({ at, prevHash, hash }).where("seq", "=", row.seq).execute();
        prevHash = hash;
      }
      expect(await verdict()).toEqual({ seq: 12, reason: "head_differs" });
    });

    test("a chain is walked in pages without losing the thread", async () => {
      const { db, workspace } = await tampered(open);
      const rows = 4500;
      await write(
        db,
        { workspaceId: workspace.id, actor: { kind: "job", id: "x" }, now: testStart },
        async (_tx, { audit }) => {
          for (let number = 0; number < rows / 10; number++)
            audit("user.enabled", { kind: "user", id: `u${number}` }, {});
        },
      );
      for (let time = 1; time < 10; time++)
        await write(
          db,
          { workspaceId: workspace.id, actor: { kind: "job", id: "x" }, now: testStart },
          async (_tx, { audit }) => {
            for (let number = 0; number < rows / 10; number++)
              audit("user.enabled", { kind: "user", id: `u${number}` }, {});
          },
        );
      expect(await verifyChain(db, workspace.id)).toEqual({ ok: true, upToSeq: 12 + rows, firstBreak: null });
    });

    test("what another workspace writes is no part of the chain", async () => {
      const { db, workspace, verdict } = await tampered(open);
      await sql`delete from audit_events where workspace_id <> ${workspace.id}`.execute(db);
      expect(await verdict()).toBeNull();
    });
  });
