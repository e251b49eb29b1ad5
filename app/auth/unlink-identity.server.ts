import type { AuditActor } from "#app/audit/events.ts";
import type { Instant } from "#app/engine/types.ts";
import type { Actor } from "#app/register/guards.ts";
import { Refused } from "#app/register/refused.ts";
import type { Db } from "#db/connect.ts";
import { findIdentityProvider } from "#db/identity-providers.ts";
import { unlinkIdentity } from "#db/linked-identities.ts";
import { endSessionsOf } from "#db/sessions.ts";
import { findUserByName, rolesOf } from "#db/users.ts";
import { write } from "#db/write.ts";
import { refuseManager } from "./managing.server.ts";
import { hasFreshFactor } from "./own-factors.server.ts";
import { stepUpRequired } from "./refusals.ts";

type Unlinking = {
  workspaceId: string;
  by: Actor;
  actor: AuditActor;
  providerId: string;
  userName: string;
  now: Instant;
};

/**
 * Forgets by which subject a provider knows somebody, who has got another account there; their sessions end, and the next
 * sign-in with their address links them anew.
 * @throws Refused 403 not an admin, an owner where only an owner may, or no fresh factor; 404 nobody is linked so.
 */
export async function unlinkPerson(db: Db, { providerId, userName, by, ...writing }: Unlinking): Promise<void> {
  const { workspaceId, now } = writing;
  if (!hasFreshFactor(by, now)) throw stepUpRequired();
  await write(db, writing, async (tx, { audit }) => {
    const provider = await findIdentityProvider(tx, workspaceId, providerId);
    const user = await findUserByName(tx, workspaceId, userName);
    await refuseManager(tx, { ...writing, by }, user ? await rolesOf(tx, workspaceId, user.id) : []);
    const subject =
      provider && user && (await unlinkIdentity(tx, { workspaceId, issuer: provider.issuer, userId: user.id }));
    if (!subject) throw new Refused(404, "not_linked", "The provider knows nobody by this address.");
    const sessions = await endSessionsOf(tx, { workspaceId, userId: user.id, now });
    audit("user.identity_unlinked", { kind: "user", id: user.id }, { providerId, subject, sessions });
  });
}
