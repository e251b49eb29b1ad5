import { expect, test } from "vitest";
import { z } from "zod";
import { eventGroupLabels, eventGroups, groupOf } from "#app/audit/event-groups.ts";
import { eventWords } from "#app/audit/event-words.ts";
import { type EventType, eventSchemas } from "#app/audit/events.ts";
import { sentenceOf } from "#app/audit/sentences.ts";
import { typesOf } from "#app/audit/trail-params.ts";

const types = Object.keys(eventSchemas) as EventType[];

type Shape = {
  type?: string;
  const?: unknown;
  enum?: unknown[];
  format?: string;
  pattern?: string;
  anyOf?: Shape[];
  items?: Shape;
  properties?: Record<string, Shape>;
  additionalProperties?: Shape;
};

/** Makes something of a shape in which every text and number is another one, told apart by a count. */
function sampleOf(shape: Shape, count: () => number): unknown {
  if (shape.const !== undefined) return shape.const;
  if (shape.enum) return shape.enum[count() % shape.enum.length];
  if (shape.anyOf) return sampleOf(shape.anyOf[0] ?? {}, count);
  if (shape.type === "object") return objectOf(shape, count);
  if (shape.type === "array") return [sampleOf(shape.items ?? {}, count), sampleOf(shape.items ?? {}, count)];
  if (shape.type === "boolean") return true;
  return shape.type === "integer" || shape.type === "number" ? 1000 + count() : textOf(shape, count());
}

function objectOf({ properties, additionalProperties = {} }: Shape, count: () => number) {
  const fields = properties ?? { [`key${count()}`]: additionalProperties };
  return Object.fromEntries(Object.entries(fields).map(([key, each]) => [key, sampleOf(each, count)]));
}

function textOf({ format, pattern }: Shape, number: number): string {
  if (format === "date-time") return `2026-11-10T12:00:00.${100 + number}Z`;
  return pattern?.includes("{64}") ? `${number}`.padStart(64, "a") : `text-${number}`;
}

const sampleFor = (type: EventType) => {
  let made = 0;
  const shape = z.toJSONSchema(eventSchemas[type], { io: "input", unrepresentable: "any" }) as Shape;
  return sampleOf(shape, () => ++made) as Record<string, unknown>;
};

const leaves = (value: unknown): string[] => {
  if (Array.isArray(value)) return value.flatMap(leaves);
  if (value !== null && typeof value === "object") return Object.values(value).flatMap(leaves);
  return value === null || typeof value === "boolean" ? [] : [String(value)];
};

test("every event has a sentence of its own and a group", () => {
  expect(types.filter((type) => sentenceOf(type) === type)).toEqual([]);
  expect(types.filter((type) => !(groupOf(type) in eventGroupLabels))).toEqual([]);
  expect(eventGroups.flatMap((group) => typesOf(group)).sort()).toEqual(types.toSorted());
  for (const group of eventGroups) expect(typesOf(group).length).toBeGreaterThan(0);
});

test.each(types)("nothing of what %s says is left out", (type) => {
  const data = sampleFor(type);
  const words = eventWords({ type, subjectKind: "thing", subjectId: "thing-1", data: JSON.stringify(data) }, {});
  const shown = JSON.stringify(words);
  // Roles and states are shown in the words of the screens, everything else as it is.
  const missing = leaves(data).filter((leaf) => /\d/.test(leaf) && !shown.includes(leaf));
  expect(missing).toEqual([]);
});

test("an approval is told with whom it was for, and the move of the record", () => {
  const data = {
    ...{ from: "assessed", to: "approved", version: 3, comment: "Fine by me" },
    ...{ contentHash: "a".repeat(64), approverGroup: "risk", onBehalfOf: "usr_1", isLast: true },
    ...{ endsAt: "2026-12-01T00:00:00.000Z", proof: { aal: 2, factorUsedAt: null, via: "session" } },
  };
  const row = { type: "exception.approved", subjectKind: "exception", subjectId: "EXC-2026-0042" };
  const words = eventWords({ ...row, data: JSON.stringify(data) }, { usr_1: "Priya Nair" });
  expect(words.sentence).toBe("approved EXC-2026-0042 for risk, as the last who had to");
  expect(words.about).toEqual({ label: "EXC-2026-0042", to: "/exceptions/EXC-2026-0042" });
  expect(words.changes).toEqual([
    {
      label: "State",
      before: { text: "assessed", kind: "state", to: null },
      after: { text: "approved", kind: "state", to: null },
    },
  ]);
  expect(words.facts).toContainEqual({
    label: "On behalf of",
    value: { text: "Priya Nair", kind: "text", to: "/directory/users/usr_1" },
  });
});

test("what differs is told field by field, and what was the same is not", () => {
  const before = { name: "Acme", timeZone: "UTC", remindAfterDays: 3 };
  const data = JSON.stringify({ before, after: { ...before, timeZone: "Europe/Berlin" } });
  const { changes, facts } = eventWords(
    { type: "workspace.updated", subjectKind: "workspace", subjectId: "ws_1", data },
    {},
  );
  expect(changes).toEqual([
    {
      label: "Time zone",
      before: { text: "UTC", kind: "text", to: null },
      after: { text: "Europe/Berlin", kind: "text", to: null },
    },
  ]);
  expect(facts).toEqual([]);
});

test("roles that were given and taken are told by their names", () => {
  const data = JSON.stringify({ before: [], after: ["approver_risk", "implementer"] });
  const { changes } = eventWords({ type: "user.roles_changed", subjectKind: "user", subjectId: "usr_1", data }, {});
  expect(changes).toEqual([
    { label: "Roles", before: null, after: { text: "Approver, risk, Implementer", kind: "text", to: null } },
  ]);
});
