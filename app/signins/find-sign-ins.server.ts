import type { Caller } from "#app/auth/caller.server.ts";
import { seesSignIns } from "#app/register/roles.ts";
import type { Db } from "#db/connect.ts";
import { gatherRecent } from "#db/gather-sign-ins.ts";
import { listSignIns } from "#db/sign-ins.ts";
import { findUserByName } from "#db/users.ts";
import { type SignInCursor, type SignInParams, type SignInRow, signInQueryOf } from "./sign-in-query.ts";

type Found = {
  signIns: SignInRow[];
  next: SignInCursor | null;
  /** False when so much has just been decided that the newest are still missing. */
  isComplete: boolean;
};

/** Lists the decisions that a caller asks for and may see: all of them, or one's own. */
export async function findSignIns(db: Db, caller: Caller, params: SignInParams): Promise<Found> {
  const workspaceId = caller.workspace.id;
  const isComplete = await gatherRecent(db, workspaceId);
  const asked = params.subject === undefined ? null : await subjectIdOf(db, workspaceId, params.subject);
  const subjectId = seesSignIns(caller.roles) ? asked : caller.user.id;
  if (asked !== null && asked !== subjectId) return { signIns: [], next: null, isComplete };
  return { ...(await listSignIns(db, workspaceId, signInQueryOf(params, subjectId))), isComplete };
}

/** Returns the id under which decisions about somebody are recorded, from the name or id that was typed. */
async function subjectIdOf(db: Db, workspaceId: string, typed: string): Promise<string> {
  return (await findUserByName(db, workspaceId, typed))?.id ?? typed;
}
