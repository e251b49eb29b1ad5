import fc from "fast-check";
import { expect, test } from "vitest";
import { type Candidate, type Office, staffingOf } from "#app/register/staffing.ts";

const person = (name: string, ...offices: Office[]): Candidate => ({ id: name, name, offices });
const high = [
  { group: "identity", minimum: 1 },
  { group: "risk", minimum: 1 },
] as const;

test("with somebody for every office nothing is short", () => {
  const people = [person("Ann", "identity"), person("Ben", "risk"), person("Cid", "implementer")];
  expect(staffingOf(high, people)).toEqual({
    stages: [
      { group: "identity", minimum: 1, names: ["Ann"] },
      { group: "risk", minimum: 1, names: ["Ben"] },
    ],
    implementers: ["Cid"],
    short: [],
  });
});

test("one person in two groups fills one place", () => {
  const { short } = staffingOf(high, [person("Ann", "identity", "risk"), person("Cid", "implementer")]);
  expect(short).toEqual(["risk"]);
});

test("somebody moves to their other group where only they can", () => {
  const people = [person("Ann", "identity", "risk"), person("Ben", "identity"), person("Cid", "implementer")];
  expect(staffingOf(high, people).short).toEqual([]);
});

test("who approves does not put it in place", () => {
  const { short } = staffingOf([{ group: "identity", minimum: 1 }], [person("Ann", "identity", "implementer")]);
  expect(short).toEqual(["implementer"]);
});

test("a minimum of two needs two people", () => {
  const two = [{ group: "identity", minimum: 2 }] as const;
  expect(staffingOf(two, [person("Ann", "identity"), person("Cid", "implementer")]).short).toEqual(["identity"]);
});

const offices = fc.subarray<Office>(["identity", "risk", "security_leadership", "implementer"]);

test("something is short exactly when no way of seating different people fills every place", () => {
  fc.assert(
    fc.property(fc.array(offices, { maxLength: 5 }), (held) => {
      const people = held.map((each, index) => person(`p${index}`, ...each));
      const critical = [...high, { group: "security_leadership", minimum: 1 } as const];
      const { short } = staffingOf(critical, people);
      expect(short.length === 0).toBe(canSeat(["identity", "risk", "security_leadership", "implementer"], people));
    }),
  );
});

/** Tries every way. */
function canSeat([office, ...rest]: readonly Office[], people: readonly Candidate[]): boolean {
  if (office === undefined) return true;
  return people.some(
    (each) =>
      each.offices.includes(office) &&
      canSeat(
        rest,
        people.filter((other) => other !== each),
      ),
  );
}
