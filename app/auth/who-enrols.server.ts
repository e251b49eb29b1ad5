import type { RequestContext } from "#app/http/load-context.server.ts";
import { problem } from "#app/http/problem.ts";
import { listFactors } from "#db/factors.ts";
import type { User } from "#db/users.ts";
import type { Workspace } from "#db/workspaces.ts";
import { type Caller, optionalCaller } from "./caller.server.ts";
import { type Enrolling, enrollingPerson } from "./enrolling.server.ts";
import { openInvitation } from "./invitation.server.ts";
import { mayEnrol } from "./own-factors.server.ts";
import { stepUpRequired, tooLate } from "./refusals.ts";

/** Who enrols a factor, and by what right: a one-time link, a sign-in that leads no further yet, or a session. */
export type WhoEnrols = { workspace: Workspace; user: User; sessionHash: string | null } & (
  | { by: "link"; token: string }
  | { by: "wall"; enrolling: Enrolling }
  | { by: "session"; caller: Caller }
);

/**
 * Returns who may enrol a factor with this request.
 * @throws Refused 403 for whoever has to show a factor first, 409 for a link that has ended, Response 401 for nobody.
 */
export async function whoEnrols(
  request: Request,
  context: RequestContext,
  setupToken: string | undefined,
): Promise<WhoEnrols> {
  const { db, now } = context;
  if (setupToken !== undefined) {
    const open = await openInvitation(db, setupToken, now);
    if (!open) throw tooLate();
    return { by: "link", token: setupToken, workspace: open.workspace, user: open.user, sessionHash: null };
  }
  const caller = await optionalCaller({ request, context });
  if (caller?.session) {
    const { workspace, user, session } = caller;
    if (!mayEnrol(caller, await listFactors(db, workspace.id, user.id), now))
      throw stepUpRequired({ redirect_browser_to: new URL("/step-up", context.publicUrl).href });
    return { by: "session", caller, workspace, user, sessionHash: session.idHash };
  }
  const enrolling = await enrollingPerson(request, context);
  if (enrolling) {
    const { workspace, user, session } = enrolling;
    return { by: "wall", enrolling, workspace, user, sessionHash: session.idHash };
  }
  throw problem(401, "unauthenticated", "Sign in first; whoever was sent a one-time link sends its token.");
}
