import { describe, expect, onTestFinished, test } from "vitest";
import { addMember, addObject, removeMember } from "#app/directory/change-object.server.ts";
import type { Exception } from "#app/register/exception.ts";
import { rulesFor } from "#app/register/rules-for.server.ts";
import { signalsOf } from "#app/register/signals.server.ts";
import { findException, saveException } from "#db/exceptions.ts";
import { databases } from "#test/support/databases.ts";
import { insertLive } from "#test/support/decisions.ts";
import { addPeople, type People } from "#test/support/people.ts";

const before = "2026-11-01T09:00:00.000Z";
const now = "2026-11-10T09:00:00.000Z";

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    test("a record counts who came into its groups and roles since it was approved, each once", async () => {
      const base = await open();
      onTestFinished(() => base.close());
      const { db, workspace } = base;
      const people = await addPeople(base);
      const managing = { workspaceId: workspace.id, by: null, actor: { kind: "console", id: null } } as const;
      for (const id of ["finance", "ledger-desk"])
        await addObject(db, { ...managing, now, object: { kind: "group", id, name: id, externalId: null } });
      const join = (who: keyof People, objectId: string, at: string) =>
        addMember(db, { ...managing, now: at, member: { kind: "group", objectId, userId: people[who].userId } });
      await join("owner", "finance", before);
      const { userId } = people.leadership;
      const scope = { users: [userId], groups: ["finance", "ledger-desk"], roles: ["auditor"], applications: ["mail"] };
      await insertLive(base, people, { id: "EXC-2026-0001", scope });
      const read = async (): Promise<Exception> => {
        const record = await findException(db, workspace.id, "EXC-2026-0001");
        if (!record) throw new Error("the exception is gone");
        return record;
      };
      const newcomers = async () => {
        const record = await read();
        return (await signalsOf(db, record, await rulesFor(db, record), now)).newcomers;
      };
      expect(await newcomers()).toBe(0);
      // In both groups, and counted once.
      await join("risk", "finance", now);
      await join("risk", "ledger-desk", now);
      // Named, or there in time by another group.
      await join("leadership", "finance", now);
      await join("owner", "ledger-desk", now);
      expect(await newcomers()).toBe(1);
      await join("identity", "ledger-desk", now);
      expect(await newcomers()).toBe(2);
      await removeMember(db, {
        ...managing,
        now,
        member: { kind: "group", objectId: "ledger-desk", userId: people.identity.userId },
      });
      expect(await newcomers()).toBe(1);
      const record = await read();
      await saveException(db, { ...record, version: record.version + 1, approvedAt: now }, record.version);
      expect(await newcomers()).toBe(0);
    });
  });
