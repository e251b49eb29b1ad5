import type { EventType } from "#app/audit/events.ts";
import { categoryPack } from "#app/register/category.ts";
import { rulesOnce } from "#app/register/rules-for.server.ts";
import { instantOf } from "#app/register/wall-clock.ts";
import { figuresOfDay } from "#app/reports/figures-of-day.server.ts";
import type { Db } from "#db/connect.ts";
import {
  closedBetween,
  countApproved,
  countEvents,
  dutyFigures,
  eventsBetween,
  longestLived,
  type Span,
  usesBetween,
} from "#db/governance-facts.ts";
import type { Making } from "./making.server.ts";
import type { Period } from "./report.ts";
import { type FiguresSection, mostRows, type Section, type TableSection } from "./report-content.ts";
import { addToDay, earlierPeriod } from "./schedule.ts";
import { byCategory, byRating, dayCell, figureSection, recordCells } from "./sections.ts";

/** What happened to exceptions, in the order in which it does. */
const happened = {
  "exception.submitted": "Opened",
  "exception.rejected": "Rejected",
  "exception.withdrawn": "Withdrawn",
  "exception.lapsed": "Lapsed unanswered",
  "exception.emergency_granted": "Granted in an emergency",
  "exception.extension_requested": "Extensions asked for",
  "exception.extension_refused": "Extensions refused",
  "exception.expired": "Expired",
  "exception.revoked": "Revoked",
  "exception.closed": "Closed with evidence",
} as const satisfies Partial<Record<EventType, string>>;
const happenings = Object.keys(happened) as (keyof typeof happened)[]; // cast: its own keys

const weakenings = {
  "policy.weakening_requested": "Asked for",
  "policy.weakening_confirmed": "Confirmed by a second admin",
  "policy.weakening_rejected": "Refused by a second admin",
} as const satisfies Partial<Record<EventType, string>>;
const weakeningTypes = Object.keys(weakenings) as (keyof typeof weakenings)[]; // cast: its own keys

/** What was kept in time, by the keys of the figures. */
const kept = [
  "review_sla_share",
  "decision_days_median",
  "closure_days_median",
  "extensions_mean",
  "rotation_share",
  "drill_share",
  "live_controlled_share",
] as const;

const useWords: Readonly<Record<string, string>> = {
  drill: "Drill",
  declared_emergency: "Declared emergency",
  misuse: "Misuse",
};

const longest = 10;

/** What the quarter's report says to those who answer for the programme. */
export async function governanceSections(db: Db, { workspace, period, now }: Making): Promise<Section[]> {
  const { id: workspaceId, timeZone } = workspace;
  const earlier = earlierPeriod({ kind: "governance_quarterly" }, period);
  const span = spanOf(period, timeZone);
  const figures = await figuresOfDay(db, workspaceId, period.to);
  const before = await figuresOfDay(db, workspaceId, earlier.to);
  return [
    await whatHappened(db, workspaceId, { span, earlier: spanOf(earlier, timeZone) }),
    figureSection("Kept in time", { figures, before, keys: kept }),
    ...byCategory(figures),
    ...byRating(figures),
    await longestTable(db, { workspace, period, now }),
    await separation(db, workspaceId, span),
    await weakeningTable(db, workspaceId, { span, timeZone }),
    await emergencyTable(db, workspaceId, { span, timeZone }),
    await lessonTable(db, workspaceId, span),
  ];
}

function spanOf({ from, to }: Period, timeZone: string): Span {
  return { from: instantOf(`${from}T00:00`, timeZone), to: instantOf(`${addToDay(to, 1)}T00:00`, timeZone) };
}

