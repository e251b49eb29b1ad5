import fc from "fast-check";
import { expect, test } from "vitest";
import { decideCase } from "#app/signins/decide-cases.ts";
import { recordOf } from "#app/signins/decision-record.ts";
import { evaluateAgain } from "#app/signins/evaluate-again.ts";
import { readRecord } from "#app/signins/read-record.ts";
import { exemptionLists, policies, signIns } from "#test/engine/arbitraries.ts";

const asked = fc.record({
  requestId: fc.option(fc.string()),
  tokenId: fc.string(),
  askedFor: fc.string({ minLength: 1 }),
  stepUp: fc.option(fc.record({ maxAgeSeconds: fc.integer({ min: 1, max: 900 }) }), { nil: undefined }),
});

test("what is recorded of a decision is enough to make it again, to the same answer rule by rule", () => {
  fc.assert(
    fc.property(signIns, policies, exemptionLists, asked, (signIn, policy, list, caller) => {
      const exemptions = list.map((exemption, index) => ({ ...exemption, version: index + 1 }));
      const decision = decideCase({ ...caller, signIn, exemptions }, policy);
      const row = recordOf({ ...caller, policyVersion: policy.version, signIn, exemptions, decision });
      const read = readRecord(row);
      expect(read.candidates.map(([id, version, usesLeft = null]) => [id, version, usesLeft])).toEqual(
        exemptions.map(({ id, version, usesLeft }) => [id, version, usesLeft]),
      );
      expect(read.policyVersion).toBe(policy.version);
      expect(read.stepUp).toEqual(caller.stepUp);
      expect(read.askedFor).toBe(signIn.subject?.id ?? caller.askedFor);
      const again = evaluateAgain(row, read, { policy, exemptions });
      expect(again).toEqual({ decision, answer: [], trace: [] });
    }),
    { numRuns: 2000 },
  );
});

test("a record that was altered is told apart, and says in what", () => {
  fc.assert(
    fc.property(signIns, policies, asked, (signIn, policy, caller) => {
      const decision = decideCase({ ...caller, signIn, exemptions: [] }, policy);
      const row = recordOf({ ...caller, policyVersion: policy.version, signIn, exemptions: [], decision });
      const altered = { ...row, outcome: row.outcome === "allow" ? "deny" : "allow" };
      const { answer } = evaluateAgain(altered, readRecord(altered), { policy, exemptions: [] });
      expect(answer).toEqual([{ what: "Outcome", recorded: altered.outcome, again: decision.outcome }]);
    }),
  );
});
