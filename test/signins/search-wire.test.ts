import { expect, test } from "vitest";
import { mostEvaluations, parseEvaluationsRequest } from "#app/signins/evaluations-request.ts";
import { EvaluationsRequestWire } from "#app/signins/evaluations-wire.ts";
import { parseSearchRequest, searchEntities } from "#app/signins/search-request.ts";
import { searchRequestWires } from "#app/signins/search-wire.ts";

const whole = {
  subject: { type: "user", id: "ann@acme.example" },
  action: { name: "sign_in" },
  resource: { type: "application", id: "mail" },
  context: { ip: "192.0.2.1", completed_methods: [{ method: "password", completed_at: "2026-11-10T12:00:00Z" }] },
  page: { limit: 10 },
};
const strange = [undefined, null, 7, -1, true, "", "other", [], {}, "x".repeat(257)];

/** Returns the body with the value at a path replaced, or without it when the value is undefined. */
function withValue(body: object, path: readonly string[], value: unknown): unknown {
  const copy = structuredClone(body) as Record<string, Record<string, unknown>>; // to put members into
  const [first = "", second] = path;
  const holder = second === undefined ? (copy as Record<string, unknown>) : (copy[first] ?? {});
  if (value === undefined) delete holder[second ?? first];
  else holder[second ?? first] = value;
  return copy;
}

const paths = [
  ["subject"],
  ["subject", "type"],
  ["subject", "id"],
  ["action"],
  ["action", "name"],
  ["resource"],
  ["resource", "type"],
  ["resource", "id"],
  ["context"],
  ["context", "ip"],
  ["page"],
  ["page", "limit"],
];

test.each(searchEntities)("a %s search reads exactly what the API description allows", (entity) => {
  for (const path of paths)
    for (const value of strange) {
      const body = withValue(whole, path, value);
      const isDescribed = searchRequestWires[entity].safeParse(body).success;
      expect([path, value, parseSearchRequest(entity, body).ok]).toEqual([path, value, isDescribed]);
    }
});

test("a call with evaluations reads exactly what the API description allows of the whole", () => {
  const { subject, action, resource } = whole;
  const call = { subject, action, resource, evaluations: [{}], options: { evaluations_semantic: "execute_all" } };
  for (const path of [["evaluations"], ["options"], ["options", "evaluations_semantic"]])
    for (const value of [...strange, Array(mostEvaluations + 1).fill({})]) {
      const body = withValue(call, path, value);
      const read = parseEvaluationsRequest(body);
      const isRead = read.kind === "several" || (read.kind === "single" && read.parsed.ok);
      expect([path, value, isRead]).toEqual([path, value, EvaluationsRequestWire.safeParse(body).success]);
    }
});
