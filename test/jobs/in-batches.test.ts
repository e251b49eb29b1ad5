import { describe, expect, onTestFinished, test } from "vitest";
import { write } from "#db/write.ts";
import { DoneElsewhere } from "#jobs/each-due.ts";
import { inBatches } from "#jobs/in-batches.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { jobContext } from "#test/support/job-context.ts";

const due = Array.from({ length: 45 }, (_, index) => ({ id: `item_${index + 10}` }));

/** Notes each item in the audit log, but for those that are to fail or that another node has done. */
async function noteAll(base: TestDatabase, { failing = "", elsewhere = "" }) {
  const noted: string[] = [];
  const workspaceId = base.workspace.id;
  const context = { workspaceId, actor: { kind: "job", id: "test" }, now: testStart } as const;
  const counts = await inBatches(
    jobContext(base),
    due,
    (db, { id }) =>
      write(db, context, async (_tx, { audit }) => {
        audit(
          "audit.verified",
          { kind: "workspace", id },
          { ok: true, upToSeq: 1, firstBreak: null, firstStreamBreak: null },
        );
        if (id === failing) throw new Error("it cannot be done");
        if (id === elsewhere) throw new DoneElsewhere(id);
        return id;
      }),
    { onDone: (id) => noted.push(id) },
  );
  const events = await base.db
    .selectFrom("auditEvents")
    .select("subjectId")
    .where("workspaceId", "=", workspaceId)
    .where("type", "=", "audit.verified")
    .orderBy("seq")
    .execute();
  return { counts, noted, kept: events.map(({ subjectId }) => subjectId) };
}

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    test("each item of a batch has its own event", async () => {
      const base = await open();
      onTestFinished(() => base.close());
      const { counts, noted, kept } = await noteAll(base, {});
      expect(counts).toEqual({ done: 45, failed: 0 });
      expect(kept).toEqual(due.map(({ id }) => id));
      expect(noted).toEqual(kept);
    });

    test("an item that fails, and one that another node has done, take no other with them and leave nothing", async () => {
      const base = await open();
      onTestFinished(() => base.close());
      const { counts, noted, kept } = await noteAll(base, { failing: "item_15", elsewhere: "item_52" });
      expect(counts).toEqual({ done: 43, failed: 1 });
      expect(kept).toEqual(due.map(({ id }) => id).filter((id) => id !== "item_15" && id !== "item_52"));
      expect(noted).toEqual(kept);
    });
  });
