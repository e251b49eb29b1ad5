import type { Subject } from "#app/engine/types.ts";
import { coversBy, isOfMembers } from "#app/register/targets.ts";
import type { LiveExemption } from "#db/live-exemptions.ts";
import type { SignInFacts } from "#db/sign-in-facts.ts";
import type { Run } from "#db/statements.ts";
import type { SubjectNames, Subjects } from "#db/subjects.ts";
import { normalizeUserName } from "#db/users.ts";
import type { Case } from "./decide-cases.ts";
import type { ReadExemption } from "./decision-record.ts";
import type { EvaluationRequest } from "./evaluation-request.ts";

type Sitting = {
  workspaceId: string;
  requests: readonly EvaluationRequest[];
  now: string;
  /** Whether uses that are counted are going to be spent, and so are kept from everybody else meanwhile. */
  isSpending: boolean;
};

/** Whom and what requests are about, as it was read. */
export type ReadFacts = { subjects: Subjects; byTarget: Map<string, LiveExemption[]> };

type Reading = Pick<Sitting, "workspaceId" | "requests" | "now">;

/** Reads whom and what all these requests are about, with two statements however many they are. */
async function readFacts(facts: SignInFacts, run: Run, { workspaceId, requests, now }: Reading): Promise<ReadFacts> {
  const subjects = await facts.subjects(run, workspaceId, namesOf(requests));
  const targets = new Set(
    requests.flatMap((request) => {
      const subject = subjectOf(subjects, request);
      return subject === null ? [] : targetsOf(subject, request.applicationId);
    }),
  );
  return { subjects, byTarget: await facts.exemptions(run, workspaceId, [...targets], now) };
}

/**
 * Makes a case of each request, from what was read of all of them; where uses are counted, one more statement says how many
 * are left.
 */
export async function gatherFacts(
  facts: SignInFacts,
  run: Run,
  { workspaceId, requests, now, isSpending }: Sitting,
  read?: ReadFacts,
): Promise<Case[]> {
  const { subjects, byTarget } = read ?? (await readFacts(facts, run, { workspaceId, requests, now }));
  const found = requests.map((request) => {
    const subject = subjectOf(subjects, request);
    return { request, subject, targets: subject === null ? [] : targetsOf(subject, request.applicationId) };
  });
  const limited = new Set([...byTarget.values()].flatMap((list) => list.filter(isLimited).map(({ id }) => id)));
  const left = limited.size === 0 ? null : await facts.uses.left(run, workspaceId, [...limited], { isSpending });
  return found.map(({ request, subject, targets: own }) => ({
    askedFor: request.subjectId,
    stepUp: request.stepUp,
    isBreakGlass: subject !== null && subjects.breakGlass.has(subject.id),
    signIn: {
      subject,
      applicationId: request.applicationId,
      completed: request.completed,
      client: request.client,
      now,
    },
    exemptions: withUses(subject === null ? [] : exemptionsOf(own, subject.id, { subjects, byTarget }), left),
  }));
}

/** The targets that requests name by themselves: where, and which service principal. */
export function knownTargets(requests: readonly EvaluationRequest[]): string[] {
  const targets = requests.flatMap(({ subjectKind, subjectId, applicationId }) => [
    `application:${applicationId}`,
    ...(subjectKind === "service_principal" ? [`service_principal:${subjectId}`] : []),
  ]);
  return [...new Set(targets)];
}

function isLimited({ scope }: ReadExemption): boolean {
  return scope.maxUses !== null;
}

/** Says how many uses are left of those that are limited; one that nobody counts has none. */
function withUses(exemptions: readonly ReadExemption[], left: Map<string, number> | null): readonly ReadExemption[] {
  if (left === null) return exemptions;
  return exemptions.map((each) => (isLimited(each) ? { ...each, usesLeft: left.get(each.id) ?? 0 } : each));
}

function isUserId(id: string): boolean {
  return id.startsWith("usr_");
}

/** Whom requests are about, by what they call them. */
export function namesOf(requests: readonly EvaluationRequest[]): SubjectNames {
  const names: SubjectNames = { userNames: [], userIds: [], servicePrincipalIds: [] };
  for (const { subjectKind, subjectId } of requests) {
    if (subjectKind === "service_principal") names.servicePrincipalIds.push(subjectId);
    else if (isUserId(subjectId)) names.userIds.push(subjectId);
    else names.userNames.push(normalizeUserName(subjectId));
  }
  return names;
}

function subjectOf(
  { usersById, usersByName, servicePrincipals }: Subjects,
  { subjectKind, subjectId }: EvaluationRequest,
): Subject | null {
  if (subjectKind === "service_principal") return servicePrincipals.get(subjectId) ?? null;
  const user = isUserId(subjectId) ? usersById.get(subjectId) : usersByName.get(normalizeUserName(subjectId));
  return user ?? null;
}

/** The keys under which the register finds what may concern this sign-in; see targetsOf in app/register/targets.ts. */
function targetsOf({ kind, id, groups, roles }: Subject, applicationId: string): string[] {
  const targets = [`${kind}:${id}`, `application:${applicationId}`];
  for (const group of groups) targets.push(`group:${group}`);
  for (const role of roles) targets.push(`role:${role}`);
  return targets;
}

type Found = { subjects: Subjects; byTarget: Map<string, LiveExemption[]> };

/** A record that names both the person and their group is found twice and counts once. */
function exemptionsOf(
  targets: readonly string[],
  subjectId: string,
  { subjects, byTarget }: Found,
): readonly LiveExemption[] {
  const lists = targets.flatMap((target) => {
    const list = byTarget.get(target);
    if (list === undefined) return [];
    // Mostly records name people, and nothing has to be looked up.
    if (!isOfMembers(target)) return [list];
    const since = subjects.memberSince(subjectId, target);
    return [list.filter(({ agreedAt }) => coversBy(target, agreedAt, since))];
  });
  const [first, ...rest] = lists;
  if (first === undefined) return [];
  return rest.length === 0 ? first : [...new Map(lists.flat().map((exemption) => [exemption.id, exemption])).values()];
}
