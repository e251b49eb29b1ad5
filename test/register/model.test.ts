import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import { verifyChain } from "#app/audit/verify-chain.server.ts";
import { createWorkspace } from "#app/register/create-workspace.server.ts";
import { commands } from "#app/register/lifecycle.ts";
import { addDirectoryObject, addMembership } from "#db/directory.ts";
import { insertUser, replaceRoles } from "#db/users.ts";
import { write } from "#db/write.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { cast } from "./naive/cast.ts";
import { histories } from "./naive/histories.ts";
import { liveThrough, type Register, type Tally } from "./naive/live-through.ts";
import { groupMembers } from "./naive/record.ts";

const years = { startsAt: testStart, endsAt: "2036-01-01T00:00:00.000Z" };

/** Adds the cast under their plain names, the group that some exceptions are about, and who stands in for whom. */
async function addCast({ db, workspace }: Pick<TestDatabase, "db" | "workspace">): Promise<void> {
  const actor = { kind: "console", id: null } as const;
  await write(db, { workspaceId: workspace.id, actor, now: testStart }, async (tx, { audit }) => {
    await addDirectoryObject(tx, workspace.id, { kind: "group", id: "claims", name: "Claims" }, testStart);
    for (const { id, roles } of cast) {
      const userName = `${id}@acme.example`;
      await insertUser(tx, workspace.id, { id, userName, displayName: id, createdAt: testStart });
      await replaceRoles(tx, workspace.id, id, roles, testStart);
      audit("user.created", { kind: "user", id }, { userName, displayName: id, roles: [...roles] });
      if (groupMembers.includes(id))
        await addMembership(tx, workspace.id, { userId: id, kind: "group", objectId: "claims" }, testStart);
    }
    for (const { id, standsInFor } of cast)
      for (const absent of standsInFor)
        await tx
          .insertInto("delegations")
          .values({
            workspaceId: workspace.id,
            id: `del_${id}_${absent.id}`,
            fromUserId: absent.id,
            toUserId: id,
            ...years,
            reason: "On leave",
            createdAt: testStart,
            createdBy: absent.id,
            revokedAt: null,
          })
          .execute();
  });
}

/** Writers of one workspace wait for each other, those of several do not. */
const lanes = ["one", "two", "three", "four"] as const;

/** Opens a workspace of its own with the cast in it. */
async function openLane(base: TestDatabase, slug: string): Promise<Register> {
  const actor = { kind: "console", id: null } as const;
  const about = { slug, name: slug, timeZone: "Europe/Berlin", securityContact: null };
  const workspace = await createWorkspace(base.db, { ...about, actor, now: testStart });
  await addCast({ db: base.db, workspace });
  return { db: base.db, workspaceId: workspace.id };
}

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    test("a thousand histories of whatever anybody tries end as the rules say, and break none on the way", {
      timeout: 400_000,
    }, async () => {
      const base = await open();
      onTestFinished(() => base.close());
      const tally: Tally = new Map();
      await Promise.all(
        lanes.map(async (lane) => {
          const register = await openLane(base, lane);
          // fast-check prints the seed and the history that fails.
          await fc.assert(
            fc.asyncProperty(histories, (history) => liveThrough(register, history, tally)),
            { numRuns: 1000 / lanes.length, endOnFailure: true },
          );
          expect(await verifyChain(base.db, register.workspaceId)).toMatchObject({ ok: true });
        }),
      );
      expect(commands.filter((command) => !tally.has(command))).toEqual([]);
    });
  });
