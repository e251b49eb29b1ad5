import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { apply } from "#app/register/apply.server.ts";
import { commandInputOf } from "#app/register/command-form.ts";
import type { CommandInput } from "#app/register/command-schemas.ts";
import { addDays } from "#app/register/days.ts";
import { fileException } from "#app/register/file-exception.server.ts";
import { commands } from "#app/register/lifecycle.ts";
import { approvalsOf, findException } from "#db/exceptions.ts";
import { completeDraft } from "#test/support/active-exception.ts";
import { databases, type TestDatabase } from "#test/support/databases.ts";
import { noon } from "#test/support/make.ts";
import { addPeople, type People } from "#test/support/people.ts";

type Said<T = CommandInput> = T extends CommandInput ? Omit<T, "version"> : never;

const high = { likelihood: 4, impact: 4 } as const;
const assess: Said = { command: "assess", inherent: high, residual: high, comment: "Looked at it" };
const approve: Said = { command: "approve", comment: "" };
const draft = completeDraft({ startsAt: noon, endsAt: addDays(noon, 60) });

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let opened: TestDatabase;
    let people: People;
    beforeAll(async () => {
      opened = await open();
      people = await addPeople(opened);
    });
    afterAll(() => opened.close());

    async function run(id: string, who: keyof People, said: Said) {
      const { db, workspace } = opened;
      const { version = 0 } = (await findException(db, workspace.id, id)) ?? {};
      const { userId, roles } = people[who];
      const input = { ...said, version } as CommandInput; // one of its members with the version it lacks
      const actor = { userId, roles, aal: 2, factorUsedAt: noon } as const;
      const auditActor = { kind: "user", id: userId } as const;
      return apply(db, { workspaceId: workspace.id, id, input, actor, auditActor, now: noon });
    }

    async function submitted() {
      const { requestor } = people;
      const actor = { kind: "user", id: requestor.userId } as const;
      const filing = { workspaceId: opened.workspace.id, draft, requestor, actor, now: noon };
      const { id } = await fileException(opened.db, filing);
      await run(id, "requestor", { command: "submit", comment: "" });
      return id;
    }

    test("an approval of one record does not count for another that says the same to the letter", async () => {
      const [one, other] = [await submitted(), await submitted()];
      const rated = [await run(one, "leadership", assess), await run(other, "leadership", assess)];
      expect(rated[0]?.contentHash).toBe(rated[1]?.contentHash);
      await run(one, "identity", approve);
      expect(await approvalsOf(opened.db, opened.workspace.id, [other])).toEqual([]);
      expect((await run(other, "risk", approve)).state).toBe("assessed");
    });

    test("an owner or admin of the workspace decides nothing, and grants nothing in an emergency, by that role", async () => {
      const id = await submitted();
      for (const who of ["boss", "admin"] as const)
        for (const said of [
          assess,
          { command: "reject", comment: "No" },
          { command: "grant_emergency", comment: "Now" },
        ] as const)
          await expect(run(id, who, said)).rejects.toMatchObject({ status: 403, code: "not_approver" });
    });

    test("one person grants an emergency only once for one record, and not again after its day", async () => {
      const id = await submitted();
      await run(id, "identity", { command: "grant_emergency", comment: "Mail stands still" });
      await expect(run(id, "risk", { command: "grant_emergency", comment: "Another day" })).rejects.toMatchObject({
        status: 400,
        code: "no_such_move",
      });
    });

    test("an emergency that nobody ratified cannot be extended past its day", async () => {
      const id = await submitted();
      await run(id, "identity", { command: "grant_emergency", comment: "Mail stands still" });
      const later: Said = { command: "request_extension", ends_at: addDays(noon, 9), comment: "Longer" };
      await expect(run(id, "requestor", later)).rejects.toMatchObject({ status: 400, code: "no_such_move" });
    });

    test("nobody lets a request lapse by hand, whatever their roles", async () => {
      const id = await submitted();
      for (const who of ["requestor", "identity", "admin", "boss"] as const)
        await expect(run(id, who, { command: "lapse", comment: "Gone" })).rejects.toMatchObject({
          status: 403,
          code: "not_by_hand",
        });
    });
  });

test("an empty form gives no command, and neither does one with a made-up version", () => {
  for (const command of commands) {
    expect([command, commandInputOf(command, {}, "UTC").ok]).toEqual([command, false]);
    expect([command, commandInputOf(command, { version: "newest", comment: "x" }, "UTC").ok]).toEqual([command, false]);
  }
});
