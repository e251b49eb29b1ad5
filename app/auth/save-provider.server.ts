import type { AuditActor } from "#app/audit/events.ts";
import type { RequestContext } from "#app/http/load-context.server.ts";
import type { Actor } from "#app/register/guards.ts";
import { Refused } from "#app/register/refused.ts";
import { isAdmin } from "#app/register/roles.ts";
import { type Db, isDuplicate } from "#db/connect.ts";
import { findIdentityProvider, insertIdentityProvider, updateIdentityProvider } from "#db/identity-providers.ts";
import { newId } from "#db/ids.ts";
import { endSessionsOfIssuer } from "#db/linked-identities.ts";
import { findUser, rolesOf, usersWithRole } from "#db/users.ts";
import { type Journal, write } from "#db/write.ts";
import type { IdentityProvider } from "./identity-provider.ts";
import { hasFreshFactor, hasWayIn } from "./own-factors.server.ts";
import { openProvider, ProviderFault } from "./provider-client.server.ts";
import type { ProviderForm } from "./provider-form.ts";
import { stepUpRequired } from "./refusals.ts";
import { watchersOf } from "./sso-rule.server.ts";

type Saving = {
  workspaceId: string;
  by: Actor;
  actor: AuditActor;
  /** Null for a new one. */
  id: string | null;
  form: ProviderForm;
};

/**
 * Adds an identity provider or changes one. One that is to be in use has to answer now; switching one off, or believing
 * it less, ends the sessions that began there.
 * @throws Refused 400 with the field that is wrong, 403 not an admin or without a fresh factor, 404, 409.
 */
export async function saveProvider(
  { db, secrets, now }: Pick<RequestContext, "db" | "secrets" | "now">,
  { workspaceId, by, actor, id, form }: Saving,
): Promise<string> {
  if (!hasFreshFactor(by, now)) throw stepUpRequired();
  const before = id === null ? null : await findIdentityProvider(db, workspaceId, id);
  if (before === undefined) throw new Refused(404, "unknown_provider", "There is no such identity provider.");
  const keepsClient = before !== null && before.issuer === form.issuer && before.clientId === form.clientId;
  // A secret is never sent to another address than the one that it was given for.
  if (before?.clientSecret && !keepsClient && form.clientSecret === "")
    throw wrongField("clientSecret", "Enter the secret again: it was given for another issuer or client id.");
  const kept = before?.clientSecret == null ? null : secrets.open(before.clientSecret);
  const secret = form.clientSecret === "" ? kept : form.clientSecret;
  const issuer = form.isEnabled ? await issuerOf({ ...form, clientSecret: secret }) : form.issuer;
  const after: IdentityProvider = {
    ...factsOf(form, issuer),
    workspaceId,
    id: before?.id ?? newId("idp"),
    clientSecret: form.clientSecret === "" ? (before?.clientSecret ?? null) : secrets.seal(form.clientSecret),
    createdAt: before?.createdAt ?? now,
    updatedAt: now,
  };
  await write(db, { workspaceId, actor, now }, async (tx, journal) => {
    // Read inside the change, so that one who was demoted a moment ago is refused.
    if (!isAdmin(await rolesOf(tx, workspaceId, by.userId)))
      throw new Refused(403, "not_admin", "Single sign-on is managed by admins.");
    if (after.isEnabled) await refuseWithoutBypass(tx, workspaceId);
    await store(tx, journal, { before, after, isSecretNew: form.clientSecret !== "" });
    await tell(tx, journal, after, by);
  });
  return after.id;
}

/** The answer where one field is wrong, which only the provider could tell. */
function wrongField(field: keyof ProviderForm, message: string): Refused {
  return new Refused(400, "provider_unfit", message, { field });
}

/** Returns the issuer as the provider spells it. */
async function issuerOf(client: Parameters<typeof openProvider>[0]): Promise<string> {
  try {
    return (await openProvider(client)).serverMetadata().issuer;
  } catch (caught) {
    if (caught instanceof ProviderFault) throw wrongField("issuer", caught.said);
    throw caught;
  }
}

function factsOf(form: ProviderForm, issuer: string) {
  const { name, clientId, scopes, isEnabled, addsPeople, domains, trustsMfa } = form;
  const { passkey, securityKey, totp, unnamed, unnamedCountsAs } = form;
  const methodClaims = { passkey, securityKey, totp, unnamed, unnamedCountsAs };
  return { name, issuer, clientId, scopes, isEnabled, addsPeople, domains, trustsMfa, methodClaims };
}

/** Otherwise nobody could put things right on the day on which the provider is down. */
async function refuseWithoutBypass(tx: Db, workspaceId: string): Promise<void> {
  for (const owner of await usersWithRole(tx, workspaceId, ["owner"]))
    if (!owner.ssoRequired && (await hasWayIn(tx, owner))) return;
  throw new Refused(
    409,
    "no_bypass_account",
    "Nobody could get in while the provider is down. First let an owner sign in without it, and have them set up a factor.",
  );
}

type Change = { before: IdentityProvider | null; after: IdentityProvider; isSecretNew: boolean };

async function store(tx: Db, { audit }: Journal, { before, after, isSecretNew }: Change): Promise<void> {
  const subject = { kind: "identity_provider", id: after.id };
  const facts = ({
    workspaceId: _,
    id: __,
    clientSecret: ___,
    createdAt: ____,
    updatedAt: _____,
    ...said
  }: IdentityProvider) => ({
    ...said,
    scopes: [...said.scopes],
    domains: [...said.domains],
  });
  try {
    if (before === null) await insertIdentityProvider(tx, after);
    else await updateIdentityProvider(tx, after);
  } catch (fault) {
    if (isDuplicate(fault)) throw new Refused(409, "known_issuer", "There is a provider with this issuer already.");
    throw fault;
  }
  if (before === null) return audit("identity_provider.added", subject, facts(after));
  const isLess = (before.isEnabled && !after.isEnabled) || (before.trustsMfa && !after.trustsMfa);
  const { workspaceId, issuer } = before;
  const hasMoved = issuer !== after.issuer;
  const sessions =
    isLess || hasMoved ? await endSessionsOfIssuer(tx, { workspaceId, issuer, now: after.updatedAt }) : 0;
  audit("identity_provider.changed", subject, { before: facts(before), after: facts(after), isSecretNew, sessions });
}

async function tell(tx: Db, { notify }: Journal, after: IdentityProvider, { userId }: Actor): Promise<void> {
  const { workspaceId, id, name, issuer, isEnabled, trustsMfa, addsPeople, updatedAt: at } = after;
  const author = (await findUser(tx, workspaceId, userId))?.displayName ?? userId;
  const word = (is: boolean) => (is ? "Yes" : "No");
  const data = {
    ...{ id, name, author, issuer, at },
    ...{ isEnabled: word(isEnabled), trustsMfa: word(trustsMfa), addsPeople: word(addsPeople) },
  };
  for (const watcher of await watchersOf(tx, workspaceId))
    notify({ template: "identity_provider_changed", ...watcher, data });
}
