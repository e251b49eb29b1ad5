import type { Caller } from "#app/auth/caller.server.ts";
import { refuseManager } from "#app/auth/managing.server.ts";
import type { Instant } from "#app/engine/types.ts";
import { Refused } from "#app/register/refused.ts";
import type { Db } from "#db/connect.ts";
import { insertCustody, listCustody } from "#db/oath-custody.ts";
import { findOathToken } from "#db/oath-tokens.ts";
import { findUserByName } from "#db/users.ts";
import { write } from "#db/write.ts";
import type { CustodyMatter } from "./custody.ts";
import { noSuchToken } from "./refusals.ts";

type Noting = {
  caller: Caller;
  tokenId: string;
  matter: CustodyMatter;
  /** By address. */
  holder: string;
  place: string;
  now: Instant;
};

/**
 * Notes who has a hardware token, or its seed, from now on.
 * @throws Refused 400 nobody with this address, 403 not an admin, 404 no such token.
 */
export async function changeCustody(db: Db, { caller, tokenId, matter, holder, place, now }: Noting): Promise<void> {
  const { workspace, auditActor, user } = caller;
  const workspaceId = workspace.id;
  const managing = { workspaceId, by: { userId: user.id }, actor: auditActor, now };
  await write(db, managing, async (tx, { audit }) => {
    await refuseManager(tx, managing, []);
    const token = await findOathToken(tx, workspaceId, tokenId);
    if (token?.kind !== "hardware") throw noSuchToken();
    const person = await findUserByName(tx, workspaceId, holder);
    if (!person) throw new Refused(400, "unknown_holder", "There is nobody with this address.");
    const earlier = (await listCustody(tx, workspaceId, tokenId)).find((entry) => entry.matter === matter);
    const after = { holderId: person.id, place };
    await insertCustody(tx, workspaceId, [{ tokenId, matter, ...after, at: now, by: user.id }]);
    const before = earlier ? { holderId: earlier.holderId, place: earlier.place } : null;
    audit("oath_token.custody_changed", { kind: "oath_token", id: tokenId }, { matter, before, after });
  });
}
