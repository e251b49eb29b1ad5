import type { Caller } from "#app/auth/caller.server.ts";
import { mayChange } from "#app/register/roles.ts";
import type { Db } from "#db/connect.ts";
import { findUsers } from "#db/users.ts";
import type { Rotation } from "./rotation.ts";

/** Returns rotations as pages show them, with who did and who attested them. */
export async function rotationViews(db: Db, { workspace, user, roles }: Caller, rotations: readonly Rotation[]) {
  const ids = rotations.flatMap(({ operatorId, attestorId }) => (attestorId ? [operatorId, attestorId] : [operatorId]));
  const people = await findUsers(db, workspace.id, ids);
  const nameOf = (id: string) => people.get(id)?.displayName ?? id;
  return rotations.map(({ operatorId, attestorId, ...rotation }) => ({
    ...rotation,
    operator: nameOf(operatorId),
    attestor: attestorId && nameOf(attestorId),
    isWaiting: attestorId === null && rotation.outcome === "rotated",
    /** Nobody attests what they did themselves. */
    isOwn: operatorId === user.id || !mayChange(roles),
  }));
}

export type RotationView = Awaited<ReturnType<typeof rotationViews>>[number];
