import { AuthorizationResponseError, ClientError, ResponseBodyError } from "openid-client";
import type { RequestContext } from "#app/http/load-context.server.ts";
import { findIdentityProvider } from "#db/identity-providers.ts";
import { newId } from "#db/ids.ts";
import { endSession, type Session } from "#db/sessions.ts";
import { write } from "#db/write.ts";
import { clientAt, redirectUri } from "./begin-sso.server.ts";
import { readCookie } from "./cookies.server.ts";
import { type Entering, enter, entered } from "./enter.server.ts";
import type { AccountRefusal } from "./federated-account.ts";
import type { IdentityProvider } from "./identity-provider.ts";
import { findAccount, settleAccount } from "./linked-account.server.ts";
import { openProvider, ProviderFault, redeem, type Said } from "./provider-client.server.ts";
import { methodsOf } from "./provider-methods.ts";
import { tooLate } from "./refusals.ts";
import { clientOf, currentSession, type OpenedSession } from "./session.server.ts";
import { accountRefused, answerUnfit, notSignedInThere, providerUnreachable } from "./sso-refusals.ts";
import { type SsoRequest, takeRequest } from "./sso-request.server.ts";
import { stepUpAtProvider } from "./step-up-sso.server.ts";

/**
 * Takes up the answer that a browser brings back from a provider: once, from the browser that was sent there, for what it
 * was sent for. What follows from it the engine says.
 * @throws Refused 403 with what is wrong in words for people, 409 when the sign-in ended meanwhile or was taken up before.
 */
export async function finishSso(
  context: RequestContext,
  request: Request,
): Promise<{ opened: OpenedSession; to: string | null }> {
  const { db, secrets, publicUrl, now } = context;
  const begun = await takeRequest(db, { cookie: readCookie(request, "sso", publicUrl), secrets, now });
  const provider = begun && (await findIdentityProvider(db, begun.workspaceId, begun.request.providerId));
  if (!begun || !provider?.isEnabled) throw tooLate();
  const session = await currentSession(db, { request, publicUrl, now });
  const { sessionHash, to } = begun.request;
  if (sessionHash !== null && session?.idHash !== sessionHash) throw tooLate();
  const said = await read(context, provider, { request, binding: begun.request });
  const methods = methodsOf(said, provider, now);
  const client = clientOf(request, context);
  const opened =
    session !== null && sessionHash !== null
      ? await stepUpAtProvider(context, { session, provider, said, methods, client })
      : await signInAs(context, { provider, said, earlier: session, methods, client });
  return { opened, to };
}

/** Redeems the answer. What exactly was wrong goes to the log, without anything that was sent. */
async function read(
  { secrets, publicUrl, logFault }: RequestContext,
  provider: IdentityProvider,
  { request, binding }: { request: Request; binding: SsoRequest },
): Promise<Said> {
  // A proxy may have changed the host; what counts is where the provider was told to send people.
  const answer = new URL(redirectUri(publicUrl) + new URL(request.url).search);
  try {
    return await redeem(await openProvider(clientAt(provider, secrets)), answer, binding);
  } catch (caught) {
    logFault(new Error(`single sign-on with ${provider.issuer}: ${codeOf(caught)}`), "single sign-on");
    if (caught instanceof ProviderFault) throw providerUnreachable(provider.name);
    throw caught instanceof AuthorizationResponseError ? notSignedInThere(provider.name) : answerUnfit(provider.name);
  }
}

function codeOf(caught: unknown): string {
  if (caught instanceof ProviderFault) return caught.said;
  if (caught instanceof AuthorizationResponseError || caught instanceof ResponseBodyError) return caught.error;
  return (caught instanceof ClientError && caught.code) || (caught instanceof Error ? caught.name : "no error");
}

type SigningIn = Pick<Entering, "methods" | "client"> & {
  provider: IdentityProvider;
  said: Said;
  earlier: Session | null;
};

async function signInAs(
  { db, ownSignIns, now }: RequestContext,
  { provider, said, earlier, methods, client }: SigningIn,
): Promise<OpenedSession> {
  const { workspaceId } = provider;
  const account = await findAccount(db, provider, said);
  if (account.kind === "refused") return refuse({ db, now }, { provider, said, refusal: account.refusal });
  const userId = account.kind === "add" ? newId("usr") : account.userId;
  const writing = { workspaceId, actor: { kind: "user", id: userId }, now } as const;
  const entry = await ownSignIns.write(db, writing, async (tx, journal, decide) => {
    // Asked again inside: somebody may have been added, linked or barred a moment ago.
    const again = await findAccount(tx, provider, said);
    if (again.kind !== account.kind || ("userId" in again && again.userId !== userId)) throw tooLate();
    await settleAccount(tx, journal, account, { provider, said, userId, now });
    if (earlier) await endSession(tx, earlier.idHash, now);
    return enter({ tx, journal, decide }, { workspaceId, userId, methods, client, now });
  });
  return entered(entry);
}

type Refusing = { provider: IdentityProvider; said: Said; refusal: AccountRefusal };

/** Puts down who was refused and why, so that an admin can help, before telling them. */
async function refuse(
  { db, now }: Pick<RequestContext, "db" | "now">,
  { provider: { workspaceId, id, name }, said: { email }, refusal }: Refusing,
): Promise<never> {
  await write(db, { workspaceId, actor: { kind: "user", id: null }, now }, async (_tx, { audit }) =>
    audit("session.sso_refused", { kind: "identity_provider", id }, { refusal, email }),
  );
  throw accountRefused(refusal, name);
}
