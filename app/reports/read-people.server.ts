import { setImmediate } from "node:timers/promises";
import type { EnrolledFactor, Instant, Policy, Subject } from "#app/engine/types.ts";
import { enrollmentStanding } from "#app/policy/grace-of-subject.ts";
import { isPrivileged } from "#app/register/privileged.ts";
import type { Db } from "#db/connect.ts";
import { type Exemptor, exemptedBy } from "#db/exemptors.ts";
import {
  countPeopleOf,
  datesOfPeople,
  lastPeopleDay,
  type PersonDates,
  peopleAsOf,
  werePeopleMeasured,
} from "#db/measured-people.ts";
import { currentPolicy } from "#db/policies.ts";
import { usersAfter } from "#db/search-candidates.ts";
import { queryRunner } from "#db/statements.ts";
import { prepareSubjects } from "#db/subjects.ts";
import type { MeasuredPerson, StrongestMethod } from "./measured-rows.ts";
import type { Moment } from "./moment.ts";

const pageSize = 500;
/** Of more people than these a page shows what was measured at the end of the last day: to look at each would take too long. */
const mostPeopleNow = 2000;

/** Reads the people of a moment; undefined for a day on which nobody looked at them. */
export async function readPeople(db: Db, { workspaceId, day, at }: Moment): Promise<MeasuredPerson[] | undefined> {
  if (day !== null)
    return (await werePeopleMeasured(db, workspaceId, day)) ? peopleThen(db, workspaceId, day) : undefined;
  if ((await countPeopleOf(db, workspaceId)) <= mostPeopleNow) return enabledNow(db, workspaceId, at);
  const last = await lastPeopleDay(db, workspaceId);
  return last === null ? undefined : peopleThen(db, workspaceId, last);
}

async function enabledNow(db: Db, workspaceId: string, now: Instant): Promise<MeasuredPerson[]> {
  const people: MeasuredPerson[] = [];
  for await (const page of peopleNow(db, workspaceId, now)) people.push(...page.filter(({ isEnabled }) => isEnabled));
  return people;
}

async function peopleThen(db: Db, workspaceId: string, day: string): Promise<MeasuredPerson[]> {
  const people: MeasuredPerson[] = [];
  for (let after = ""; ; ) {
    await setImmediate();
    const page = await peopleAsOf(db, workspaceId, { day, after, limit: pageSize });
    people.push(...page.filter(({ isEnabled }) => isEnabled));
    const last = page.at(-1);
    if (!last || page.length < pageSize) return people;
    after = last.id;
  }
}

/** Looks at everybody as they are, a page at a time; whoever is barred is among them. */
export async function* peopleNow(db: Db, workspaceId: string, now: Instant): AsyncGenerator<MeasuredPerson[]> {
  const policy = await currentPolicy(db, workspaceId);
  for (let after = ""; ; ) {
    await setImmediate();
    const page = await usersAfter(db, workspaceId, { after, limit: pageSize });
    yield await peopleOf(db, { workspaceId, ids: page.map(({ id }) => id), policy, now });
    const last = page.at(-1);
    if (!last || page.length < pageSize) return;
    after = last.id;
  }
}

type Asked = { workspaceId: string; ids: string[]; policy: Policy; now: Instant };

async function peopleOf(db: Db, { workspaceId, ids, policy, now }: Asked): Promise<MeasuredPerson[]> {
  const names = { userIds: ids, userNames: [], servicePrincipalIds: [] };
  const { usersById, memberSince } = await prepareSubjects(db).find(queryRunner(db), workspaceId, names);
  const dates = await datesOfPeople(db, workspaceId, ids);
  const targets = new Set([...usersById.values()].flatMap(targetsOfPerson));
  const exemptors = await exemptedBy(db, workspaceId, [...targets], now);
  return ids.flatMap((id) => {
    const [subject, known] = [usersById.get(id), dates.get(id)];
    if (!subject || !known) return [];
    const isExempt = targetsOfPerson(subject).some((target) =>
      (exemptors.get(target) ?? []).some((exemptor) => covers(exemptor, target, memberSince(id, target))),
    );
    return [personOf(subject, { known, isExempt, policy, now })];
  });
}

function targetsOfPerson({ id, groups, roles }: Subject): string[] {
  return [`user:${id}`, ...groups.map((group) => `group:${group}`), ...roles.map((role) => `role:${role}`)];
}

function covers({ coversSince }: Exemptor, target: string, since: Instant | undefined): boolean {
  if (target.startsWith("user:")) return true;
  return coversSince !== null && since !== undefined && since <= coversSince;
}

type Known = { known: PersonDates; isExempt: boolean; policy: Policy; now: Instant };

function personOf(subject: Subject, { known, isExempt, policy, now }: Known): MeasuredPerson {
  const { createdAt, department, enrolledAt } = known;
  const { firstSignInAt } = subject;
  const { lacksFactor, grace } = enrollmentStanding(subject, policy, now);
  // Time to enrol counts from the first sign-in; before that there is none that could run.
  const running = firstSignInAt === null ? null : grace;
  const cameFirst = firstSignInAt !== null && (enrolledAt === null || firstSignInAt <= enrolledAt);
  return {
    id: subject.id,
    isEnabled: subject.disabledAt === null,
    isPrivileged: isPrivileged(subject.roles),
    method: strongest(subject.factors),
    lacksFactor,
    isExempt,
    graceStartsAt: running?.startsAt ?? null,
    graceEndsAt: running?.endsAt ?? null,
    joinedAt: cameFirst ? firstSignInAt : createdAt,
    enrolledAt,
    department,
  };
}

function strongest(factors: readonly EnrolledFactor[]): StrongestMethod | null {
  const kinds = factors.filter(({ remaining }) => remaining !== 0).map(({ kind }) => kind);
  if (kinds.includes("passkey") || kinds.includes("security_key")) return "phishing_resistant";
  if (kinds.includes("totp")) return "otp";
  return kinds.includes("recovery_code") ? "codes" : null;
}
