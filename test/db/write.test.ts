import { describe, expect, onTestFinished, test } from "vitest";
import type { EventData } from "#app/audit/events.ts";
import { readChain } from "#db/audit-events.ts";
import { addDirectoryObject, listDirectoryObjects } from "#db/directory.ts";
import { countWaiting } from "#db/outbox.ts";
import { seedDemo } from "#db/seed.ts";
import { write } from "#db/write.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { plainSecrets } from "#test/support/job-context.ts";

const actor = { kind: "console", id: null } as const;
const group = { kind: "group", id: "finance", name: "Finance" } as const;
const subject = { kind: "group", id: "finance" };

const addFinance = ({ db, workspace }: TestDatabase, more: () => void = () => undefined) =>
  write(db, { workspaceId: workspace.id, actor, now: testStart }, async (tx, { audit, notify }) => {
    await addDirectoryObject(tx, workspace.id, group, testStart);
    audit("directory.object_added", subject, { kind: "group", name: "Finance" });
    notify({ template: "audit_broken", toUserId: null, toAddress: "a@b.example", data: {} });
    more();
  });

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    const opened = async () => {
      const database = await open();
      onTestFinished(() => database.close());
      return database;
    };

    test("a change, its event and its message commit together", async () => {
      const database = await opened();
      await addFinance(database);
      const { db, workspace } = database;
      expect(await listDirectoryObjects(db, workspace.id, "group")).toEqual([group]);
      expect((await readChain(db, workspace.id, { after: 0, limit: 100 })).at(-1)?.type).toBe("directory.object_added");
      expect(await countWaiting(db, workspace.id)).toBe(1);
    });

    test("a change that fails leaves neither a row, nor an event, nor a message", async () => {
      const database = await opened();
      const { db, workspace } = database;
      const before = await readChain(db, workspace.id, { after: 0, limit: 100 });
      const fails = () => {
        throw new Error("power cut");
      };
      await expect(addFinance(database, fails)).rejects.toThrow("power cut");
      expect(await listDirectoryObjects(db, workspace.id, "group")).toEqual([]);
      expect(await readChain(db, workspace.id, { after: 0, limit: 100 })).toEqual(before);
      expect(await countWaiting(db, workspace.id)).toBe(0);
    });

    test("a change that audits nothing is refused and rolled back", async () => {
      const { db, workspace } = await opened();
      const silent = write(db, { workspaceId: workspace.id, actor, now: testStart }, (tx) =>
        addDirectoryObject(tx, workspace.id, group, testStart),
      );
      await expect(silent).rejects.toThrow("audited nothing");
      expect(await listDirectoryObjects(db, workspace.id, "group")).toEqual([]);
    });

    test("an event that does not fit its schema is refused", async () => {
      const { db, workspace } = await opened();
      const wrong = { kind: "group" } as EventData<"directory.object_added">; // what the compiler would refuse
      const change = write(db, { workspaceId: workspace.id, actor, now: testStart }, async (_tx, { audit }) =>
        audit("directory.object_added", subject, wrong),
      );
      await expect(change).rejects.toThrow("name");
    });

    test("a workspace without an audit head cannot be written to", async () => {
      const { db } = await opened();
      const change = write(db, { workspaceId: "ws_none", actor, now: testStart }, async () => undefined);
      await expect(change).rejects.toThrow("audit head missing");
    });

    test("the database itself refuses to change or delete what is append-only", async () => {
      const { database, db } = await opened();
      // A trigger that meets no row refuses nothing, so there has to be something in every table.
      const workspaceId = await seedDemo(database, testStart, plainSecrets);
      for (const table of ["auditEvents", "approvals", "duties", "policies", "decisionBatches"] as const) {
        const change = db.updateTable(table).set({ workspaceId: "ws_other" }).where("workspaceId", "=", workspaceId);
        await expect(change.execute(), table).rejects.toThrow("append-only");
        const removal = db.deleteFrom(table).where("workspaceId", "=", workspaceId);
        await expect(removal.execute(), table).rejects.toThrow("append-only");
      }
    });
  });
