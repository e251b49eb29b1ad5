import type { Instant } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import { firstUsesSince, type RotationsKnown, rotationsKnown } from "#db/secret-rotations.ts";
import { type RotationDue, rotationDue } from "./rotation.ts";
import type { Secret } from "./secret.ts";

/** How the rotation of a secret stands. */
export type RotationState = RotationsKnown & {
  /** The first sign-in since it was last replaced. */
  usedAt: Instant | null;
  due: RotationDue | null;
};

type Workspace = { id: string; timeZone: string };

/** Returns how the rotation of each of these secrets stands, in their order; all are of one kind. */
export async function rotationStates(
  db: Db,
  { id: workspaceId, timeZone }: Workspace,
  secrets: readonly Secret[],
): Promise<RotationState[]> {
  const [first] = secrets;
  if (first === undefined) return [];
  const ids = secrets.map(({ id }) => id);
  const known = await rotationsKnown(db, workspaceId, first.kind, ids);
  const sinceOf = (secret: Secret) => known.get(secret.id)?.confirmedAt ?? secret.since;
  const accounts = secrets.filter(({ kind }) => kind === "user");
  const uses = await firstUsesSince(
    db,
    workspaceId,
    accounts.map((secret) => ({ userId: secret.id, since: sinceOf(secret) })),
  );
  return secrets.map((secret) => {
    const usedAt = uses.get(secret.id) ?? null;
    const due = rotationDue({ everyDays: secret.everyDays, since: sinceOf(secret), usedAt, timeZone });
    return { ...(known.get(secret.id) ?? { confirmedAt: null, waiting: null }), usedAt, due };
  });
}

/** Returns how the rotation of one secret stands. */
export async function rotationState(db: Db, workspace: Workspace, secret: Secret): Promise<RotationState> {
  const [state] = await rotationStates(db, workspace, [secret]);
  if (state === undefined) throw new Error(`no state of ${secret.id}, expected one of each secret`);
  return state;
}
