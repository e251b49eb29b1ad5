import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Instant } from "#app/engine/types.ts";
import { apply } from "#app/register/apply.server.ts";
import { reviewRows } from "#app/register/review-rows.server.ts";
import { sightOf } from "#app/register/show.server.ts";
import { findException } from "#db/exceptions.ts";
import { activeException, completeDraft } from "#test/support/active-exception.ts";
import { callerFor } from "#test/support/caller.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { addPeople, type People } from "#test/support/people.ts";
import { later } from "#test/support/sign-in.ts";

const day = 86_400;
const now = later(testStart, 20 * day);

for (const [name, open] of Object.entries(databases))
  describe(`what a review is shown with, ${name}`, () => {
    let base: TestDatabase;
    let people: People;
    beforeAll(async () => {
      base = await open();
      people = await addPeople(base);
    });
    afterAll(() => base.close());

    const rowOf = async (id: string, who: keyof People) => {
      const caller = await callerFor(base, people[who], now);
      const [row] = await reviewRows(base.db, caller, [await sightOf(base.db, caller, id, now)], now);
      return row;
    };
    const kept = async (id: string, by: keyof People, { comment, at }: { comment: string; at: Instant }) => {
      const { db, workspace } = base;
      const { userId, roles } = people[by];
      const record = await findException(db, workspace.id, id);
      const review = { command: "review", outcome: "keep", comment, version: record?.version ?? 0 } as const;
      await apply(db, {
        ...{ workspaceId: workspace.id, id, input: review, now: at },
        ...{ actor: { userId, roles, aal: 2, factorUsedAt: at }, auditActor: { kind: "user", id: userId } },
      });
    };

    test("why it was asked for, and that nobody has reviewed it", async () => {
      const { id, justification } = await activeException(base, people, { now: testStart });
      expect(await rowOf(id, "identity")).toMatchObject({ why: justification, last: null });
    });

    test("the last of several reviews, with who made it and why", async () => {
      const { id } = await activeException(base, people, { now: testStart });
      await kept(id, "identity2", { comment: "First look", at: later(testStart, 5 * day) });
      await kept(id, "risk", { comment: "Second look", at: later(testStart, 9 * day) });
      expect((await rowOf(id, "identity"))?.last).toEqual({
        ...{ at: later(testStart, 9 * day), by: "risk", outcome: "keep", why: "Second look" },
      });
    });

    test("no reason for those from whom its category keeps it", async () => {
      const { id } = await activeException(base, people, {
        ...{ category: "accessibility", effect: "allow_factors", factors: ["totp"], now: testStart },
        ...{ details: { alternative_factor: "A token" }, justification: "Her hands cannot hold a security key" },
        scope: { ...completeDraft().scope, servicePrincipals: [], protocols: [], users: [people.owner.userId] },
      });
      expect((await rowOf(id, "identity"))?.why).toBe("Her hands cannot hold a security key");
      expect((await rowOf(id, "implementer"))?.why).toBeNull();
    });
  });
