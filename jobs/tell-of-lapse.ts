import { decidersOf } from "#app/register/deciders.server.ts";
import { mailFacts } from "#app/register/mail-facts.server.ts";
import type { Db } from "#db/connect.ts";
import { findException } from "#db/exceptions.ts";
import type { Ending } from "#db/expiry.ts";
import { findUsers } from "#db/users.ts";
import type { Workspace } from "#db/workspaces.ts";
import type { Journal } from "#db/write.ts";

/**
 * Notes that nobody ratified an emergency, and tells everybody whom it concerned: who asked and whose it was, who granted
 * it, who was skipped, and the security contact.
 */
export async function tellOfLapse(
  tx: Db,
  { audit, notify }: Journal,
  { id: workspaceId, securityContact }: Workspace,
  { id, endsAt }: Ending,
): Promise<void> {
  const record = await findException(tx, workspaceId, id);
  if (!record?.emergency) throw new Error(`${id} lapses, expected an emergency`);
  const { requestorId, ownerId, beneficiaryId, emergency } = record;
  // Those who could have ratified it as long as it ran.
  const lastMoment = new Date(Date.parse(endsAt) - 1).toISOString();
  const skipped = (await decidersOf(tx, workspaceId, [record], lastMoment)).get(id) ?? [];
  const skippedIds = skipped.map(({ user }) => user.id);
  audit(
    "exception.emergency_lapsed",
    { kind: "exception", id },
    { endsAt, grantedBy: emergency.grantedBy, skippedIds },
  );
  const ids = [requestorId, ownerId, beneficiaryId, emergency.grantedBy, ...skippedIds].filter((each) => each !== null);
  const data = { ...(await mailFacts(tx, record)), endsAt };
  const template = "emergency_lapsed";
  for (const { id: toUserId, userName, disabledAt } of (await findUsers(tx, workspaceId, ids)).values())
    if (disabledAt === null) notify({ template, toUserId, toAddress: userName, data });
  if (securityContact) notify({ template, toUserId: null, toAddress: securityContact, data });
}
