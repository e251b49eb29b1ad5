import type { Caller } from "#app/auth/caller.server.ts";
import type { Instant } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import { listRotations } from "#db/secret-rotations.ts";
import { accountView } from "./accounts-view.server.ts";
import type { Rotation, SecretKind } from "./rotation.ts";
import { secretView } from "./secrets-view.server.ts";

/**
 * Returns the rotations of a secret, the latest first.
 * @throws Refused 403 or 404 as the page of the secret does.
 */
export async function rotationsSeen(
  db: Db,
  caller: Caller,
  { kind, id }: { kind: SecretKind; id: string },
  now: Instant,
): Promise<Rotation[]> {
  if (kind === "user") await accountView(db, caller, id, now);
  else await secretView(db, caller, id, now);
  return listRotations(db, caller.workspace.id, { kind, id }, 200);
}
