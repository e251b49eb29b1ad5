import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import { isLive } from "#app/engine/live.ts";
import type { ExceptionState } from "#app/engine/types.ts";
import type { Exception } from "#app/register/exception.ts";
import { fileException } from "#app/register/file-exception.server.ts";
import { pastAt } from "#app/register/past-at.ts";
import { Refused } from "#app/register/refused.ts";
import type { Db } from "#db/connect.ts";
import { exceptionOf } from "#db/exceptions.ts";
import { countAsOf, countLiveAsOf, registerAsOf } from "#db/register-as-of.ts";
import { completeDraft, putInPlace } from "#test/support/active-exception.ts";
import { databases, type TestDatabase } from "#test/support/databases.ts";
import { commandsOf } from "#test/support/give-command.ts";
import { addPeople, type People } from "#test/support/people.ts";

const start = Date.parse("2026-11-10T12:00:00.000Z");
const hour = 3_600_000;
const instant = (milliseconds: number) => new Date(milliseconds).toISOString();

type Give = ReturnType<typeof commandsOf>;
type Step = [who: keyof People, said: Parameters<Give>[2]];

const rated = (likelihood: 1 | 4): Step => {
  const risk = { likelihood, impact: 2 } as const;
  return ["identity", { command: "assess", inherent: risk, residual: risk, comment: "Looked at it" }];
};

/** What can sensibly be done about a record in each state. */
const steps: Record<ExceptionState, Step[]> = {
  draft: [["requestor", { command: "submit", comment: "" }]],
  submitted: [rated(1), rated(4), ["identity", { command: "request_changes", comment: "From where?" }]],
  changes_requested: [["requestor", { command: "resubmit", comment: "" }]],
  assessed: [
    ["identity", { command: "approve", comment: "" }],
    ["identity", { command: "approve", comment: "" }],
    ["identity", { command: "reject", comment: "No" }],
  ],
  approved: [["implementer", { command: "implement", ...putInPlace, comment: "" }]],
  active: [
    ["identity", { command: "suspend", comment: "Wait" }],
    ["implementer", { command: "validate", result: "passed", comment: "Tried it" }],
    ["identity", { command: "revoke", comment: "Over" }],
  ],
  suspended: [["identity", { command: "resume", comment: "Go on" }]],
  rejected: [],
  withdrawn: [],
  revoked: [
    [
      "identity",
      {
        command: "close",
        cause: "replaced",
        evidence: "Seen",
        replaced_by: "OAuth",
        would_have_avoided: "–",
        comment: "",
      },
    ],
  ],
  closed: [],
};

const act = fc.record({
  which: fc.nat(3),
  wish: fc.nat(20),
  // Now and then at the very same instant, and once past the end of what is in force.
  pause: fc.constantFrom(0, 0, 1, hour, 30 * hour, 20 * 24 * hour),
});

/** One record is filed and put in force, whatever chance brings after. */
const intoForce = [20, 0, 0, 0, 0].map((wish) => ({ which: 0, wish, pause: 1 }));

async function registerNow(db: Db, workspaceId: string): Promise<Exception[]> {
  const rows = await db
    .selectFrom("exceptions")
    .selectAll()
    .where("workspaceId", "=", workspaceId)
    .orderBy("id")
    .execute();
  return rows.map(exceptionOf);
}

/** Lives through random acts and keeps what the register said after the last act of each instant. */
async function said(
  { db, workspace }: TestDatabase,
  people: People,
  acts: { which: number; wish: number; pause: number }[],
) {
  const give = commandsOf({ db, workspace }, people);
  const kept = new Map<string, Exception[]>();
  let now = start;
  for (const { which, wish, pause } of acts) {
    now += pause;
    const record = (await registerNow(db, workspace.id)).at(-1 - which);
    const open = record ? steps[record.state] : [];
    const step = open[wish % Math.max(open.length, 1)];
    if (record && step && wish < 17) await unlessRefused(give(record.id, ...step, instant(now)));
    else await file({ db, workspace }, people, instant(now));
    kept.set(instant(now), await registerNow(db, workspace.id));
  }
  return kept;
}

