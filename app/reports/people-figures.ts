import type { Instant } from "#app/engine/types.ts";
import { addDays, daysBetween } from "#app/register/days.ts";
import { definerOf } from "./define.ts";
import type { Definition } from "./kpi.ts";
import type { MeasuredPerson, StrongestMethod } from "./measured-rows.ts";

/** Over how many days those who got their first factor are looked back at. */
const enrolDays = 90;

const define = definerOf("people");
const people = { source: "people" } as const;
const count = { kind: "count" } as const;

type Covers = (person: MeasuredPerson, at: Instant) => boolean;

const isEnabled: Covers = (person) => person.isEnabled;
const isPrivileged: Covers = (person) => person.isEnabled && person.isPrivileged;

/** Whether somebody signs in with MFA wherever they do: they have what is asked, and no exception lets them in without. */
function isCovered({ method, lacksFactor, isExempt }: MeasuredPerson): boolean {
  return method !== null && !lacksFactor && !isExempt;
}

function isInGrace({ lacksFactor, graceStartsAt, graceEndsAt }: MeasuredPerson, at: Instant): boolean {
  return lacksFactor && graceStartsAt !== null && graceStartsAt <= at && graceEndsAt !== null && at < graceEndsAt;
}

const exempted =
  "Somebody is exempted by a live exception that names them, or a group or role of theirs in which they were when it was approved, and that waives MFA, defers enrolment or lets in an old protocol; one that names applications alone exempts nobody in person";

/** Coverage of some people with both denominators, and what lies between the two. */
function coverage(prefix: string, who: string, covers: Covers): Definition[] {
  const lower = who.toLowerCase();
  const said = { ...people, unit: "share", covers } as const;
  return [
    define({
      ...said,
      key: `${prefix}coverage_share`,
      label: `MFA coverage of ${lower}`,
      definition: `The share of ${lower} who have a factor that the policy accepts and are not exempted: who is exempted counts as a gap. ${exempted}.`,
      goodDirection: "up",
      statistic: { kind: "share", of: isCovered },
    }),
    define({
      ...said,
      key: `${prefix}coverage_rest_share`,
      label: `MFA coverage of ${lower}, without the exempted`,
      definition: `The share of ${lower} who have a factor that the policy accepts, among those who are not exempted: who is exempted is left out.`,
      goodDirection: "up",
      covers: (person, at) => covers(person, at) && !person.isExempt,
      statistic: { kind: "share", of: isCovered },
    }),
    define({
      ...said,
      key: `${prefix}coverage_difference`,
      label: `What exceptions hide of the coverage of ${lower}`,
      definition: `By how much the coverage of ${lower} looks better once the exempted are left out: the one less the other. Behind it are those who are exempted.`,
      goodDirection: "down",
      statistic: { kind: "share", of: ({ isExempt }) => isExempt },
      derived: { kind: "difference", of: `${prefix}coverage_rest_share`, less: `${prefix}coverage_share` },
    }),
  ];
}

const methodWords: Readonly<Record<StrongestMethod, string>> = {
  phishing_resistant: "a passkey or a security key",
  otp: "codes of an app or a token",
  codes: "recovery codes and nothing else",
};

const methodMix = (Object.keys(methodWords) as StrongestMethod[]).map((method) =>
  define({
    ...people,
    key: `method_share.${method}`,
    label: `Strongest factor: ${methodWords[method]}`,
    definition: `The share of the people with a factor whose strongest is ${methodWords[method]}.`,
    unit: "share",
    goodDirection: method === "phishing_resistant" ? "up" : "down",
    covers: (person) => person.isEnabled && person.method !== null,
    statistic: { kind: "share", of: (person) => person.method === method },
  }),
);

/** The figures of the people. */
export const peopleFigures: readonly Definition[] = [
  define({
    ...people,
    key: "people",
    label: "People",
    definition: "People who are not barred.",
    unit: "count",
    goodDirection: null,
    covers: isEnabled,
    statistic: count,
  }),
  ...coverage("", "People", isEnabled),
  define({
    ...people,
    key: "privileged",
    label: "Privileged people",
    definition: "People who are not barred and have a role that attackers are after, such as an administrator’s.",
    unit: "count",
    goodDirection: null,
    covers: isPrivileged,
    statistic: count,
  }),
  ...coverage("privileged_", "Privileged people", isPrivileged),
  define({
    ...people,
    key: "people_exempt",
    label: "People with an exemption",
    definition: `People who are not barred and are exempted. ${exempted}.`,
    unit: "count",
    goodDirection: "down",
    covers: (person) => person.isEnabled && person.isExempt,
    statistic: count,
  }),
  ...methodMix,
  define({
    ...people,
    key: "enrol_days_median",
    label: "Time to enrol",
    definition: `Median of the days from somebody’s first sign-in, or from when they were added where a factor came before it, to their first factor; of those who had it in the last ${enrolDays} days.`,
    unit: "days",
    goodDirection: "down",
    covers: ({ isEnabled: isIn, enrolledAt }, at) =>
      isIn && enrolledAt !== null && enrolledAt > addDays(at, -enrolDays) && enrolledAt <= at,
    statistic: {
      kind: "median",
      value: ({ joinedAt, enrolledAt }) => (enrolledAt === null ? null : daysBetween(joinedAt, enrolledAt)),
    },
  }),
  define({
    ...people,
    key: "people_without_factor",
    label: "People without a factor",
    definition: "People of whom the policy asks a factor and who have none that it accepts.",
    unit: "count",
    goodDirection: "down",
    covers: (person) => person.isEnabled && person.lacksFactor,
    statistic: count,
  }),
  define({
    ...people,
    key: "people_in_grace",
    label: "People in their time to enrol",
    definition: "Those of them who have signed in and whose time to enrol is running.",
    unit: "count",
    goodDirection: "down",
    covers: (person, at) => person.isEnabled && isInGrace(person, at),
    statistic: count,
  }),
  define({
    ...people,
    key: "people_grace_ending_7",
    label: "Time to enrol ends within 7 days",
    definition: "Those of them whose time to enrol ends within 7 days.",
    unit: "count",
    goodDirection: "down",
    covers: (person, at) => person.isEnabled && isInGrace(person, at) && (person.graceEndsAt ?? at) <= addDays(at, 7),
    statistic: count,
  }),
];