async function whatHappened(
  db: Db,
  workspaceId: string,
  { span, earlier }: { span: Span; earlier: Span },
): Promise<FiguresSection> {
  const [counts, countsBefore] = [
    await countEvents(db, workspaceId, { ...span, types: happenings }),
    await countEvents(db, workspaceId, { ...earlier, types: happenings }),
  ];
  const [approved, approvedBefore] = [
    await countApproved(db, workspaceId, span),
    await countApproved(db, workspaceId, earlier),
  ];
  const rows: FiguresSection["figures"] = happenings.map((type) => ({
    label: happened[type],
    unit: "count",
    value: counts.get(type) ?? 0,
    before: countsBefore.get(type) ?? 0,
  }));
  const decided = { label: "Approved", unit: "count" as const, value: approved, before: approvedBefore };
  return { kind: "figures", title: "What happened", figures: rows.toSpliced(1, 0, decided) };
}

async function longestTable(db: Db, { workspace, now }: Making): Promise<TableSection> {
  const records = await longestLived(db, workspace.id, { at: now, limit: longest });
  return {
    kind: "table",
    title: "In force for longest",
    columns: ["Exception", "Title", "Category", "Risk", "Since", "Owner"],
    rows: records.map((record) => [
      ...recordCells(record),
      { text: categoryPack.find(({ id }) => id === record.category)?.label ?? record.category },
      { text: record.rating ?? "–" },
      dayCell(record.activatedAt, workspace.timeZone),
      { userId: record.ownerId },
    ]),
    total: records.length,
    empty: "No exception is live.",
  };
}

async function separation(db: Db, workspaceId: string, span: Span): Promise<Section> {
  const { exceptions, people, twice } = await dutyFigures(db, workspaceId, span);
  const part = `In the quarter ${people} people requested, approved or put in place ${exceptions} exceptions.`;
  const found =
    twice === 0
      ? "Over the whole register nobody holds two of these duties for one and the same exception; the database takes no second one."
      : `For ${twice} exceptions somebody holds two of these duties. That cannot happen by the register itself: look into the audit log.`;
  return { kind: "text", title: "Segregation of duties", text: `${part} ${found}` };
}

type Placed = { span: Span; timeZone: string };

async function weakeningTable(db: Db, workspaceId: string, { span, timeZone }: Placed): Promise<TableSection> {
  const events = await eventsBetween(db, workspaceId, { ...span, types: weakeningTypes, limit: mostRows });
  return {
    kind: "table",
    title: "Weaker policies",
    columns: ["What", "When", "By"],
    rows: events.map(({ type, at, actorKind, actorId, subjectId }) => [
      {
        text: weakenings[type as keyof typeof weakenings], // cast: asked for by these types
        path: `/settings/policy/drafts/${subjectId}`,
      },
      dayCell(at, timeZone),
      actorKind === "user" ? { userId: actorId } : { text: actorKind },
    ]),
    total: events.length,
    empty: "Nobody asked for a weaker policy.",
  };
}

async function emergencyTable(db: Db, workspaceId: string, { span, timeZone }: Placed): Promise<TableSection> {
  const uses = await usesBetween(db, workspaceId, { ...span, limit: mostRows });
  return {
    kind: "table",
    title: "Uses of emergency accounts",
    columns: ["What it was", "When", "Account"],
    rows: uses.map(({ id, at, userId, classification }) => [
      { text: useWords[classification ?? ""] ?? "Unexplained", path: `/break-glass/uses/${encodeURIComponent(id)}` },
      dayCell(at, timeZone),
      { userId },
    ]),
    total: uses.length,
    empty: "No emergency account was used.",
  };
}

/** What closures taught; where the reason of a record is for its approvers, so is what was learned of it. */
async function lessonTable(db: Db, workspaceId: string, span: Span): Promise<TableSection> {
  const records = await closedBetween(db, workspaceId, { ...span, limit: mostRows });
  const rules = rulesOnce(db);
  const rows: TableSection["rows"] = [];
  for (const record of records) {
    const lesson = record.closure?.wouldHaveAvoided ?? "";
    if (lesson === "" || (await rules(record)).reasonIsPrivate) continue;
    rows.push([...recordCells(record), { text: lesson }]);
  }
  return {
    kind: "table",
    title: "What was learned",
    columns: ["Exception", "Title", "What would have avoided it"],
    rows,
    total: rows.length,
    empty: "No closure said what would have avoided the exception.",
  };
}
