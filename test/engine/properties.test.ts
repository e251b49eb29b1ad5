import fc from "fast-check";
import { expect, test } from "vitest";
import { evaluate } from "#app/engine/evaluate.ts";
import { isLive } from "#app/engine/live.ts";
import { scopeMatches } from "#app/engine/scope.ts";
import { type CompletedMethod, challengeFrequencies, type Decision, type Subject } from "#app/engine/types.ts";
import { now } from "#test/support/make-engine.ts";
import { exemptionLists, exemptions, floors, policies, rules, signIns } from "./arbitraries.ts";

const runs = { numRuns: 600 };
const isAllowed = ({ outcome }: Decision) => outcome === "allow";

test("nobody is let in who has completed nothing", () => {
  fc.assert(
    fc.property(signIns, policies, exemptionLists, (signIn, policy, list) => {
      expect(evaluate({ ...signIn, completed: [] }, policy, list).outcome).not.toBe("allow");
    }),
    runs,
  );
});

test("nobody is let in whom the directory does not know", () => {
  fc.assert(
    fc.property(signIns, policies, exemptionLists, (signIn, policy, list) => {
      expect(evaluate({ ...signIn, subject: null }, policy, list)).toMatchObject({ outcome: "deny" });
    }),
    runs,
  );
});

test("junk in times, addresses and ids never throws, and lets nobody in who has completed nothing", () => {
  const junk = fc.oneof(fc.string(), fc.constantFrom("", "2026", now, "2027-01-01T00:00:00.000Z"));
  fc.assert(
    fc.property(signIns, policies, exemptions, junk, junk, junk, (signIn, policy, exemption, a, b, c) => {
      const subject = { ...signIn.subject, id: a, firstSignInAt: b, disabledAt: null, lockedUntil: c };
      const client = { ...signIn.client, ip: a };
      const junkPolicy = { ...policy, askedSince: a, reenrollmentForcedAt: b };
      const junkExemption = { ...exemption, startsAt: b, endsAt: c, scope: { ...exemption.scope, networks: [b] } };
      const decide = (completed: CompletedMethod[]) =>
        evaluate({ ...signIn, subject, client, completed, now: c }, junkPolicy, [junkExemption]);
      expect(() => decide(signIn.completed)).not.toThrow();
      expect(decide([]).outcome).not.toBe("allow");
    }),
    runs,
  );
});

test("the order of exemptions, rules, floors, groups, roles, factors and methods never matters", () => {
  fc.assert(
    fc.property(signIns, policies, exemptionLists, (signIn, policy, list) => {
      const { subject, completed } = signIn;
      const reversed: Subject = {
        ...subject,
        groups: subject.groups.toReversed(),
        roles: subject.roles.toReversed(),
        factors: subject.factors.toReversed(),
      };
      const mirrored = evaluate(
        { ...signIn, subject: reversed, completed: completed.toReversed() },
        { ...policy, rules: policy.rules.toReversed(), floors: policy.floors.toReversed() },
        list.toReversed(),
      );
      expect(mirrored).toEqual(evaluate(signIn, policy, list));
    }),
    runs,
  );
});

test("only live exemptions whose scope matches change anything", () => {
  fc.assert(
    fc.property(signIns, policies, exemptionLists, (signIn, policy, list) => {
      const bearing = list.filter((each) => isLive(each, now) && scopeMatches(each.scope, signIn));
      expect(evaluate(signIn, policy, list)).toEqual(evaluate(signIn, policy, bearing));
    }),
    runs,
  );
});

test("an exemption that has ended, starts a millisecond from now, or is not active changes nothing", () => {
  fc.assert(
    fc.property(signIns, policies, exemptionLists, exemptions, (signIn, policy, list, exemption) => {
      const without = evaluate(signIn, policy, list);
      const dead = [
        { ...exemption, endsAt: now },
        { ...exemption, startsAt: "2026-06-01T12:00:00.001Z" },
        { ...exemption, state: "revoked" as const },
      ];
      for (const each of dead) expect(evaluate(signIn, policy, [...list, each])).toEqual(without);
    }),
    runs,
  );
});

