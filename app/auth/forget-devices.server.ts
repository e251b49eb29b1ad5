import type { Instant } from "#app/engine/types.ts";
import { Refused } from "#app/register/refused.ts";
import type { Db } from "#db/connect.ts";
import { forgetKnownDevices, listKnownDevices } from "#db/known-devices.ts";
import { write } from "#db/write.ts";
import type { Caller } from "./caller.server.ts";
import { shownId } from "./shown-id.ts";

/**
 * Forgets one of the browsers in which one is known, or all of them; the next sign-in there is as from a new one.
 * @throws Refused 404 no such browser of theirs.
 */
export async function forgetOwnDevices(
  db: Db,
  { caller, id, now }: { caller: Caller; id: string | null; now: Instant },
): Promise<number> {
  const { workspace, user, auditActor } = caller;
  const account = { workspaceId: workspace.id, userId: user.id };
  return write(db, { workspaceId: workspace.id, actor: auditActor, now }, async (tx, { audit }) => {
    const known = id === null ? [] : await listKnownDevices(tx, { ...account, now });
    const device = known.find(({ idHash }) => shownId("dev", idHash) === id);
    if (id !== null && !device) throw new Refused(404, "not_found", "You are not known in such a browser.");
    const devices = await forgetKnownDevices(tx, device ? { ...account, idHash: device.idHash } : account);
    audit("user.devices_forgotten", { kind: "user", id: user.id }, { reason: "forgotten_by_owner", devices });
    return devices;
  });
}
