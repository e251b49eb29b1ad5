import fc from "fast-check";
import { expect, test } from "vitest";
import { evaluate } from "#app/engine/evaluate.ts";
import { effects, outcomes, reasons } from "#app/engine/types.ts";
import { decide } from "./naive/decide.ts";
import { workspaces } from "./naive/workspaces.ts";

const minute = 60_000;

/** Every reason but that of a step-up, which no sign-in has. */
const reasonsOfSignIns = reasons.filter((reason) => reason !== "MFA_STEP_UP_REQUIRED");

test(
  "the engine decides 100,000 random sign-ins like an evaluator written straight from the rules",
  () => {
    const met = new Set<string>();
    fc.assert(
      fc.property(workspaces, ({ policy, exemptions, signIn }) => {
        const { because, ...answer } = evaluate(signIn, policy, exemptions);
        expect(answer).toEqual(decide(signIn, policy, exemptions));
        met.add(answer.outcome).add(answer.reason);
        if (answer.exception) met.add(answer.exception.effect);
      }),
      { seed: 20_260_601, numRuns: 100_000 },
    );
    // An agreement about cases that never came up would be worth nothing.
    expect([...outcomes, ...reasonsOfSignIns, ...effects].filter((each) => !met.has(each))).toEqual([]);
  },
  2 * minute,
);
