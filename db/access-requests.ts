import type { Instant, SubjectKind } from "#app/engine/types.ts";
import type { Exception } from "#app/register/exception.ts";
import type { Db } from "./connect.ts";
import { exceptionOf } from "./exceptions.ts";

/** A request that was made after a refusal; the record has the same id as its task. */
export type AccessRequest = {
  exceptionId: string;
  tokenId: string;
  decisionId: string;
  subjectKind: SubjectKind;
  /** The person's id, or the service principal's. */
  subjectKey: string;
  applicationId: string;
  reason: string;
  isEmergency: boolean;
  createdAt: Instant;
};

export async function insertAccessRequest(
  tx: Db,
  workspaceId: string,
  { isEmergency, ...request }: AccessRequest,
): Promise<void> {
  await tx
    .insertInto("accessRequests")
    .values({ workspaceId, ...request, isEmergency: isEmergency ? 1 : 0 })
    .execute();
}

/** Returns the token with which a record was asked for, or undefined for one that was filed otherwise. */
export async function askedWith(db: Db, workspaceId: string, exceptionId: string): Promise<string | undefined> {
  const row = await db
    .selectFrom("accessRequests")
    .select("tokenId")
    .where("workspaceId", "=", workspaceId)
    .where("exceptionId", "=", exceptionId)
    .executeTakeFirst();
  return row?.tokenId;
}

/** Returns the records that were asked for of the same subject and application, newest first. */
export async function askedBefore(
  db: Db,
  workspaceId: string,
  { subjectKind, subjectKey, applicationId }: Pick<AccessRequest, "subjectKind" | "subjectKey" | "applicationId">,
): Promise<Exception[]> {
  const rows = await db
    .selectFrom("exceptions")
    .selectAll("exceptions")
    .innerJoin("accessRequests", (join) =>
      join
        .onRef("accessRequests.workspaceId", "=", "exceptions.workspaceId")
        .onRef("accessRequests.exceptionId", "=", "exceptions.id"),
    )
    .where("accessRequests.workspaceId", "=", workspaceId)
    .where("accessRequests.subjectKind", "=", subjectKind)
    .where("accessRequests.subjectKey", "=", subjectKey)
    .where("accessRequests.applicationId", "=", applicationId)
    .orderBy("accessRequests.createdAt", "desc")
    .limit(50)
    .execute();
  return rows.map(exceptionOf);
}
