import { networkContains } from "#app/engine/network.ts";
import type { Dial, Exemption, FactorSet, Policy, Rule, Scope, SignIn, Subject } from "#app/engine/types.ts";

/** The exception that was needed, "" for none; null where the sign-in does not go ahead. */
type BareAnswer = string | null;

const strength: Record<Dial, number> = { off: 0, optional: 1, required: 2 };
const kinds: Record<FactorSet, number> = { any: 15, phishing_resistant: 3, totp_or_webauthn: 15, no_recovery_codes: 7 };
const bits: Record<string, number> = { passkey: 1, security_key: 2, totp: 4, recovery_code: 8 };

/**
 * Decides a sign-in as somebody would write it who needs the answer and nothing else: plain loops that allocate nothing,
 * no reason, no trace, no grace, and every value taken for what it should be.
 */
export function bareLoop(signIn: SignIn, policy: Policy, exemptions: readonly Exemption[]): BareAnswer {
  const { subject, completed } = signIn;
  if (subject === null || subject.disabledAt !== null) return null;
  const packed = requirement(policy, subject, signIn.applicationId);
  const asked = packed >> 4;
  let hasPassword = false;
  let hasShown = false;
  for (const { method } of completed) {
    if (method === "password") hasPassword = true;
    else if (((bits[method] ?? 0) & packed) !== 0) hasShown = true;
  }
  if (!hasPassword) return null;
  if (hasShown || asked === 0 || (asked === 1 && subject.factors.length === 0)) return "";
  return firstWaiver(exemptions, subject, signIn);
}

/** The dial's strength above four bits of accepted kinds, in one number: a pair would have to be allocated. */
function requirement({ dial, factorSet, rules, floors }: Policy, subject: Subject, applicationId: string): number {
  let asked = strength[dial];
  let accepted = kinds[factorSet];
  for (const rule of rules) {
    if (!isAbout(rule.target, subject, applicationId)) continue;
    if (strength[rule.dial] > asked) asked = strength[rule.dial];
    if (rule.factorSet !== undefined) accepted &= kinds[rule.factorSet];
  }
  for (const floor of floors) {
    if (isAbout(floor.target, subject, applicationId) && strength[floor.dial] > asked) asked = strength[floor.dial];
  }
  return (asked << 4) | accepted;
}

function firstWaiver(exemptions: readonly Exemption[], subject: Subject, signIn: SignIn): BareAnswer {
  const { now } = signIn;
  for (const { id, effect, state, startsAt, endsAt, scope } of exemptions) {
    if (state !== "active" || effect !== "waive_mfa" || startsAt > now || endsAt <= now) continue;
    if (fits(scope, subject, signIn)) return id;
  }
  return null;
}

function isAbout({ kind, id }: Rule["target"], subject: Subject, applicationId: string): boolean {
  if (kind === "group") return subject.groups.includes(id);
  if (kind === "application") return applicationId === id;
  return kind === "role" ? subject.roles.includes(id) : subject.id === id;
}

function fits({ users, applications, networks }: Scope, subject: Subject, { applicationId, client }: SignIn): boolean {
  if (!users.includes(subject.id)) return false;
  if (applications.length > 0 && !applications.includes(applicationId)) return false;
  if (networks.length === 0) return true;
  for (const network of networks) if (networkContains(network, client.ip ?? "")) return true;
  return false;
}
