import type { Instant } from "#app/engine/types.ts";
import type { RequestContext } from "#app/http/load-context.server.ts";
import { endSession, type Session } from "#db/sessions.ts";
import { findUser, type User } from "#db/users.ts";
import { findWorkspace, type Workspace } from "#db/workspaces.ts";
import { methodOf, withMethod } from "./completed-methods.ts";
import { type ProvenFactor, storeFactor } from "./enrolment.server.ts";
import { enter, entered } from "./enter.server.ts";
import { factorMessage } from "./factor-message.server.ts";
import { stepUpRequired, tooLate } from "./refusals.ts";
import { type ClientOf, clientOf, currentSession, type OpenedSession } from "./session.server.ts";
import type { Gate } from "./sign-in.server.ts";
import { nextStep, type SignInStep } from "./sign-in-step.server.ts";

/** Somebody who has begun to sign in, and what the policy asks of them next. */
type Pending = { session: Session; user: User; workspace: Workspace; step: SignInStep };

/** Somebody whom the policy lets no further than to enrolling a factor. */
export type Enrolling = Pending & { step: Extract<SignInStep, { kind: "enroll" }> };

/** Returns who is half signed in, with the next step as the policy has it now; null for everybody else. */
export async function pendingPerson(request: Request, context: RequestContext): Promise<Pending | null> {
  const { db, now } = context;
  const session = await currentSession(db, { request, ...context });
  if (!session || session.decisionId !== null) return null;
  const step = await nextStep(db, { session, client: clientOf(request, context), now });
  const user = await findUser(db, session.workspaceId, session.userId);
  const workspace = await findWorkspace(db, session.workspaceId);
  return user && workspace ? { session, user, workspace, step } : null;
}

/** Returns who stands before the wall; null for everybody else. */
export async function enrollingPerson(request: Request, context: RequestContext): Promise<Enrolling | null> {
  const pending = await pendingPerson(request, context);
  return pending?.step.kind === "enroll" ? { ...pending, step: pending.step } : null;
}

type Enrolment = { session: Session; user: User; factor: ProvenFactor; client: ClientOf; now: Instant };

/**
 * Stores the factor that somebody has enrolled before the wall, and asks the engine whether it lets them in.
 * @throws Refused 403 for somebody who has a factor and has not used it, 409 when the sign-in has ended by now.
 */
export async function enrolAndEnter(
  { db, ownSignIns }: Gate,
  { session, user, factor, client, now }: Enrolment,
): Promise<OpenedSession> {
  const { workspaceId, userId } = session;
  const writing = { workspaceId, actor: { kind: "user", id: userId }, now } as const;
  const entry = await ownSignIns.write(db, writing, async (tx, journal, decide) => {
    // Asked again inside: two tabs may enrol at once, and the first of them is the factor that the second has to show.
    const next = await nextStep(tx, { session, client, now });
    if (next.kind !== "enroll") throw stepUpRequired();
    if (!(await endSession(tx, session.idHash, now))) throw tooLate();
    await storeFactor(tx, journal, user, factor, now);
    journal.notify(factorMessage("factor_added", user, { label: factor.label, at: now }));
    const methods = withMethod(session.methods, methodOf(factor.kind, now));
    return enter({ tx, journal, decide }, { workspaceId, userId, methods, client, now });
  });
  return entered(entry);
}
