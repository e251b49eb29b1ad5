import { amrOf } from "#app/engine/assurance.ts";
import type { Reason } from "#app/engine/types.ts";
import { json } from "#app/http/api.server.ts";
import type { RequestContext } from "#app/http/load-context.server.ts";
import { problem } from "#app/http/problem.ts";
import { placeOf } from "#app/signins/decision-id.ts";
import { findDecision } from "#db/decisions.ts";
import type { Session } from "#db/sessions.ts";
import { clientOf, type OpenedSession, sessionAal } from "./session.server.ts";
import { sessionCookies } from "./session-cookies.server.ts";
import type { SessionWire } from "./session-wire.ts";
import { nextStep, type SignInStep } from "./sign-in-step.server.ts";

type Call = { request: Request; context: RequestContext };

/**
 * Answers a front end whose visitor has proved something: the session that was let in, or as a problem what the policy
 * asks for yet, which the register's own pages lead through. Either way the browser gets the session's cookie.
 */
export async function sessionAnswer(opened: OpenedSession, call: Call): Promise<Response> {
  const { session } = opened;
  const { decisionId } = session;
  const answer =
    decisionId === null
      ? await answerPending(session, call)
      : json(200, await wireOf({ ...session, decisionId }, call));
  for (const cookie of sessionCookies(opened, call.context.publicUrl)) answer.headers.append("Set-Cookie", cookie);
  return answer;
}

async function wireOf(session: Session & { decisionId: string }, { context: { db } }: Call): Promise<SessionWire> {
  const { workspaceId, decisionId, methods, isBypass, expiresAt } = session;
  const place = placeOf(decisionId);
  const decision = place && (await findDecision(db, workspaceId, place));
  if (!decision) throw new Error(`session rests on decision ${decisionId}, expected it to be recorded`);
  return {
    aal: sessionAal(session),
    amr: [...amrOf(methods, isBypass)],
    methods: methods.map(({ method, completedAt }) => ({ method, completed_at: completedAt })),
    reason: decision.reason,
    decision_id: decisionId,
    expires_at: expiresAt,
  };
}

async function answerPending(session: Session, { request, context }: Call): Promise<Response> {
  const { db, now, publicUrl } = context;
  const step = await nextStep(db, { session, client: clientOf(request, context), now });
  const more = { redirect_browser_to: new URL("/sign-in", publicUrl).href };
  return problem(
    403,
    reasonOf(step),
    "The policy asks for more than was shown. The register leads on from here.",
    more,
  );
}

function reasonOf(step: SignInStep): Reason {
  return step.kind === "continue" ? "MFA_CHALLENGE_REQUIRED" : step.reason;
}