test("an exemption is cited only where it is live, matches, and nobody would be let in without any", () => {
  fc.assert(
    fc.property(signIns, policies, exemptionLists, (signIn, policy, list) => {
      const { exception, reason, achievedAal } = evaluate(signIn, policy, list);
      expect(reason === "MFA_EXCEPTION_APPLIED").toBe(exception !== null);
      if (exception === null) return;
      const cited = list.find(({ id }) => id === exception.id);
      expect(cited && isLive(cited, now) && scopeMatches(cited.scope, signIn)).toBe(true);
      expect(isAllowed(evaluate(signIn, policy, []))).toBe(false);
      if (exception.effect !== "allow_factors") expect(achievedAal).toBeLessThan(2);
    }),
    { numRuns: 1000 },
  );
});

test("one more exemption never raises what was achieved, never changes what is required, never makes it stricter", () => {
  fc.assert(
    fc.property(signIns, policies, exemptionLists, exemptions, (signIn, policy, list, exemption) => {
      const before = evaluate(signIn, policy, list);
      const after = evaluate(signIn, policy, [...list, exemption]);
      expect(after.achievedAal).toBeLessThanOrEqual(before.achievedAal);
      expect(after.requiredAal).toBe(before.requiredAal);
      if (isAllowed(before)) expect(isAllowed(after)).toBe(true);
    }),
    { numRuns: 1000 },
  );
});

test("one more rule or floor never lets in who was not let in", () => {
  fc.assert(
    fc.property(signIns, policies, exemptionLists, rules, floors, (signIn, policy, list, rule, floor) => {
      if (isAllowed(evaluate(signIn, policy, list))) return;
      expect(isAllowed(evaluate(signIn, { ...policy, rules: [...policy.rules, rule] }, list))).toBe(false);
      expect(isAllowed(evaluate(signIn, { ...policy, floors: [...policy.floors, floor] }, list))).toBe(false);
    }),
    { numRuns: 1000 },
  );
});

test("no exemption and no grace passes a floor", () => {
  fc.assert(
    fc.property(signIns, policies, exemptionLists, floors, (signIn, policy, list, floor) => {
      const target = { kind: "application" as const, id: signIn.applicationId };
      const floored = { ...policy, floors: [...policy.floors, { ...floor, target, dial: "required" as const }] };
      const decision = evaluate(signIn, floored, list);
      expect(decision.requiredAal).toBe(2);
      if (!isAllowed(decision)) return;
      expect(["MFA_SATISFIED", "MFA_EXCEPTION_APPLIED"]).toContain(decision.reason);
      if (decision.exception !== null) expect(decision.exception.effect).toBe("allow_factors");
      const used = signIn.completed.map(({ method }) => method);
      expect(decision.acceptableFactors.some((kind) => used.includes(kind))).toBe(true);
      if (floor.factorSet !== "phishing_resistant") return;
      expect(used.includes("passkey") || used.includes("security_key")).toBe(true);
    }),
    { numRuns: 1000 },
  );
});

test("a client that cannot prompt is let in only by an exception for legacy protocols", () => {
  fc.assert(
    fc.property(signIns, policies, exemptionLists, (signIn, policy, list) => {
      const client = { ...signIn.client, protocol: "imap" as const };
      const decision = evaluate({ ...signIn, client }, policy, list);
      if (isAllowed(decision)) expect(decision.exception?.effect).toBe("allow_legacy_protocol");
    }),
    runs,
  );
});

/** Recomputes, from the definition alone, whether a session holds two factors of which one is acceptable. */
function hasTwoFactors(
  { completed, subject }: { completed: readonly CompletedMethod[]; subject: Subject },
  kinds: readonly string[],
) {
  const held = new Set(subject.factors.map(({ kind }): string => kind));
  const past = completed.filter(({ completedAt }) => Date.parse(completedAt) <= Date.parse(now) + 60_000);
  const isFederated = past.some(({ method }) => method === "federated");
  const counted = past.filter(({ method, isVouched }) => {
    const isKept = isFederated && isVouched === true && method !== "recovery_code";
    return method === "password" || method === "federated" || held.has(method) || isKept;
  });
  const hasFirst = counted.some(({ method }) => method === "password" || method === "federated");
  return counted.some(({ method, userVerified }) => {
    const isWhole = userVerified && (method === "passkey" || method === "security_key");
    return kinds.includes(method) && (hasFirst || isWhole);
  });
}

