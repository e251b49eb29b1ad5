import type { Db } from "#db/connect.ts";
import {
  findIdentityProvider,
  hasIdentityProvider,
  insertIdentityProvider,
  listIdentityProviders,
  updateIdentityProvider,
} from "#db/identity-providers.ts";
import {
  endSessionsOfIssuer,
  findLinkedUser,
  insertLinkedIdentity,
  isLinked,
  isLinkedToProviderInUse,
  unlinkIdentities,
  unlinkIdentity,
} from "#db/linked-identities.ts";
import { insertSession } from "#db/sessions.ts";
import type { Other } from "#test/support/other-workspace.ts";

const now = "2026-11-20T10:30:00.000Z";
const soon = "2026-11-20T11:30:00.000Z";
const issuer = "https://login.of-the-other.example";
const id = "idp_of_the_other";

const provider = (workspaceId: string, name: string) => ({
  ...{ workspaceId, id, name, issuer, clientId: "x", clientSecret: null, scopes: ["openid"], domains: [] },
  ...{ isEnabled: true, addsPeople: false, trustsMfa: false, createdAt: now, updatedAt: now },
  methodClaims: { passkey: [], securityKey: [], totp: [], unnamed: [], unnamedCountsAs: "nothing" as const },
});

/** Completes the other workspace with a provider, somebody who is linked to it and a session that began there. */
export async function otherSingleSignOn(db: Db, workspaceId: string, userId: string): Promise<void> {
  await insertIdentityProvider(db, provider(workspaceId, "Of the other"));
  await insertLinkedIdentity(db, { workspaceId, issuer, subject: "subject", userId, linkedAt: now });
  const methods = [{ method: "federated" as const, completedAt: now, userVerified: false }];
  const basis = { decisionId: null, isBypass: false, exceptionId: null, graceEndsAt: null };
  const times = { createdAt: now, lastSeenAt: now, expiresAt: soon, revokedAt: null };
  const session = { workspaceId, idHash: "federated-of-the-other", userId, methods, ip: null, userAgent: null };
  await insertSession(db, { ...session, ...basis, ...times });
}

type Ask = (db: Db, workspaceId: string, other: Other) => Promise<unknown>;

/** What each query answers when it is asked for what another workspace has, as in the list of all queries. */
export const singleSignOnReads: Record<string, [ask: Ask, answer: unknown]> = {
  listIdentityProviders: [(db, workspaceId) => listIdentityProviders(db, workspaceId), []],
  findIdentityProvider: [(db, workspaceId) => findIdentityProvider(db, workspaceId, id), undefined],
  hasIdentityProvider: [(db, workspaceId) => hasIdentityProvider(db, workspaceId), false],
  findLinkedUser: [(db, workspaceId) => findLinkedUser(db, { workspaceId, issuer, subject: "subject" }), undefined],
  isLinkedToProviderInUse: [(db, workspaceId, { userId }) => isLinkedToProviderInUse(db, workspaceId, userId), false],
  isLinked: [(db, workspaceId, { userId }) => isLinked(db, { workspaceId, issuer, userId }), false],
};

/** Changes that name what another workspace has. */
export const singleSignOnChanges: Record<string, Ask> = {
  updateIdentityProvider: (db, workspaceId) => updateIdentityProvider(db, provider(workspaceId, "Taken over")),
  endSessionsOfIssuer: (db, workspaceId) => endSessionsOfIssuer(db, { workspaceId, issuer, now }),
  unlinkIdentity: (db, workspaceId, { userId }) => unlinkIdentity(db, { workspaceId, issuer, userId }),
  unlinkIdentities: (db, workspaceId, { userId }) => unlinkIdentities(db, workspaceId, userId),
};
