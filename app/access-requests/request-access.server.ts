import type { Requester } from "#app/auth/request-token.server.ts";
import type { Instant } from "#app/engine/types.ts";
import { apply } from "#app/register/apply.server.ts";
import type { Exception } from "#app/register/exception.ts";
import { fileException } from "#app/register/file-exception.server.ts";
import { gapsFor } from "#app/register/gaps-for.server.ts";
import type { RegisterRole } from "#app/register/roles.ts";
import { rulesFor } from "#app/register/rules-for.server.ts";
import { askedBefore, insertAccessRequest } from "#db/access-requests.ts";
import { getCategory } from "#db/categories.ts";
import type { Db } from "#db/connect.ts";
import { findUser, findUserByName, rolesOf } from "#db/users.ts";
import { write } from "#db/write.ts";
import type { AccessRequestWire } from "./access-request-wire.ts";
import type { Denial } from "./denial.server.ts";
import { draftOfRequest, type Refused } from "./draft-of-request.ts";
import { hasLapsed } from "./has-lapsed.server.ts";
import { accessProblem, invalidRequest } from "./problems.ts";
import { taskStatus } from "./task.ts";

type Asking = { requester: Requester; denial: Denial; asked: AccessRequestWire; now: Instant };

/** Somebody in whose name a record is filed. */
type Requestor = { userId: string; roles: RegisterRole[] };

/**
 * Files what is asked for after a refusal, and hands it in where nothing is missing. It is a record like every other:
 * whoever it is about decides nothing, and an emergency is asked for here and granted by somebody else.
 * @throws Response a problem document of the AuthZEN draft.
 */
export async function requestAccess(tx: Db, { requester, denial, asked, now }: Asking): Promise<Exception> {
  const workspaceId = requester.workspace.id;
  const refused = await refusedOf(tx, workspaceId, denial);
  const requestor = await requestorOf(tx, requester, refused);
  const isForAnother = refused.subjectKind === "user" && requestor?.userId !== refused.subjectKey;
  const read = draftOfRequest(asked, refused, isForAnother ? refused.subjectKey : null);
  if (!read.ok) throw invalidRequest(read.errors);
  if (!(await getCategory(tx, workspaceId, read.draft.category)).isEnabled)
    throw accessProblem("not_requestable", "The workspace takes no exceptions of this kind.");
  const { auditActor: actor } = requester;
  const filed = await fileException(tx, { workspaceId, draft: read.draft, requestor, actor, now });
  await noteRequest(tx, filed, { requester, denial, asked, now, refused });
  return requestor ? submitIfComplete(tx, filed, { requester, requestor, asked, now }) : filed;
}

async function refusedOf(tx: Db, workspaceId: string, denial: Denial): Promise<Refused> {
  const { subjectKind, subjectId, ...rest } = denial;
  if (subjectKind === "service_principal")
    return { ...rest, subjectKind, subjectKey: subjectId, subjectName: subjectId };
  const user = (await findUserByName(tx, workspaceId, subjectId)) ?? (await findUser(tx, workspaceId, subjectId));
  if (!user || user.disabledAt !== null)
    throw accessProblem("invalid_denial_binding", "Whoever was refused is not an active person of the workspace.");
  return { ...rest, subjectKind, subjectKey: user.id, subjectName: user.displayName };
}

/** A service asks in the name of whom it was refused; a service principal has none, so somebody takes the draft on. */
async function requestorOf(tx: Db, { workspace, person }: Requester, refused: Refused): Promise<Requestor | null> {
  if (person) return person;
  if (refused.subjectKind === "service_principal") return null;
  return { userId: refused.subjectKey, roles: await rolesOf(tx, workspace.id, refused.subjectKey) };
}

/** Filing took the audit head, so nobody else asks for the same between the look and the note. */
async function noteRequest(
  tx: Db,
  { workspaceId, id: exceptionId }: Exception,
  { requester, denial, asked, refused, now }: Asking & { refused: Refused },
): Promise<void> {
  const { subjectKind, subjectKey, applicationId, reason } = refused;
  const about = { subjectKind, subjectKey, applicationId };
  const isEmergency = asked.requested_access.emergency;
  await write(tx, { workspaceId, actor: requester.auditActor, now }, async (inner, { audit }) => {
    for (const earlier of await askedBefore(inner, workspaceId, about))
      if (taskStatus(earlier, { hasLapsed: await hasLapsed(inner, earlier), now }) === "pending")
        throw accessProblem("duplicate_request", "The same is asked for already and waits for its decision.", {
          task: { id: earlier.id },
        });
    const made = { exceptionId, tokenId: requester.token.id, decisionId: denial.decisionId, reason, isEmergency };
    await insertAccessRequest(inner, workspaceId, { ...about, ...made, createdAt: now });
    audit(
      "exception.access_requested",
      { kind: "exception", id: exceptionId },
      { decisionId: denial.decisionId, subjectKind, subjectId: subjectKey, applicationId, reason, isEmergency },
    );
  });
}

async function submitIfComplete(
  tx: Db,
  filed: Exception,
  { requester, requestor, asked, now }: Omit<Asking, "denial"> & { requestor: Requestor },
): Promise<Exception> {
  const gaps = await gapsFor(tx, filed, await rulesFor(tx, filed), now);
  if (gaps.length > 0) return filed;
  const comment = asked.requested_access.emergency ? "It is asked for as an emergency; an approver may grant it." : "";
  return apply(tx, {
    workspaceId: filed.workspaceId,
    id: filed.id,
    input: { command: "submit", version: filed.version, comment },
    actor: { ...requestor, aal: 1, factorUsedAt: null },
    auditActor: requester.auditActor,
    now,
  });
}
