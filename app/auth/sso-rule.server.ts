import type { CompletedMethod, Instant } from "#app/engine/types.ts";
import { findBreakGlassAccount } from "#db/break-glass-accounts.ts";
import type { Db } from "#db/connect.ts";
import { hasIdentityProvider } from "#db/identity-providers.ts";
import { findUser, type User, usersWithRole } from "#db/users.ts";
import { findWorkspace } from "#db/workspaces.ts";
import type { Journal } from "#db/write.ts";
import { isFederated } from "./completed-methods.ts";

type SigningIn = { workspaceId: string; userId: string; methods: readonly CompletedMethod[] };

/**
 * Whether a sign-in goes by the identity provider, around it or may not go around it. Where a workspace has none, every
 * sign-in may be local.
 */
export async function wayAround(
  db: Db,
  { workspaceId, userId, methods }: SigningIn,
): Promise<"none" | "bypass" | "refused"> {
  if (isFederated({ methods })) return "none";
  if (!(await hasIdentityProvider(db, workspaceId))) return "none";
  return (await findUser(db, workspaceId, userId))?.ssoRequired ? "refused" : "bypass";
}

type Bypass = SigningIn & { ip: string | null; decisionId: string; now: Instant };

/** Puts down that somebody was let in around the identity provider, and tells whoever watches over the workspace at once. */
export async function tellOfBypass(tx: Db, journal: Journal, bypass: Bypass): Promise<void> {
  const { workspaceId, userId, methods, ip, decisionId, now } = bypass;
  const names = methods.map(({ method }) => method);
  journal.audit("session.bypass_idp", { kind: "user", id: userId }, { methods: names, decisionId });
  // Of an account for emergencies they are told by the use that the decision has left.
  if ((await findBreakGlassAccount(tx, workspaceId, userId))?.retiredAt === null) return;
  const person = await findUser(tx, workspaceId, userId);
  const data = {
    userId,
    person: person?.displayName ?? userId,
    methods: names.join(", ").replaceAll("_", " "),
    ip: ip ?? "unknown",
    at: now,
  };
  for (const watcher of await watchersOf(tx, workspaceId))
    journal.notify({ template: "bypass_sign_in", ...watcher, data });
}

/** The security contact; where there is none, the owners, since somebody has to know. */
export async function watchersOf(tx: Db, workspaceId: string) {
  const contact = (await findWorkspace(tx, workspaceId))?.securityContact;
  if (contact) return [{ toUserId: null, toAddress: contact }];
  const owners = await usersWithRole(tx, workspaceId, ["owner"]);
  return owners.map(({ id, userName }: User) => ({ toUserId: id, toAddress: userName }));
}
