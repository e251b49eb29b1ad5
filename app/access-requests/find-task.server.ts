import type { Requester } from "#app/auth/request-token.server.ts";
import type { Exception } from "#app/register/exception.ts";
import { askedWith } from "#db/access-requests.ts";
import type { Db } from "#db/connect.ts";
import { findException } from "#db/exceptions.ts";
import { accessProblem } from "./problems.ts";

/**
 * Returns the record that was asked for with this token, or by the person whose token it is.
 * @throws Response 404 `unknown_task`.
 */
export async function findTask(db: Db, { workspace, token, person }: Requester, id: string): Promise<Exception> {
  const tokenId = await askedWith(db, workspace.id, id);
  const record = tokenId === undefined ? undefined : await findException(db, workspace.id, id);
  const isTheirs = tokenId === token.id || (person !== null && record?.requestorId === person.userId);
  if (!record || !isTheirs) throw accessProblem("unknown_task", "Nothing was asked for under this id with this token.");
  return record;
}
