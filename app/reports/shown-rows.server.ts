import { stateWords } from "#app/register/state-words.ts";
import { wallClockOf } from "#app/register/wall-clock.ts";
import type { Db } from "#db/connect.ts";
import { namesOf } from "#db/directory.ts";
import { measuredPlaces } from "#db/measured-places.ts";
import { findUsers } from "#db/users.ts";
import type { Covered } from "./covered-rows.ts";
import type {
  MeasuredDrill,
  MeasuredPerson,
  MeasuredRecord,
  MeasuredReview,
  MeasuredRotation,
  RowKind,
} from "./measured-rows.ts";
import type { Moment } from "./moment.ts";

/** A row behind a figure, as a page shows it. */
export type KpiRow = {
  id: string;
  href: string;
  label: string;
  /** Whether it is in the part that a share is about; otherwise every row counts. */
  counts: boolean;
  /** What the row brings to a median, a mean or the most. */
  value: number | null;
  note: string;
};

type Shown = Pick<KpiRow, "href" | "label" | "note">;

/** Says rows in words, with where each is to be seen. */
export async function shownRows(db: Db, moment: Moment, kind: RowKind, covered: readonly Covered[]): Promise<KpiRow[]> {
  const shown = await showing(
    db,
    moment,
    kind,
    covered.map(({ row }) => row),
  );
  return covered.map(({ row, counts, value }) => ({ id: row.id, ...shown(row), counts, value }));
}

type Rows = readonly Covered["row"][];
type Showing = (row: Covered["row"]) => Shown;

/** The casts: the rows are of the kind that is said beside them. */
async function showing(db: Db, moment: Moment, kind: RowKind, rows: Rows): Promise<Showing> {
  switch (kind) {
    case "exceptions":
      return recordsShown(db, moment, rows as MeasuredRecord[]) as Promise<Showing>;
    case "reviews":
      return reviewsShown(db, moment, rows as MeasuredReview[]) as Promise<Showing>;
    case "people":
      return peopleShown(db, moment, rows as MeasuredPerson[]) as Promise<Showing>;
    case "rotations":
      return rotationsShown(db, moment, rows as MeasuredRotation[]) as Promise<Showing>;
    case "drills":
      return drillsShown(db, moment, rows as MeasuredDrill[]) as Promise<Showing>;
    case "sign_ins":
      throw new Error("sign-ins are shown by the page, expected rows of another kind");
    default:
      return kind satisfies never;
  }
}

const dayOf = ({ timeZone }: Moment, at: string | null) =>
  at === null ? "never" : wallClockOf(at, timeZone).slice(0, 10);

async function recordsShown(db: Db, moment: Moment, records: readonly MeasuredRecord[]) {
  const places = await measuredPlaces(
    db,
    moment.workspaceId,
    records.map(({ id }) => id),
  );
  return ({ id, state, rating, endsAt }: MeasuredRecord): Shown => ({
    href: `/exceptions/${id}`,
    label: `${id} ${places.get(id)?.title ?? ""}`.trim(),
    note: [stateWords[state], rating ?? "not rated", `ends ${dayOf(moment, endsAt)}`].join(" · "),
  });
}

async function reviewsShown(db: Db, moment: Moment, reviews: readonly MeasuredReview[]) {
  const places = await measuredPlaces(
    db,
    moment.workspaceId,
    reviews.map(({ exceptionId }) => exceptionId),
  );
  return ({ exceptionId, dueAt, answeredAt }: MeasuredReview): Shown => ({
    href: `/exceptions/${exceptionId}`,
    label: `${exceptionId} ${places.get(exceptionId)?.title ?? ""}`.trim(),
    note: `due ${dayOf(moment, dueAt)} · answered ${dayOf(moment, answeredAt)}`,
  });
}

async function peopleShown(db: Db, { workspaceId }: Moment, people: readonly MeasuredPerson[]) {
  const users = await findUsers(
    db,
    workspaceId,
    people.map(({ id }) => id),
  );
  return (person: MeasuredPerson): Shown => ({
    href: `/directory/users/${person.id}`,
    label: users.get(person.id)?.displayName ?? person.id,
    note: [
      ...(person.department === null ? [] : [person.department]),
      ...(person.isPrivileged ? ["privileged"] : []),
      ...(person.isExempt ? ["exempted"] : []),
      ...(person.lacksFactor ? ["lacks a factor"] : []),
    ].join(" · "),
  });
}

async function rotationsShown(db: Db, moment: Moment, rotations: readonly MeasuredRotation[]) {
  const ids = rotations.map(({ subjectId }) => subjectId);
  const users = await findUsers(db, moment.workspaceId, ids);
  const names = await namesOf(db, moment.workspaceId, ids);
  return ({ subjectKind, subjectId, dueAt, because, doneAt }: MeasuredRotation): Shown => ({
    href: subjectKind === "user" ? `/break-glass/accounts/${subjectId}` : `/break-glass/secrets/${subjectId}`,
    label: users.get(subjectId)?.displayName ?? names.get(`service_principal:${subjectId}`) ?? subjectId,
    note: `due ${dayOf(moment, dueAt)}${because === "use" ? " after a sign-in" : ""} · done ${dayOf(moment, doneAt)}`,
  });
}

async function drillsShown(db: Db, moment: Moment, drills: readonly MeasuredDrill[]) {
  const users = await findUsers(
    db,
    moment.workspaceId,
    drills.map(({ userId }) => userId),
  );
  return ({ userId, quarter, doneAt, drillId }: MeasuredDrill): Shown => ({
    href: drillId === null ? `/break-glass/accounts/${userId}` : `/break-glass/drills/${drillId}`,
    label: users.get(userId)?.displayName ?? userId,
    note: `${quarter} · held ${dayOf(moment, doneAt)}`,
  });
}
