import type { Instant } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import { findLinkedUser, insertLinkedIdentity, isLinked } from "#db/linked-identities.ts";
import { findUser, findUserByName, insertUser } from "#db/users.ts";
import type { Journal } from "#db/write.ts";
import { type Account, accountOf } from "./federated-account.ts";
import type { IdentityProvider } from "./identity-provider.ts";
import type { Said } from "./provider-client.server.ts";

/** Returns whose account a sign-in at a provider is, as the register stands now. */
export async function findAccount(db: Db, provider: IdentityProvider, said: Said): Promise<Account> {
  const { workspaceId } = provider;
  const { issuer, subject, email } = said;
  const named = email === null ? undefined : await findUserByName(db, workspaceId, email);
  const hasOtherLink = named !== undefined && (await isLinked(db, { workspaceId, issuer, userId: named.id }));
  // Looked up last: a link that somebody else makes at this moment is then never taken for one of another subject.
  const linkedId = await findLinkedUser(db, { workspaceId, issuer, subject });
  const linked = (linkedId !== undefined && (await findUser(db, workspaceId, linkedId))) || null;
  return accountOf(said, provider, { linked, named: named ? { ...named, hasOtherLink } : null });
}

type Settling = { provider: IdentityProvider; said: Said; userId: string; now: Instant };

/** Adds the person, or links them, inside the change in which they sign in. Nobody gets a role by it. */
export async function settleAccount(
  tx: Db,
  journal: Journal,
  account: Exclude<Account, { kind: "refused" }>,
  { provider, said: { issuer, subject }, userId, now }: Settling,
): Promise<void> {
  if (account.kind === "known") return;
  const { workspaceId, name } = provider;
  const about = { kind: "user", id: userId };
  if (account.kind === "add") {
    const { userName, displayName } = account;
    await insertUser(tx, workspaceId, { id: userId, userName, displayName, ssoRequired: true, createdAt: now });
    journal.audit("user.created", about, { userName, displayName, roles: [] });
  }
  await insertLinkedIdentity(tx, { workspaceId, issuer, subject, userId, linkedAt: now });
  journal.audit("user.identity_linked", about, { providerId: provider.id, issuer, subject });
  if (account.kind === "add") return;
  const user = await findUser(tx, workspaceId, userId);
  const data = { name, at: now };
  journal.notify({ template: "identity_linked", toUserId: userId, toAddress: user?.userName ?? "", data });
}
