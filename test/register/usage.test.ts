import { describe, expect, onTestFinished, test } from "vitest";
import { defaultPolicy } from "#app/register/default-policy.ts";
import { lastDays } from "#app/register/local-days.ts";
import { usageView } from "#app/register/usage-view.server.ts";
import { UsageWire } from "#app/register/usage-wire.ts";
import * as route from "#app/routes/api.v1.exceptions.$id.usage.ts";
import { addUsage, totalUsage } from "#db/exception-usage.ts";
import { findException } from "#db/exceptions.ts";
import { gatherPiece } from "#db/gather-sign-ins.ts";
import { insertPolicy } from "#db/policies.ts";
import { type Asked, askDecider } from "#test/support/ask-decider.ts";
import { databases, testStart } from "#test/support/databases.ts";
import { insertLive, serviceToken } from "#test/support/decisions.ts";
import { addPeople } from "#test/support/people.ts";
import { call, contextFor, tokenFor } from "#test/support/routes.ts";

const now = "2026-11-20T12:00:00.000Z";
const timeZone = "Europe/Berlin";
const id = "EXC-2026-0001";

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    async function used() {
      const base = await open();
      onTestFinished(() => base.close());
      const people = await addPeople(base);
      const strict = { ...defaultPolicy(testStart), version: 2, graceHours: 0 };
      await insertPolicy(base.db, base.workspace.id, strict, { reason: "No grace", authorId: null, now: testStart });
      await insertLive(base, people, { id, scope: { applications: ["payroll", "mail"], maxUses: 9 } });
      const { token } = await serviceToken(base);
      const { owner, risk } = people;
      const asked: Asked[] = [
        // A quarter to midnight in UTC, and so the next day in Berlin.
        { subjectId: owner.userId, at: "2026-11-04T23:45:00.000Z", context: { ip: "203.0.113.9" } },
        { subjectId: owner.userId, at: "2026-11-05T09:00:00.000Z", context: { ip: "203.0.113.200" } },
        { subjectId: owner.userId, at: "2026-11-05T09:14:59.999Z", context: { ip: "::ffff:198.51.100.7" } },
        {
          subjectId: risk.userId,
          at: "2026-11-19T10:00:00.000Z",
          context: { ip: "2001:db8:7:1::9" },
          application: "mail",
        },
        { subjectId: risk.userId, at: "2026-11-19T11:00:00.000Z", context: { ip: "not an address" } },
        // Not let in, so nothing rested on it.
        { subjectId: risk.userId, at: "2026-11-19T12:00:00.000Z", application: "vpn" },
      ];
      await askDecider(base, token, asked);
      const record = await findException(base.db, base.workspace.id, id);
      if (!record) throw new Error("the exception is gone");
      return { base, people, record };
    }

    test("a record says how often it was used, by whom, where and from where, by the days of the workspace", async () => {
      const { base, people, record } = await used();
      const usage = await usageView(base.db, record, { timeZone, now });
      expect(usage).toMatchObject({
        isComplete: true,
        count: 5,
        lastUsedAt: "2026-11-19T11:00:00.000Z",
        maxUses: 9,
        usesLeft: 4,
        dormancy: null,
      });
      expect(usage.subjects).toEqual({
        count: 2,
        most: [
          { value: people.owner.userId, uses: 3, lastAt: "2026-11-05T09:14:59.999Z" },
          { value: people.risk.userId, uses: 2, lastAt: "2026-11-19T11:00:00.000Z" },
        ],
      });
      expect(usage.applications.most.map(({ value, uses }) => [value, uses])).toEqual([
        ["payroll", 4],
        ["mail", 1],
      ]);
      expect(usage.networks.most.map(({ value, uses }) => [value, uses])).toEqual([
        ["203.0.113.0/24", 2],
        ["198.51.100.0/24", 1],
        ["2001:db8:7::/48", 1],
      ]);
      expect(usage.days).toHaveLength(90);
      expect(usage.days.filter(({ uses }) => uses > 0)).toEqual([
        { date: "2026-11-05", uses: 3 },
        { date: "2026-11-19", uses: 2 },
      ]);
      expect(usage.days.at(-1)?.date).toBe("2026-11-20");
      expect(usage.names[people.owner.userId]).toBe("owner");
    });

    test("what is gathered by several at once is counted once", async () => {
      const { base } = await used();
      const { db, workspace } = base;
      await Promise.all([1, 2, 3].map(() => gatherPiece(db, workspace.id)));
      while (await gatherPiece(db, workspace.id));
      expect(await totalUsage(db, workspace.id, [id, "EXC-2026-0099"])).toEqual(
        new Map([[id, { uses: 5, lastAt: "2026-11-19T11:00:00.000Z" }]]),
      );
    });

    test("counts add up, and what came later stays the last", async () => {
      const { base } = await used();
      const { db, workspace } = base;
      const count = { exceptionId: "EXC-2026-0002", facet: "all", value: "" } as const;
      await addUsage(db, workspace.id, [{ ...count, uses: 3, lastAt: now }]);
      await addUsage(db, workspace.id, [{ ...count, uses: 2, lastAt: testStart }]);
      expect(await totalUsage(db, workspace.id, ["EXC-2026-0002"])).toEqual(
        new Map([["EXC-2026-0002", { uses: 5, lastAt: now }]]),
      );
    });

    test("the API says the same, to whoever may see the record", async () => {
      const { base, people } = await used();
      const read = async (who: keyof typeof people) =>
        call(route.loader, `/api/v1/exceptions/${id}/usage`, {
          context: contextFor(base),
          token: await tokenFor(base, people[who], ["read"]),
          params: { id },
        });
      const response = await read("auditor");
      expect(response.status).toBe(200);
      const body = await response.json();
      expect(UsageWire.strict().parse(body)).toMatchObject({ exception_id: id, count: 5, max_uses: 9, uses_left: 4 });
      expect(body.networks.most[0]).toEqual({
        id: "203.0.113.0/24",
        uses: 2,
        last_used_at: "2026-11-05T09:00:00.000Z",
      });
    });
  });

test("days begin at midnight of the zone, also when the clocks change", () => {
  const days = lastDays("2026-10-26T12:00:00.000Z", 3, timeZone);
  expect(days).toEqual([
    { date: "2026-10-24", from: "2026-10-23T22:00:00.000Z" },
    { date: "2026-10-25", from: "2026-10-24T22:00:00.000Z" },
    { date: "2026-10-26", from: "2026-10-25T23:00:00.000Z" },
  ]);
  expect(lastDays("2026-11-20T18:29:00.000Z", 1, "Asia/Kolkata")).toEqual([
    { date: "2026-11-20", from: "2026-11-19T18:30:00.000Z" },
  ]);
});
