import fc from "fast-check";
import { expect, test } from "vitest";
import { poamDocument } from "#app/documents/poam.ts";
import type { PoamRecord } from "#app/documents/poam-parts.ts";
import { riskStatusOf } from "#app/documents/poam-status.ts";
import { stableUuid } from "#app/documents/stable-uuid.ts";
import { exceptionStates } from "#app/engine/types.ts";
import { closureCauses } from "#app/register/exception.ts";
import { scores } from "#app/register/risk.ts";
import { make, noon } from "#test/support/make.ts";
import { faultsIn } from "./oscal-schema.ts";

const instant = fc
  .date({ min: new Date("2024-01-01"), max: new Date("2030-01-01"), noInvalidDate: true })
  .map((date) => date.toISOString());
/** What people write: anything at all, empty lines and several of them included. */
const words = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 60 }),
  fc.constantFrom("", " ", "\n", "One\nTwo\t three "),
);
const risk = fc.option(fc.record({ likelihood: fc.constantFrom(...scores), impact: fc.constantFrom(...scores) }));
const person = fc.constantFrom("usr_one", "usr_two");

const record = fc
  .record({
    state: fc.constantFrom(...exceptionStates),
    title: words,
    justification: words,
    ownerId: fc.option(person),
    requestorId: fc.option(person),
    inherentRisk: risk,
    residualRisk: risk,
    endsAt: instant,
    plannedRetirementAt: fc.option(instant),
    compensatingControls: fc.array(fc.record({ name: words, howChecked: words, catalogueId: fc.constant(null) }), {
      maxLength: 3,
    }),
    milestones: fc.array(fc.record({ title: words, dueAt: instant, doneAt: fc.option(instant) }), { maxLength: 3 }),
    details: fc.oneof(fc.constant({}), fc.record({ exit_plan: words })),
    lastValidation: fc.option(
      fc.record({ at: instant, by: person, result: fc.constantFrom("passed", "failed"), note: words }),
    ),
    closure: fc.option(
      fc.record({
        endedBy: fc.constantFrom("expired", "revoked"),
        cause: fc.constantFrom(...closureCauses),
        replacedBy: words,
        wouldHaveAvoided: words,
        evidence: words,
      }),
    ),
  })
  .map((over) => make.exception(over));

const poamRecord: fc.Arbitrary<PoamRecord> = fc.record({
  record,
  status: fc.constantFrom("deviation-requested", "deviation-approved", "closed"),
  category: words,
  isPrivate: fc.boolean(),
  effect: words,
  scope: words,
  events: fc.array(
    fc.record({
      seq: fc.nat(),
      at: instant,
      hash: fc.constant("a".repeat(64)),
      type: fc.constantFrom("exception.approved", "exception.closed"),
      title: words,
      actorId: fc.option(person),
      status: fc.option(fc.constantFrom("deviation-requested", "closed")),
    }),
    { maxLength: 3 },
  ),
});

const source = {
  workspace: { id: "ws_1", name: "Acme" },
  period: { from: "2026-01-01T00:00:00.000Z", to: noon },
  people: [
    { id: "usr_one", name: "One" },
    { id: "usr_two", name: " Two \n" },
  ],
  now: noon,
};

test("whatever records say, NIST's schema has nothing against the plan that is made of them", () => {
  fc.assert(
    fc.property(fc.array(poamRecord, { maxLength: 4 }), (records) => {
      expect(faultsIn(poamDocument({ ...source, records }))).toEqual([]);
    }),
    { numRuns: 200 },
  );
});

const sample = (over: Partial<PoamRecord> = {}): PoamRecord => ({
  record: make.exception({ state: "active", inherentRisk: { likelihood: 4, impact: 3 } }),
  status: "deviation-approved",
  category: "Legacy or service account",
  isPrivate: false,
  effect: "Lets a client that cannot prompt sign in with a password.",
  scope: "Service principals: Claims mailbox",
  events: [],
  ...over,
});

/** The plan as whoever reads JSON has it. */
function planOf(records: readonly PoamRecord[]) {
  return JSON.parse(JSON.stringify(poamDocument({ ...source, records })));
}

const nothing = undefined;
const broken: [what: string, place: (string | number)[], value: unknown][] = [
  ["without a title", ["metadata", "title"], nothing],
  ["with a property that OSCAL does not have", ["exceptions"], []],
  ["with an empty list", ["observations"], []],
  ["with a UUID that is none", ["risks", 0, "uuid"], "EXC-2026-0001"],
  ["with an instant without a zone", ["risks", 0, "deadline"], "2026-12-01T09:00:00"],
  ["with a title of two lines", ["risks", 0, "title"], "One\nTwo"],
  ["with a status that is no token", ["risks", 0, "status"], "deviation approved"],
  ["with a facet without a system", ["risks", 0, "characterizations", 0, "facets", 0, "system"], nothing],
];

test.each(broken)("a plan %s is not valid", (_what, place, value) => {
  const document = planOf([sample()]);
  expect(faultsIn(document)).toEqual([]);
  const [last = "", ...path] = ["plan-of-action-and-milestones", ...place].toReversed();
  const part = path.toReversed().reduce((within, step) => within[step], document);
  part[last] = value;
  expect(faultsIn(JSON.parse(JSON.stringify(document)))).not.toEqual([]);
});

test("a record keeps its UUIDs from one plan to the next, and two records share none", () => {
  const other = sample({ record: make.exception({ id: "EXC-2026-0002" }) });
  const [alone, both] = [planOf([sample()]), planOf([sample(), other])];
  const risks = both["plan-of-action-and-milestones"].risks;
  expect(risks[0]).toEqual(alone["plan-of-action-and-milestones"].risks[0]);
  expect(risks[1].uuid).not.toBe(risks[0].uuid);
  expect(stableUuid("a", "bc")).not.toBe(stableUuid("ab", "c"));
});

test("a private reason, and what was said of a test and an end, are in no plan", () => {
  const secret = "Cannot use a key since the accident";
  const record = make.exception({
    justification: secret,
    details: { exit_plan: secret },
    lastValidation: { at: noon, by: "usr_one", result: "passed", note: secret },
    closure: {
      endedBy: "expired",
      cause: "replaced",
      replacedBy: secret,
      wouldHaveAvoided: secret,
      evidence: secret,
    },
  });
  expect(JSON.stringify(planOf([sample({ record })]))).toContain(secret);
  expect(JSON.stringify(planOf([sample({ record, isPrivate: true })]))).not.toContain("accident");
});

test("every state has a status that is about deviations", () => {
  expect(Object.fromEntries(exceptionStates.map((state) => [state, riskStatusOf(state)]))).toEqual({
    draft: "deviation-requested",
    submitted: "deviation-requested",
    changes_requested: "deviation-requested",
    assessed: "deviation-requested",
    approved: "deviation-approved",
    active: "deviation-approved",
    suspended: "deviation-approved",
    rejected: "closed",
    withdrawn: "closed",
    revoked: "closed",
    closed: "closed",
  });
});

test("a period without an exception is a plan that says so", () => {
  const document = planOf([]);
  expect(faultsIn(document)).toEqual([]);
  expect(document["plan-of-action-and-milestones"]["poam-items"]).toMatchObject([
    { title: "No exception in this period" },
  ]);
});
