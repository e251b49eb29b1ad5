import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { apply } from "#app/register/apply.server.ts";
import { categoryPack } from "#app/register/category.ts";
import type { CommandInput } from "#app/register/command-schemas.ts";
import { contentHash } from "#app/register/content-hash.ts";
import { type Draft, ScopeSchema } from "#app/register/exception-schemas.ts";
import { fileException } from "#app/register/file-exception.server.ts";
import { withLeadership } from "#app/register/with-leadership.ts";
import { historyOf } from "#db/audit-trail.ts";
import { addDirectoryObject, addMembership } from "#db/directory.ts";
import { findException } from "#db/exceptions.ts";
import { completeDraft } from "#test/support/active-exception.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { noon } from "#test/support/make.ts";
import { addPeople, type People } from "#test/support/people.ts";

type Said<T = CommandInput> = T extends CommandInput ? Omit<T, "version"> : never;

const low = { likelihood: 1, impact: 1 } as const;
const assess: Said = { command: "assess", inherent: low, residual: low, comment: "Looked at it" };

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
      const { version = 0 } = (await findException(opened.db, opened.workspace.id, id)) ?? {};
      const { userId, roles } = people[who];
      return apply(opened.db, {
        workspaceId: opened.workspace.id,
        id,
        input: { ...said, version },
        actor: { userId, roles, aal: 2, factorUsedAt: noon },
        auditActor: { kind: "user", id: userId },
        now: noon,
      });
    }

    async function submitted(over: Partial<Draft> = {}) {
      const { requestor } = people;
      const { id } = await fileException(opened.db, {
        workspaceId: opened.workspace.id,
        draft: completeDraft({ startsAt: noon, ...over }),
        requestor,
        actor: { kind: "user", id: requestor.userId },
        now: noon,
      });
      await run(id, "requestor", { command: "submit", comment: "" });
      return id;
    }

    const forUser = (userId: string) => ({
      scope: ScopeSchema.parse({ users: [userId], applications: ["mail"], protocols: ["imap"] }),
    });

    test("a privileged person in the scope is rated high at least, and the record says why", async () => {
      const id = await submitted(forUser(people.boss.userId));
      const rated = await run(id, "risk", assess);
      expect(rated.rating).toBe("high");
      expect(rated.ratingBasis).toEqual({
        computed: "low",
        floor: { rating: "high", reasons: ["One of the people it lets in holds a privileged role."] },
        overriddenFor: null,
      });
      const events = await historyOf(opened.db, opened.workspace.id, { kind: "exception", id });
      expect(JSON.parse(events.at(-1)?.data ?? "{}").basis).toEqual(rated.ratingBasis);
    });

    test("a group that contains a privileged person is rated as that person is", async () => {
      const { db, workspace } = opened;
      await addDirectoryObject(db, workspace.id, { kind: "group", id: "ops", name: "Operations" }, testStart);
      const member = { userId: people.admin.userId, kind: "group", objectId: "ops" } as const;
      await addMembership(db, workspace.id, member, testStart);
      const id = await submitted({
        scope: ScopeSchema.parse({ groups: ["ops"], applications: ["mail"], protocols: ["imap"] }),
      });
      expect((await run(id, "risk", assess)).rating).toBe("high");
    });

    test("an assessor rates it otherwise with a reason, and never below its floor", async () => {
      const id = await submitted(forUser(people.boss.userId));
      await expect(
        run(id, "risk", { ...assess, rating: "moderate", rating_reason: "Only reads" } as Said),
      ).rejects.toMatchObject({ status: 400, code: "below_floor" });
      await expect(run(id, "risk", { ...assess, rating: "critical" } as Said)).rejects.toMatchObject({
        status: 400,
        code: "rating_reason_needed",
      });
      const rated = await run(id, "risk", {
        ...assess,
        rating: "critical",
        rating_reason: "The payments of the year",
      } as Said);
      expect([rated.rating, rated.ratingBasis?.overriddenFor]).toEqual(["critical", "The payments of the year"]);
      expect(contentHash(rated)).toBe(rated.contentHash);
    });

    test("an approval that was given under one rating does not count for another", async () => {
      const id = await submitted();
      const first = await run(id, "risk", assess);
      const other = contentHash({ ...first, rating: "high" });
      expect(other).not.toBe(first.contentHash);
    });

    test("what is critical waits for security leadership, even if its category forgot it", async () => {
      const id = await submitted();
      await run(id, "risk", { ...assess, rating: "critical", rating_reason: "It pays salaries" } as Said);
      await run(id, "identity", { command: "approve", comment: "" });
      expect((await run(id, "risk", { command: "approve", comment: "" })).state).toBe("assessed");
      expect((await run(id, "leadership", { command: "approve", comment: "" })).state).toBe("approved");
    });
  });

test("rules without security leadership for what is critical get it", () => {
  const [category] = categoryPack;
  if (!category) throw new Error("the pack is empty");
  const forgetful = {
    ...category,
    stages: { ...category.stages, critical: [{ group: "identity", minimum: 1 }] },
  } as const;
  expect(withLeadership(forgetful).stages.critical).toEqual([
    { group: "identity", minimum: 1 },
    { group: "security_leadership", minimum: 1 },
  ]);
  expect(withLeadership(category)).toBe(category);
});
