import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { exceptionStates } from "#app/engine/types.ts";
import { categoryIds } from "#app/register/category.ts";
import { addDays } from "#app/register/days.ts";
import type { Exception } from "#app/register/exception.ts";
import { ratings } from "#app/register/risk.ts";
import { definitions } from "#app/reports/definitions.ts";
import { measure } from "#app/reports/measure.ts";
import { measureRegisterNow } from "#app/reports/measure-register-now.server.ts";
import { momentOfNow } from "#app/reports/moment.ts";
import { readRecords } from "#app/reports/read-records.server.ts";
import { addUsage } from "#db/exception-usage.ts";
import { insertApproval, insertException } from "#db/exceptions.ts";
import { groupRecords, type RecordGroup } from "#db/grouped-records.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { make } from "#test/support/make.ts";
import { addPeople, type People } from "#test/support/people.ts";

const days = fc.integer({ min: -60, max: 60 });
const aRecord = fc.record({
  state: fc.constantFrom(...exceptionStates),
  category: fc.constantFrom(...categoryIds),
  rating: fc.option(fc.constantFrom(...ratings), { nil: null }),
  startsIn: days,
  lasts: fc.integer({ min: 1, max: 90 }),
  activatedAgo: fc.integer({ min: 0, max: 60 }),
  changedAgo: fc.integer({ min: 0, max: 60 }),
  approvedAgo: fc.option(fc.integer({ min: 0, max: 60 }), { nil: null }),
  reviewIn: fc.option(days, { nil: null }),
  controls: fc.integer({ min: 0, max: 2 }),
  extensionCount: fc.integer({ min: 0, max: 12 }),
  isUsed: fc.boolean(),
});

type One = typeof aRecord extends fc.Arbitrary<infer T> ? T : never;

const inForceOnce = ["active", "suspended", "revoked", "closed"];
const over = ["rejected", "revoked", "closed"];
const waiting = ["submitted", "assessed"];

function recordOf(one: One, people: People, now: string): Exception {
  const from = (inDays: number) => addDays(now, inDays);
  const begun = inForceOnce.includes(one.state) ? from(-one.activatedAgo) : null;
  const startsAt = from(one.startsIn);
  return make.exception({
    ...{ state: one.state, category: one.category, rating: one.rating, extensionCount: one.extensionCount },
    ...{ requestorId: people.requestor.userId, ownerId: people.owner.userId, startsAt },
    ...{ endsAt: addDays(startsAt, one.lasts), createdAt: testStart, updatedAt: from(-one.changedAgo) },
    ...{ submittedAt: from(-70), waitingSince: waiting.includes(one.state) ? from(-one.changedAgo) : null },
    ...{ endedAt: over.includes(one.state) ? from(-one.changedAgo - 1) : null, activatedAt: begun, approvedAt: begun },
    implementerId: begun && people.implementer.userId,
    nextReviewAt: one.reviewIn === null ? null : from(one.reviewIn),
    compensatingControls: Array.from({ length: one.controls }, () => ({
      name: "x",
      howChecked: "",
      catalogueId: null,
    })),
  });
}

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let base: TestDatabase;
    let people: People;
    let count = 0;
    beforeAll(async () => {
      base = await open();
      people = await addPeople(base);
    });
    afterAll(() => base.close());

    async function add(one: One, now: string) {
      const { db, workspace } = base;
      count += 1;
      const id = `EXC-2026-${String(count).padStart(4, "0")}`;
      await insertException(db, { ...recordOf(one, people, now), workspaceId: workspace.id, id }, null);
      if (one.approvedAgo !== null) {
        const at = addDays(now, -one.approvedAgo);
        const approval = make.approval({ exceptionId: id, approverId: people.identity.userId, at });
        await insertApproval(db, workspace.id, approval, people.requestor.userId);
      }
      if (!one.isUsed) return;
      const use = { exceptionId: id, uses: 1, lastAt: now };
      await addUsage(db, workspace.id, [
        { ...use, facet: "all", value: "" },
        { ...use, facet: "quarter", value: "2026-01-01T00:00" },
      ]);
    }

    test("the register of now, measured by rows that stand for many, is what its records make one by one", async () => {
      const { db, workspace } = base;
      let now = addDays(testStart, 90);
      await fc.assert(
        fc.asyncProperty(fc.array(aRecord, { minLength: 1, maxLength: 8 }), async (added) => {
          now = addDays(now, 1);
          for (const one of added) await add(one, now);
          const moment = momentOfNow(workspace, now);
          const ofRegister = definitions.filter(({ rows, derived }) => rows === "exceptions" && derived === undefined);
          const oneByOne = measure(ofRegister, { exceptions: (await readRecords(db, moment)) ?? [] }, now);
          expect((await measureRegisterNow(db, moment)).figures).toEqual(oneByOne);
        }),
        { numRuns: name === "sqlite" ? 40 : 12, seed: 20261122, endOnFailure: true },
      );
    });

    test("records are the same few rows, however many are read at once", async () => {
      const { db, workspace } = base;
      const now = addDays(testStart, 120);
      const grouped = async (limit: number) => {
        const groups = new Map<string, RecordGroup>();
        const asked = { now, soon: addDays(now, 30), limit, ids: null };
        for (let after: string | null = ""; after !== null; )
          after = await groupRecords(db, workspace.id, groups, { ...asked, after });
        return [...groups.values()]
          .map(({ record, since }) => ({ ...record, since: since.toSorted() }))
          .sort((one, other) => (one.id < other.id ? -1 : 1));
      };
      const few = await grouped(3);
      expect(few).toEqual(await grouped(5000));
      expect(few.reduce((sum, { weight = 0 }) => sum + weight, 0)).toBe(count);
    });
  });
