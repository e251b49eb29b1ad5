import type { CompletedMethod } from "#app/engine/types.ts";
import type { RequestContext } from "#app/http/load-context.server.ts";
import { Refused } from "#app/register/refused.ts";
import { findLinkedUser } from "#db/linked-identities.ts";
import type { Session } from "#db/sessions.ts";
import { withMethod } from "./completed-methods.ts";
import type { IdentityProvider } from "./identity-provider.ts";
import type { Said } from "./provider-client.server.ts";
import { wrongProof } from "./refusals.ts";
import type { ClientOf, OpenedSession } from "./session.server.ts";
import { strengthen, strengthened } from "./strengthen.server.ts";

type SteppingUp = {
  session: Session;
  provider: IdentityProvider;
  said: Said;
  /** What it completed, by what the provider said. */
  methods: readonly CompletedMethod[];
  client: ClientOf;
};

/**
 * Proves a second factor anew at a provider, for the session that was sent there; whether that is enough the engine says.
 * @throws Refused 403 when somebody else signed in there, or the provider's word is of no factor that counts.
 */
export async function stepUpAtProvider(
  { db, ownSignIns, now }: Pick<RequestContext, "db" | "ownSignIns" | "now">,
  { session, provider, said: { issuer, subject }, methods, client }: SteppingUp,
): Promise<OpenedSession> {
  const { workspaceId, userId } = session;
  // A sign-in that is not complete is completed by signing in.
  if (session.decisionId === null) throw wrongProof();
  if ((await findLinkedUser(db, { workspaceId, issuer, subject })) !== userId)
    throw new Refused(403, "sso_other_person", `You signed in at ${provider.name} as somebody else than here.`);
  if (!methods.some(({ isVouched }) => isVouched))
    throw new Refused(
      403,
      "sso_no_factor",
      `${provider.name} did not say that you used a second factor, or is not trusted in it. Use one of your own.`,
    );
  const all = methods.reduce<CompletedMethod[]>(withMethod, [...session.methods]);
  const writing = { workspaceId, actor: { kind: "user", id: userId }, now } as const;
  const made = await ownSignIns.write(db, writing, async (tx, journal, decide) =>
    strengthen({ tx, journal, decide }, { session, methods: all, client, now }),
  );
  return strengthened(made);
}
