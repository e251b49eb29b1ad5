import { expect, test } from "vitest";
import { parseEvaluationRequest } from "#app/signins/evaluation-request.ts";
import { signInOf } from "#test/support/decisions.ts";

const valid = signInOf("anna@acme.example");

function without(path: string): unknown {
  const copy = structuredClone(valid) as Record<string, Record<string, unknown>>; // to take members away from
  const [first = "", second] = path.split(".");
  if (second === undefined) delete copy[first];
  else delete copy[first]?.[second];
  return copy;
}

function withValue(path: string, value: unknown): unknown {
  const copy = structuredClone(valid) as Record<string, unknown>; // to put members into
  const parts = path.split(".");
  const last = parts.pop() ?? "";
  const parent = parts.reduce((object, part) => object[part] as Record<string, unknown>, copy); // the path exists
  parent[last] = value;
  return copy;
}

function parsed(body: unknown) {
  const result = parseEvaluationRequest(body);
  if (!result.ok) throw new Error(result.message);
  return result.request;
}

test.each([
  "subject",
  "action",
  "resource",
  "subject.type",
  "subject.id",
  "action.name",
  "resource.type",
  "resource.id",
])("a request without %s is refused by name", (path) => {
  expect(parseEvaluationRequest(without(path))).toEqual({ ok: false, message: `${path} is missing` });
});

test.each([
  ["subject", "anna", "subject is not an object"],
  ["subject", [], "subject is not an object"],
  ["subject.id", 7, "subject.id is not a string"],
  ["subject.id", "", "subject.id is empty"],
  ["subject.id", "a".repeat(257), "subject.id is longer than 256 characters"],
  ["subject.id", "a\u0000b", "subject.id contains a control character or half a surrogate pair"],
  ["resource.id", "\ud800", "resource.id contains a control character or half a surrogate pair"],
  ["subject.type", "robot", 'subject.type "robot" is not supported, expected user or service_principal'],
  ["action.name", "enrol", 'action.name "enrol" is not supported, expected sign_in or step_up'],
  ["resource.type", "file", 'resource.type "file" is not supported, expected application'],
  ["context", "here", "context is not an object"],
  ["context.ip", 1, "context.ip is not a string"],
  ["context.device", {}, "context.device is not a string"],
  ["context.protocol", true, "context.protocol is not a string"],
  ["context.country", 49, "context.country is not a string"],
  ["context.completed_methods", {}, "context.completed_methods is not an array"],
  ["context.completed_methods", ["password"], "context.completed_methods[0] is not an object"],
  ["context.completed_methods", [{ method: "totp" }], "context.completed_methods[0].completed_at is missing"],
  ["context.completed_methods", Array(33).fill({}), "context.completed_methods has more than 32 entries"],
])("%s as %j is refused", (path, value, message) => {
  expect(parseEvaluationRequest(withValue(path, value))).toEqual({ ok: false, message });
});

test.each([[undefined], [null], [[]], ["text"], [7]])("a body that is %j is refused", (body) => {
  expect(parseEvaluationRequest(body)).toEqual({ ok: false, message: "the body is not a JSON object" });
});

test("members that are not known are ignored, the caller's time among them", () => {
  const more = {
    ...valid,
    options: { a: 1 },
    context: { ...valid.context, time: "1999-01-01T00:00:00Z", mood: "good" },
  };
  expect(parsed(more)).toEqual(parsed(valid));
});

test.each([
  ["ip", "a", "ip", null],
  ["ip", "203.0.113.9", "ip", "203.0.113.9"],
  ["ip", "2001:db8::1", "ip", "2001:db8::1"],
  ["device", "toaster", "device", "unknown"],
  ["device", "compliant", "device", "compliant"],
  ["device_known", true, "isKnownDevice", true],
  ["device_known", "true", "isKnownDevice", false],
  ["device_known", 1, "isKnownDevice", false],
  ["device_known", null, "isKnownDevice", false],
  ["protocol", "gopher", "protocol", "other_legacy"],
  ["protocol", "imap", "protocol", "imap"],
  ["country", "de", "country", "DE"],
  ["country", "Germany", "country", null],
] as const)("context.%s %j is taken as the stricter %s %j", (member, value, name, taken) => {
  expect(parsed(withValue(`context.${member}`, value)).client[name]).toBe(taken);
});

test("a request without a context is one of a client that can prompt and has completed nothing", () => {
  const request = parsed(without("context"));
  expect(request.client).toEqual({
    ip: null,
    device: "unknown",
    isKnownDevice: false,
    protocol: "modern",
    country: null,
  });
  expect(request.completed).toEqual([]);
});

test("a method that is not known or has no readable time is left out", () => {
  const methods = [
    { method: "telepathy", completed_at: "2026-11-02T09:00:00Z" },
    { method: "totp", completed_at: "yesterday" },
    { method: "passkey", completed_at: "2026-11-02T10:00:00+01:00", user_verified: true },
  ];
  expect(parsed(withValue("context.completed_methods", methods)).completed).toEqual([
    { method: "passkey", completedAt: "2026-11-02T09:00:00.000Z", userVerified: true },
  ]);
});

test.each([
  ["2026-11-02T09:00:00.000Z", "2026-11-02T09:00:00.000Z"],
  ["2024-02-29T23:59:59.999Z", "2024-02-29T23:59:59.999Z"],
  ["2026-12-31T00:00:00.000Z", "2026-12-31T00:00:00.000Z"],
  ["2026-02-29T00:00:00.000Z", "2026-03-01T00:00:00.000Z"],
  ["2026-11-02T24:00:00.000Z", "2026-11-03T00:00:00.000Z"],
  ["2026-11-02t09:00:00z", "2026-11-02T09:00:00.000Z"],
  ["2026-11-02T09:00:00.1234567Z", "2026-11-02T09:00:00.123Z"],
  ["2026-11-02T00:30:00+01:00", "2026-11-01T23:30:00.000Z"],
])("a method that was completed at %s was completed at %s", (written, completedAt) => {
  const methods = [{ method: "totp", completed_at: written }];
  expect(parsed(withValue("context.completed_methods", methods)).completed).toMatchObject([{ completedAt }]);
});

test.each(["2026-13-02T09:00:00.000Z", "2026-11-32T09:00:00.000Z", "2026-11-02T25:00:00.000Z", "2026-11-02 09:00:00Z"])(
  "a method that was completed at %s is left out",
  (written) => {
    const methods = [{ method: "totp", completed_at: written }];
    expect(parsed(withValue("context.completed_methods", methods)).completed).toEqual([]);
  },
);

test.each([
  [undefined, 900],
  [null, 900],
  [300, 300],
  [900, 900],
  [86_400, 900],
])("a step-up with context.max_age %j takes a factor used in the last %i seconds", (maxAge, maxAgeSeconds) => {
  const body = { ...valid, action: { name: "step_up" }, context: { ...valid.context, max_age: maxAge } };
  expect(parsed(body)).toEqual({ ...parsed(valid), stepUp: { maxAgeSeconds } });
});

test.each([0, -1, 1.5, "60", true, {}])("a step-up with context.max_age %j is refused", (maxAge) => {
  const body = { ...valid, action: { name: "step_up" }, context: { ...valid.context, max_age: maxAge } };
  const message = "context.max_age is not a whole number of seconds from 1";
  expect(parseEvaluationRequest(body)).toEqual({ ok: false, message });
});
