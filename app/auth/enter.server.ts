import { achievedAal } from "#app/engine/assurance.ts";
import type { CompletedMethod, Decision, Instant } from "#app/engine/types.ts";
import type { Refused } from "#app/register/refused.ts";
import type { Decide } from "#app/signins/own-decider.server.ts";
import type { Db } from "#db/connect.ts";
import { insertKnownDevice, seeKnownDevice } from "#db/known-devices.ts";
import { noteSignIn } from "#db/sign-in-attempts.ts";
import { findUser } from "#db/users.ts";
import type { Journal } from "#db/write.ts";
import { hasAccessEnded } from "./access-end.ts";
import { hashToken, randomToken } from "./random-token.server.ts";
import { wrongProof } from "./refusals.ts";
import {
  type Admission,
  type ClientOf,
  type OpenedSession,
  openPendingSession,
  openSession,
} from "./session.server.ts";
import { ssoRequired } from "./sso-refusals.ts";
import { tellOfBypass, wayAround } from "./sso-rule.server.ts";
import { tellOfNewDevice } from "./tell-of-new-device.server.ts";

/** For how long a browser is known in which nobody signs in. */
const deviceMs = 90 * 24 * 60 * 60_000;

export type Entering = {
  workspaceId: string;
  userId: string;
  /** What the person has proved in this sign-in. */
  methods: readonly CompletedMethod[];
  client: ClientOf;
  now: Instant;
};

/** What became of a sign-in: a session that is let in, one that leads to the next step, or none. */
export type Entry = { kind: "in" | "pending"; opened: OpenedSession } | { kind: "refused"; refusal: Refused };

type Inside = { tx: Db; journal: Journal; decide: Decide };

/**
 * Asks the engine about somebody who signs in to the register, and opens the session that follows from its answer. Every
 * way of signing in ends here, each time something more was proved. The tries that were counted before it, the one that
 * led here included, have to be given back by then: a lock would be its answer.
 * @throws Refused for somebody who has proved no first factor, or was barred in the meantime.
 */
export async function enter({ tx, journal, decide }: Inside, entering: Entering): Promise<Entry> {
  const { workspaceId, userId, methods, client, now } = entering;
  // A code alone says that somebody holds it, and not whose sign-in this is.
  if (achievedAal(methods) === 0) throw wrongProof();
  const subject = { kind: "user", id: userId };
  const around = await wayAround(tx, entering);
  const refusal = await refusalBefore(tx, journal, { ...entering, around });
  if (refusal) return { kind: "refused", refusal };
  const device = { workspaceId, userId, idHash: client.deviceHash ?? "", now };
  const isKnownDevice = client.deviceHash !== null && (await seeKnownDevice(tx, device));
  const made = await decide({ userId, completed: methods, ip: client.ip, isKnownDevice });
  const { decision, id: decisionId } = made;
  const said = { methods: methods.map(({ method }) => method), reason: decision.reason, decisionId };
  switch (decision.outcome) {
    case "deny":
      journal.audit("session.refused", subject, said);
      return { kind: "refused", refusal: wrongProof() };
    case "challenge":
    case "enroll": {
      const isEnrolling = decision.outcome === "enroll";
      journal.audit("session.begun", subject, said);
      return { kind: "pending", opened: await openPendingSession(tx, { ...entering, isEnrolling }) };
    }
    case "allow": {
      if (!isKnownDevice) await tellOfNewDevice(tx, journal, entering);
      if (!(await noteSignIn(tx, { workspaceId, userId }, now))) throw wrongProof();
      const opened = await openSession(tx, { ...entering, admission: admissionOf(decisionId, decision, methods) });
      const exceptionId = decision.exception?.id ?? null;
      journal.audit("session.created", subject, { ...said, aal: decision.achievedAal, exceptionId });
      if (around === "bypass") await tellOfBypass(tx, journal, { ...entering, ip: client.ip, decisionId });
      const isRemembered = isKnownDevice || decision.achievedAal < 2;
      return { kind: "in", opened: isRemembered ? opened : { ...opened, device: await rememberDevice(tx, entering) } };
    }
    default:
      return decision.outcome satisfies never;
  }
}

/** What refuses somebody before the policy is asked: their access is over, or they have to come by the identity provider. */
async function refusalBefore(
  tx: Db,
  { audit }: Journal,
  { workspaceId, userId, now, around }: Entering & { around: Awaited<ReturnType<typeof wayAround>> },
): Promise<Refused | null> {
  const subject = { kind: "user", id: userId };
  const user = await findUser(tx, workspaceId, userId);
  if (user && hasAccessEnded(user, now)) {
    audit("session.access_over", subject, { endedAt: user.accessEndsAt ?? now });
    return wrongProof();
  }
  if (around !== "refused") return null;
  audit("session.sso_refused", subject, { refusal: "sso_required", email: null });
  return ssoRequired();
}

/** What a session rests on that was let in with less than the policy asks for. */
function admissionOf(decisionId: string, decision: Decision, methods: readonly CompletedMethod[]): Admission {
  const { exception, grace, achievedAal: aal } = decision;
  const restsOnGrace = decision.reason === "MFA_GRACE_ACTIVE";
  return {
    decisionId,
    isBypass: aal < achievedAal(methods),
    exceptionId: exception?.id ?? null,
    graceEndsAt: grace?.endsAt ?? null,
    endsAt: exception?.endsAt ?? (restsOnGrace ? (grace?.endsAt ?? null) : null),
  };
}

async function rememberDevice(
  tx: Db,
  { workspaceId, userId, client, now }: Entering,
): Promise<OpenedSession["device"]> {
  const value = randomToken();
  const expiresAt = new Date(Date.parse(now) + deviceMs).toISOString();
  const { userAgent } = client;
  const times = { createdAt: now, lastSeenAt: now, expiresAt };
  await insertKnownDevice(tx, { workspaceId, userId, idHash: hashToken(value), userAgent, ...times });
  return { value, expiresAt };
}

/** @throws Refused, once the refusal has been recorded: to a stranger it is no different from a wrong password. */
export function entered(entry: Entry): OpenedSession {
  if (entry.kind === "refused") throw entry.refusal;
  return entry.opened;
}
