import fc from "fast-check";
import { expect, test } from "vitest";
import { evaluate } from "#app/engine/evaluate.ts";
import { evaluateStepUp } from "#app/engine/step-up.ts";
import { parseEvaluationRequest } from "#app/signins/evaluation-request.ts";
import { evaluationResponse, responseContext } from "#app/signins/evaluation-response.ts";
import { EvaluationRequestWire, EvaluationResponseWire } from "#app/signins/evaluation-wire.ts";
import { make } from "#test/support/make-engine.ts";

const complete = {
  subject: { type: "user", id: "ann@acme.example" },
  action: { name: "sign_in" },
  resource: { type: "application", id: "mail" },
  context: {
    ip: "192.0.2.1",
    device: "managed",
    protocol: "modern",
    country: "DE",
    completed_methods: [{ method: "password", completed_at: "2026-11-10T12:00:00Z", user_verified: false }],
  },
};

const isRead = (body: unknown) => parseEvaluationRequest(body).ok;
const isDescribed = (body: unknown) => EvaluationRequestWire.safeParse(body).success;

/** Returns the body with the value at a path replaced, or without it when the value is undefined. */
function withValue(path: readonly (string | number)[], value: unknown): unknown {
  const body: unknown = structuredClone(complete);
  const [last, ...rest] = [...path].reverse();
  const holder = rest.reverse().reduce((at, key) => (at as Record<string, unknown>)[key], body) as Record<
    string,
    unknown
  >; // paths below exist
  if (value === undefined) delete holder[String(last)];
  else holder[String(last)] = value;
  return body;
}

const paths: (string | number)[][] = [
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
  ["context", "device"],
  ["context", "device_known"],
  ["context", "completed_methods"],
  ["context", "completed_methods", 0, "method"],
  ["context", "completed_methods", 0, "completed_at"],
  ["context", "completed_methods", 0, "user_verified"],
];

test("the endpoint reads exactly what the API description allows", () => {
  expect([isRead(complete), isDescribed(complete)]).toEqual([true, true]);
  for (const path of paths)
    for (const value of [undefined, null, 7, true, "", "other", [], {}, "x".repeat(257)]) {
      const body = withValue(path, value);
      expect([path, value, isRead(body)]).toEqual([path, value, isDescribed(body)]);
    }
});

test("every refusal of a step-up fits the API description", () => {
  const stepUp = { maxAgeSeconds: 300 };
  const decision = evaluateStepUp(make.signIn(), make.policy(), [], stepUp.maxAgeSeconds);
  const text = evaluationResponse(decision, "stream.1.0", stepUp);
  expect(EvaluationResponseWire.strict().safeParse(JSON.parse(text)).error).toBeUndefined();
  expect((JSON.parse(text) as { context: unknown }).context).toMatchObject({
    max_age: 300,
    acr_values: "nist-aal2",
    amr_values: "mfa swk hwk otp x_recovery_code",
  });
});

test("members that nobody knows are ignored by both", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (extra) => {
      const body = { ...extra, ...complete };
      expect([isRead(body), isDescribed(body)]).toEqual([true, true]);
    }),
  );
});

test("every answer of the engine fits the API description", () => {
  const exemption = make.exemption();
  const answers = [
    evaluate(make.signIn({ subject: null }), make.policy(), []),
    evaluate(make.signIn(), make.policy(), [exemption]),
    evaluate(make.signIn({ subject: make.subject({ firstSignInAt: null, factors: [] }) }), make.policy(), []),
    evaluate(make.signIn({ completed: [] }), make.policy({ dial: "off" }), []),
  ];
  for (const decision of answers) {
    const answer = JSON.parse(evaluationResponse(decision, "stream.1.0")) as unknown;
    expect(EvaluationResponseWire.strict().safeParse(answer).error).toBeUndefined();
    const context = JSON.parse(JSON.stringify(responseContext(decision))) as object;
    expect(answer).toEqual({
      decision: decision.outcome === "allow",
      context: { decision_id: "stream.1.0", ...context },
    });
  }
});
