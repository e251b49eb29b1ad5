import type { Caller } from "#app/auth/caller.server.ts";
import type { Client, Decision, Instant, SignIn } from "#app/engine/types.ts";
import { countedLive } from "#app/register/counted-live.ts";
import type { Exception } from "#app/register/exception.ts";
import { seesSignIns } from "#app/register/roles.ts";
import { decideCase } from "#app/signins/decide-cases.ts";
import type { EvaluationRequest } from "#app/signins/evaluation-request.ts";
import { gatherFacts } from "#app/signins/gather-facts.server.ts";
import { signInNames } from "#app/signins/sign-in-names.server.ts";
import type { Db } from "#db/connect.ts";
import { listDirectoryObjects } from "#db/directory.ts";
import { memberIds } from "#db/members.ts";
import { currentPolicy } from "#db/policies.ts";
import { usersAfter } from "#db/search-candidates.ts";
import { prepareSignInFacts } from "#db/sign-in-facts.ts";
import { queryRunner } from "#db/statements.ts";
import { expectedClient, type NextSignIns, nextMoment, type Shown } from "./next-sign-ins.ts";

const mostSubjects = 5;
const mostApplications = 4;
const mostCounted = 5000;

type Subject = Pick<EvaluationRequest, "subjectKind" | "subjectId">;

/**
 * Says what the next sign-in of those whom a record is about would meet, without it and with it. Nothing is recorded.
 * Whether somebody has a factor shows in the answer, so whoever may not see the sign-ins of others sees their own.
 */
export async function nextSignIns(db: Db, caller: Caller, record: Exception, now: Instant): Promise<NextSignIns> {
  const workspaceId = caller.workspace.id;
  const subjects = await subjectsOf(db, record);
  const shown = subjects.list.filter(
    ({ subjectKind, subjectId }) =>
      seesSignIns(caller.roles) || subjectKind === "service_principal" || subjectId === caller.user.id,
  );
  const applications = await applicationsOf(db, record);
  const asked = { at: nextMoment(record, now), client: expectedClient(record) };
  const requests = shown
    .slice(0, mostSubjects)
    .flatMap((subject) => applications.list.map((applicationId) => requestFor(subject, applicationId, asked)));
  const decided = await decideTwice(db, workspaceId, { requests, record, at: asked.at });
  const names = await signInNames(db, workspaceId, requests);
  return {
    ...asked,
    rows: requests.flatMap(({ subjectId, applicationId }, index) => {
      const [before, after] = decided[index] ?? [];
      if (!before || !after) return [];
      return {
        subject: names[subjectId] ?? subjectId,
        application: names[`application:${applicationId}`] ?? applicationId,
        before: shownOf(before),
        after: shownOf(after),
        isDifferent:
          before.outcome !== after.outcome || before.acceptableFactors.join() !== after.acceptableFactors.join(),
      };
    }),
    subjects: subjects.count,
    applications: applications.count,
    hidden: subjects.list.length - shown.length,
  };
}

async function subjectsOf(
  db: Db,
  { workspaceId, scope }: Exception,
): Promise<{ list: Subject[]; count: number | null }> {
  const { users, servicePrincipals, groups, roles } = scope;
  const members = await memberIds(db, workspaceId, { groups, roles, limit: mostCounted });
  const people = [...new Set([...users, ...members])];
  const isForAnybody = people.length + servicePrincipals.length + groups.length + roles.length === 0;
  // Any few stand for everybody where it names nobody.
  const ids = isForAnybody
    ? (await usersAfter(db, workspaceId, { after: "", limit: mostSubjects })).map(({ id }) => id)
    : people;
  return {
    list: [
      ...servicePrincipals.map((subjectId): Subject => ({ subjectKind: "service_principal", subjectId })),
      ...ids.map((subjectId): Subject => ({ subjectKind: "user", subjectId })),
    ],
    count: isForAnybody ? null : people.length + servicePrincipals.length,
  };
}

async function applicationsOf(db: Db, { workspaceId, scope: { applications } }: Exception) {
  if (applications.length > 0) return { list: applications.slice(0, mostApplications), count: applications.length };
  const known = await listDirectoryObjects(db, workspaceId, "application");
  return { list: known.slice(0, mostApplications).map(({ id }) => id), count: known.length };
}

type AtOnce = { at: Instant; client: Client };

function requestFor(subject: Subject, applicationId: string, { at, client }: AtOnce): EvaluationRequest {
  return {
    ...subject,
    applicationId,
    client,
    completed: [{ method: "password", completedAt: at, userVerified: false }],
  };
}

type Trial = { requests: EvaluationRequest[]; record: Exception; at: Instant };

async function decideTwice(
  db: Db,
  workspaceId: string,
  { requests, record, at }: Trial,
): Promise<[Decision, Decision][]> {
  if (requests.length === 0) return [];
  const policy = await currentPolicy(db, workspaceId);
  const exemption = countedLive(record, { from: at, to: at });
  const asked = { workspaceId, requests, now: at, isSpending: false };
  const cases = await gatherFacts(prepareSignInFacts(db), queryRunner(db), asked);
  return cases.map((each, index) => {
    const exemptions = each.exemptions.filter(({ id }) => id !== record.id);
    return [
      decideCase({ ...each, exemptions }, policy),
      decideCase(
        { ...each, signIn: known(each.signIn, requests[index]), exemptions: [...exemptions, exemption] },
        policy,
      ),
    ];
  });
}

/** A service that the directory lacks is added when the exception is put in place. */
function known(signIn: SignIn, request: EvaluationRequest | undefined): SignIn {
  if (signIn.subject !== null || request?.subjectKind !== "service_principal") return signIn;
  const never = { disabledAt: null, lockedUntil: null, firstSignInAt: null, groups: [], roles: [], factors: [] };
  return { ...signIn, subject: { kind: request.subjectKind, id: request.subjectId, createdAt: signIn.now, ...never } };
}

function shownOf({ outcome, reason, acceptableFactors }: Decision): Shown {
  return { outcome, reason, acceptableFactors };
}