async function file({ db, workspace }: Pick<TestDatabase, "db" | "workspace">, { requestor }: People, now: string) {
  await fileException(db, {
    workspaceId: workspace.id,
    draft: completeDraft(),
    requestor,
    actor: { kind: "user", id: requestor.userId },
    now,
  });
}

async function unlessRefused(change: Promise<unknown>): Promise<void> {
  await change.catch((caught: unknown) => {
    if (!(caught instanceof Refused)) throw caught;
  });
}

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    test("whatever happened, the register of every past instant is what it said at that instant", async () => {
      const base = await open();
      onTestFinished(base.close);
      const { db, workspace } = base;
      const [random = []] = fc.sample(fc.array(act, { minLength: 70, maxLength: 70 }), { numRuns: 1 });
      const acts = [...intoForce, ...random];
      const kept = await said(base, await addPeople(base), acts);

      const instants = [...kept.keys()];
      const past = async (at: string) =>
        (await registerAsOf(db, workspace.id, { at, after: "", limit: 500 })).map(({ record }) => record);
      for (const [index, at] of instants.entries()) {
        const then = kept.get(at) ?? [];
        expect(await past(at), `at ${at}, after ${JSON.stringify(acts)}`).toEqual(then);
        const justBefore = instant(Date.parse(at) - 1);
        const before = instants[index - 1];
        if (before !== justBefore) expect(await past(justBefore)).toEqual(before ? kept.get(before) : []);
        const live = then.filter((record) => isLive(record, at));
        expect(await countLiveAsOf(db, workspace.id, { at, ids: null })).toBe(live.length);
        expect(await countAsOf(db, workspace.id, at)).toBe(then.length);
      }
    }, 60_000);
  });

const berlin = { timeZone: "Europe/Berlin", now: "2026-11-20T10:30:00.000Z" };

test("an instant of the past is read by the clocks of the workspace, or as it is written", () => {
  expect(pastAt("2026-11-02T09:00", berlin)).toEqual({ ok: true, at: "2026-11-02T08:00:00.000Z", twin: null });
  expect(pastAt("2026-07-02T09:00", berlin)).toMatchObject({ at: "2026-07-02T07:00:00.000Z" });
  expect(pastAt("2026-11-02T09:00:00.000Z", berlin)).toMatchObject({ at: "2026-11-02T09:00:00.000Z" });
  expect(pastAt("", berlin)).toEqual({ ok: true, at: berlin.now, twin: null });
});

test("of a time that clocks showed twice the first is taken and the second named, and the other way round", () => {
  const [first, second] = ["2026-10-25T00:30:00.000Z", "2026-10-25T01:30:00.000Z"];
  expect(pastAt("2026-10-25T02:30", berlin)).toEqual({ ok: true, at: first, twin: second });
  expect(pastAt(second, berlin)).toEqual({ ok: true, at: second, twin: first });
  const lordHowe = { ...berlin, timeZone: "Australia/Lord_Howe" };
  expect(pastAt("2026-04-05T01:45", lordHowe)).toMatchObject({ twin: "2026-04-04T15:15:00.000Z" });
  // The second one has not come yet.
  expect(pastAt("2026-10-25T02:30", { ...berlin, now: first })).toMatchObject({ at: first, twin: null });
});

test("a time that clocks skipped is the one after the gap", () => {
  expect(pastAt("2026-03-29T02:30", berlin)).toMatchObject({ ok: true, at: "2026-03-29T01:30:00.000Z" });
});

test.each(["then", "2026-13-01T09:00", "2026-02-30T09:00:00.000Z", "2026-11-02", "2026-11-02T09:00:00+01:00"])(
  "%s is refused as no instant",
  (written) => {
    expect(pastAt(written, berlin)).toMatchObject({ ok: false, code: "invalid_as_of" });
  },
);

test("the future is refused, by a millisecond too", () => {
  expect(pastAt("2026-11-20T10:30:00.001Z", berlin)).toMatchObject({ ok: false, code: "as_of_future" });
  expect(pastAt("2027-01-01T00:00", berlin)).toMatchObject({ ok: false, code: "as_of_future" });
});
