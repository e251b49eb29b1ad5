import type { Caller } from "#app/auth/caller.server.ts";
import { refuseManager } from "#app/auth/managing.server.ts";
import type { Instant } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import { findOathToken, updateReplacement } from "#db/oath-tokens.ts";
import { write } from "#db/write.ts";
import { noSuchToken } from "./refusals.ts";

type Setting = { caller: Caller; tokenId: string; replaceBy: string | null; now: Instant };

/**
 * Sets the day on which a hardware token is to be replaced.
 * @throws Refused 403 not an admin, 404 no such token.
 */
export async function setReplacement(db: Db, { caller, tokenId, replaceBy, now }: Setting): Promise<void> {
  const { workspace, auditActor, user } = caller;
  const workspaceId = workspace.id;
  const managing = { workspaceId, by: { userId: user.id }, actor: auditActor, now };
  await write(db, managing, async (tx, { audit }) => {
    await refuseManager(tx, managing, []);
    const token = await findOathToken(tx, workspaceId, tokenId);
    if (token?.kind !== "hardware" || token.serial === null) throw noSuchToken();
    await updateReplacement(tx, workspaceId, { id: tokenId, replaceBy });
    const { serial, replaceBy: before } = token;
    audit("oath_token.replacement_set", { kind: "oath_token", id: tokenId }, { serial, before, after: replaceBy });
  });
}
