import { evaluate } from "#app/engine/evaluate.ts";
import { factsOf } from "#app/engine/facts.ts";
import type { Client, DevicePosture, Effect, Exemption, Policy, Protocol, SignIn } from "#app/engine/types.ts";
import type { Case } from "./decide-cases.ts";

export const clauseNames = [
  "dial_off",
  "optional_without_factor",
  "challenge_frequency",
  "grace",
  "exception",
  "legacy_protocol",
] as const;
type ClauseName = (typeof clauseNames)[number];

/** Why somebody gets in with a first factor alone, and until when; null where it has no end. */
export type Clause = {
  clause: ClauseName;
  ends_at: string | null;
  exception?: { id: string; effect: Effect };
  /** What the exception is narrowed to, where the question did not say from where. */
  only?: { networks?: readonly string[]; devices?: readonly DevicePosture[]; protocols?: readonly Protocol[] };
};

/** What the question leaves open about the client; an exception that is narrowed by it then counts, and is shown to be. */
export type Unsaid = { ip: boolean; device: boolean; protocol: boolean };

/** An address of the documentation range, which stands for one in the network of an exception. */
const someAddress = "192.0.2.1";

/**
 * Returns every way in which a subject gets in without MFA: what the policy itself leaves open, and each exception by
 * itself. None for somebody who does not. Overlapping exceptions are all named, since ending one leaves the other.
 */
export function clausesOf({ signIn, exemptions }: Case, policy: Policy, unsaid: Unsaid): Clause[] {
  const password = { method: "password", completedAt: signIn.now, userVerified: false } as const;
  const withPassword = { ...signIn, completed: [password] };
  const own = ownClause(withPassword, policy);
  // An exception is named beside a grace that would do as well for now: it is what will be left.
  const inIdOrder = exemptions.toSorted((one, other) => (one.id < other.id ? -1 : 1));
  const others = inIdOrder.map((each) => exceptionClause(each, withPassword, withoutGrace(policy), unsaid));
  return [own, ...others].filter((clause) => clause !== null);
}

// The engine makes a policy ready once for each object, so each policy has one twin.
const twins = new WeakMap<Policy, Policy>();

function withoutGrace(policy: Policy): Policy {
  const twin = twins.get(policy) ?? { ...policy, graceHours: 0 };
  twins.set(policy, twin);
  return twin;
}

function ownClause(signIn: SignIn, policy: Policy): Clause | null {
  const { outcome, reason, grace } = evaluate(signIn, policy, []);
  if (outcome !== "allow" || signIn.subject === null) return null;
  if (reason === "MFA_GRACE_ACTIVE") return { clause: "grace", ends_at: grace?.endsAt ?? null };
  const { asked, isSpared } = factsOf(signIn, signIn.subject, policy, []);
  if (isSpared) return { clause: "challenge_frequency", ends_at: null };
  return { clause: asked.dial === "off" ? "dial_off" : "optional_without_factor", ends_at: null };
}

function exceptionClause(exemption: Exemption, signIn: SignIn, policy: Policy, unsaid: Unsaid): Clause | null {
  const { id, effect, endsAt, scope } = exemption;
  const isAnywhere = unsaid.ip && scope.networks.length > 0;
  const client: Client = {
    ...signIn.client,
    ip: isAnywhere ? someAddress : signIn.client.ip,
    device: (unsaid.device ? scope.devices[0] : undefined) ?? signIn.client.device,
    protocol: unsaid.protocol ? protocolFor(exemption) : signIn.client.protocol,
  };
  const opened = isAnywhere ? { ...exemption, scope: { ...scope, networks: [someAddress] } } : exemption;
  const decision = evaluate({ ...signIn, client }, policy, [opened]);
  if (decision.outcome !== "allow" || decision.exception === null) return null;
  const only = {
    ...(isAnywhere && { networks: scope.networks }),
    ...(unsaid.device && scope.devices.length > 0 && { devices: scope.devices }),
    ...(unsaid.protocol && scope.protocols.length > 0 && { protocols: scope.protocols }),
  };
  return {
    clause: effect === "allow_legacy_protocol" ? "legacy_protocol" : "exception",
    ends_at: endsAt,
    exception: { id, effect },
    ...(Object.keys(only).length > 0 && { only }),
  };
}

/** Returns a protocol that the exception is about. */
function protocolFor({ effect, scope: { protocols } }: Exemption): Protocol {
  if (effect === "allow_legacy_protocol") return protocols.find((protocol) => protocol !== "modern") ?? "other_legacy";
  return protocols.length === 0 || protocols.includes("modern") ? "modern" : (protocols[0] ?? "modern");
}
