import fc from "fast-check";
import { expect, test } from "vitest";
import { evaluate } from "#app/engine/evaluate.ts";
import { evaluateStepUp } from "#app/engine/step-up.ts";
import type { Decision } from "#app/engine/types.ts";
import { evaluationResponse } from "#app/signins/evaluation-response.ts";
import { decidableOf, evaluationsResponse } from "#app/signins/evaluations-response.ts";
import { endsWith, evaluationsSemantics } from "#app/signins/evaluations-semantic.ts";
import { exemptionLists, policies, signIns } from "#test/engine/arbitraries.ts";

const runs = { numRuns: 500 };

/** What a caller sees who looks at nothing but `decision`. */
const isLetIn = (text: string) => (JSON.parse(text) as { decision?: unknown }).decision === true;

function isPermitted({ outcome, achievedAal }: Decision): boolean {
  return outcome === "allow" && achievedAal > 0;
}

test("a caller who looks at nothing but the decision lets in only completed, permitted sign-ins", () => {
  fc.assert(
    fc.property(signIns, policies, exemptionLists, (signIn, policy, exemptions) => {
      const decision = evaluate(signIn, policy, exemptions);
      expect(isLetIn(evaluationResponse(decision, "stream.1.0"))).toBe(isPermitted(decision));
    }),
    runs,
  );
});

test("what a step-up asks for comes with a refusal only, so that nobody passes by ignoring it", () => {
  fc.assert(
    fc.property(signIns, policies, exemptionLists, (signIn, policy, exemptions) => {
      const decision = evaluateStepUp(signIn, policy, exemptions, 900);
      const text = evaluationResponse(decision, "stream.1.0", { maxAgeSeconds: 900 });
      expect(isLetIn(text)).toBe(isPermitted(decision));
      for (const member of ["obligations", "acr_values", "amr_values"])
        if (text.includes(`"${member}"`)) expect(isLetIn(text)).toBe(false);
    }),
    runs,
  );
});

test("in a call no answer stands for another's evaluation, whatever is wrong among them and wherever it ends", () => {
  const item = fc.constantFrom("permit", "deny", "error");
  fc.assert(
    fc.property(fc.array(item, { minLength: 1 }), fc.constantFrom(...evaluationsSemantics), (kinds, semantic) => {
      const request = (kind: string) => ({ subjectId: kind }) as never; // only what tells one from another
      const items = kinds.map((kind) =>
        kind === "error" ? ({ ok: false, message: "wrong" } as const) : ({ ok: true, request: request(kind) } as const),
      );
      const call = { semantic, items };
      // As the decider does it: one after the other, until one ends the call.
      const bodies: string[] = [];
      let isEnded = false;
      for (const { subjectId } of decidableOf(call)) {
        if (isEnded) break;
        bodies.push(JSON.stringify({ decision: subjectId === "permit" }));
        isEnded = endsWith(semantic, subjectId === "permit");
      }
      const { evaluations } = JSON.parse(evaluationsResponse(call, { bodies, isEnded })) as {
        evaluations: { decision: boolean; context?: object }[];
      };
      const given = evaluations.map(({ decision, context }) => [decision, context !== undefined]);
      const endings = kinds.map((kind) => endsWith(semantic, kind === "permit"));
      const answered = endings.includes(true) ? kinds.slice(0, endings.indexOf(true) + 1) : kinds;
      expect(given).toEqual(answered.map((kind) => [kind === "permit", kind === "error"]));
    }),
    runs,
  );
});
