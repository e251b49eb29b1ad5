import type { Instant, Scope } from "#app/engine/types.ts";
import { countedLive } from "#app/register/counted-live.ts";
import { addDays } from "#app/register/days.ts";
import type { Exception } from "#app/register/exception.ts";
import { isPrivileged } from "#app/register/privileged.ts";
import { readRecord } from "#app/signins/read-record.ts";
import type { Db } from "#db/connect.ts";
import { decisionsAt } from "#db/decisions.ts";
import { gatherRecent } from "#db/gather-sign-ins.ts";
import { memberIds, rolesOfPeople } from "#db/members.ts";
import { type SignInsOf, signInsSince } from "#db/sign-ins.ts";
import { openHistory } from "./history.server.ts";
import { judgeAnew } from "./judge-anew.ts";

/** Whom and what a record would reach if it came into force as it stands. */
export type BlastRadius = {
  /** Null where it names nobody, and so means whoever uses its applications. */
  people: number | null;
  privileged: number | null;
  servicePrincipals: number;
  /** Null for all of them. */
  applications: number | null;
  /** Sign-ins of the last days that it would have let in without MFA; null where there are too many to look at. */
  signIns: number | null;
  days: number;
  /** There are more people than were counted. */
  hasMorePeople: boolean;
};

const days = 30;
const mostPeople = 5000;
/** So many sign-ins are looked at while somebody waits for a page; a replay looks at all. */
const mostSignIns = 5000;
const mostJudged = 1000;

/** Measures what a record would reach, with work that is bounded whatever the size of the register. */
export async function blastRadiusOf(db: Db, { workspaceId, ...record }: Exception, now: Instant): Promise<BlastRadius> {
  const { scope } = record;
  const namesNobody = scope.users.length + scope.groups.length + scope.roles.length === 0;
  const members = await memberIds(db, workspaceId, { ...scope, limit: mostPeople + 1 });
  const people = [...new Set([...scope.users, ...members])];
  const counted = people.slice(0, mostPeople);
  const roles = await rolesOfPeople(db, workspaceId, counted);
  const isForAnybody = namesNobody && scope.servicePrincipals.length === 0;
  const hasMorePeople = people.length > mostPeople;
  return {
    people: isForAnybody ? null : counted.length,
    privileged: isForAnybody ? null : counted.filter((id) => isPrivileged(roles.get(id) ?? [])).length,
    servicePrincipals: scope.servicePrincipals.length,
    applications: scope.applications.length === 0 ? null : scope.applications.length,
    signIns: hasMorePeople ? null : await signInsLetIn(db, workspaceId, { record, people: counted, now }),
    days,
    hasMorePeople,
  };
}

function whose({ applications, servicePrincipals }: Scope, people: readonly string[]): SignInsOf {
  const subjects = [...people, ...servicePrincipals];
  return subjects.length > 0 ? { column: "subjectId", ids: subjects } : { column: "applicationId", ids: applications };
}

type Reach = { record: Omit<Exception, "workspaceId">; people: readonly string[]; now: Instant };

async function signInsLetIn(db: Db, workspaceId: string, { record, people, now }: Reach): Promise<number | null> {
  const from = addDays(now, -days);
  const isComplete = await gatherRecent(db, workspaceId);
  const recent = await signInsSince(db, workspaceId, { ...whose(record.scope, people), from, most: mostSignIns + 1 });
  const turnedBack = recent.filter(({ outcome }) => outcome !== "allow");
  if (!isComplete || recent.length > mostSignIns || turnedBack.length > mostJudged) return null;
  const read = (await decisionsAt(db, workspaceId, turnedBack)).map((row) => ({ row, record: readRecord(row) }));
  const history = openHistory(db, workspaceId);
  await history.load(read.map((each) => each.record));
  const trial = { policy: null, exemption: countedLive(record, { from, to: now }) };
  const letIn = read.filter((each) => {
    const known = history.of(each.record);
    const anew = known && judgeAnew(each.row, each.record, { ...known, trial });
    return anew?.kind === "let_in" && anew.decision.exception?.id === record.id;
  }).length;
  // Each is judged as if it were the first; together they could not have been more than there are uses.
  return Math.min(letIn, record.scope.maxUses ?? letIn);
}