test("MFA is satisfied only by two factors of which an acceptable one is enrolled", () => {
  fc.assert(
    fc.property(signIns, policies, (signIn, policy) => {
      const decision = evaluate(signIn, policy, []);
      if (decision.reason !== "MFA_SATISFIED") return;
      expect(decision.achievedAal).toBe(2);
      expect(hasTwoFactors(signIn, decision.acceptableFactors)).toBe(true);
    }),
    { numRuns: 1000 },
  );
});

const strictest = { dial: "required", graceHours: 0, challengeFrequency: "every_sign_in" } as const;

test("under a required dial at every sign-in, without grace or exemption, only satisfied MFA lets anybody in", () => {
  fc.assert(
    fc.property(signIns, policies, (signIn, policy) => {
      const decision = evaluate(signIn, { ...policy, ...strictest }, []);
      expect(isAllowed(decision)).toBe(decision.reason === "MFA_SATISFIED");
    }),
    runs,
  );
});

test("a looser challenge frequency lets in only users with a first factor and an acceptable factor of their own", () => {
  fc.assert(
    fc.property(signIns, policies, fc.constantFrom(...challengeFrequencies), (signIn, policy, challengeFrequency) => {
      const strict = evaluate(signIn, { ...policy, challengeFrequency: "every_sign_in" }, []);
      const loose = evaluate(signIn, { ...policy, challengeFrequency }, []);
      if (isAllowed(strict)) expect(isAllowed(loose)).toBe(true);
      if (isAllowed(strict) || !isAllowed(loose)) return;
      const { subject, client } = signIn;
      expect([loose.reason, subject.kind, client.protocol]).toEqual(["MFA_NOT_REQUIRED", "user", "modern"]);
      expect(loose.achievedAal).toBeGreaterThan(0);
      expect(subject.factors.some(({ kind }) => loose.acceptableFactors.includes(kind))).toBe(true);
      expect(challengeFrequency === "sensitive_action" || client.isKnownDevice).toBe(true);
    }),
    { numRuns: 3000 },
  );
});

test("a known device lets nobody in whom the frequency asks at every sign-in, and takes nothing from anybody", () => {
  fc.assert(
    fc.property(signIns, policies, exemptionLists, (signIn, policy, list) => {
      const on = (isKnownDevice: boolean) => ({ ...signIn, client: { ...signIn.client, isKnownDevice } });
      const [unknown, known] = [evaluate(on(false), policy, list), evaluate(on(true), policy, list)];
      if (isAllowed(unknown)) expect(isAllowed(known)).toBe(true);
      if (policy.challengeFrequency === "every_sign_in") expect(known).toEqual(unknown);
    }),
    { numRuns: 1000 },
  );
});

test("what a rule lets in without an exception, the workspace default alone would have let in", () => {
  fc.assert(
    fc.property(signIns, policies, exemptionLists, (signIn, policy, list) => {
      const decision = evaluate(signIn, policy, list);
      if (!isAllowed(decision) || decision.exception !== null) return;
      expect(isAllowed(evaluate(signIn, { ...policy, rules: [], floors: [] }, []))).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

test("a trace names each rule and floor once, and no line wins that did not hit", () => {
  fc.assert(
    fc.property(signIns, policies, exemptionLists, (signIn, policy, list) => {
      const { because, reason } = evaluate(signIn, policy, list);
      for (const { hit, won } of because) expect(won && !hit).toBe(false);
      if (reason.startsWith("SUBJECT_") || reason === "LEGACY_PROTOCOL_REFUSED") return;
      const named = (step: string) => because.filter((line) => line.step === step).map(({ rule }) => rule);
      const sorted = (rules: readonly { id: string }[]) => rules.map(({ id }) => id).sort();
      expect(named("requirement")).toEqual(["workspace", ...sorted(policy.rules)]);
      expect(named("floor")).toEqual(sorted(policy.floors));
    }),
    runs,
  );
});
