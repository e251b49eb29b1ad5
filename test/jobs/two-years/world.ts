import { expect } from "vitest";
import { latestSlot, nextSlot } from "#app/job-runs/slots.ts";
import { timetableOf } from "#app/job-runs/timetable-of.ts";
import { evaluateOnce } from "#app/signins/evaluate-once.server.ts";
import { parseEvaluationRequest } from "#app/signins/evaluation-request.ts";
import { jobs } from "#jobs/list.ts";
import { runDue } from "#jobs/run-due.ts";
import type { TestDatabase } from "#test/support/databases.ts";
import { signInOf } from "#test/support/decisions.ts";
import { jobContext } from "#test/support/job-context.ts";
import { day, hour, text } from "./calendar.ts";
import { type Known, promises } from "./promises.ts";
import { openTimeline } from "./timeline.ts";

/** What a job has to say beside what it says of exceptions. */
export type Standing = { said(at: number): string[]; next(): [name: string, due: number][] };

/** While nothing runs, from one instant to another. */
type Gap = { from: number; to: number };

/** A workspace that jobs run in and people act in, and the model that says beforehand what the jobs have to do. */
export async function openWorld(
  database: TestDatabase,
  { gaps, standing }: { gaps: Gap[]; standing: Record<string, Standing> },
) {
  const { db, workspace } = database;
  const timeline = openTimeline();
  const known: Known[] = [];
  const context = jobContext(database);
  const planned = new Set<string>();
  const ran = new Map<string, string>();
  const watchers: ((each: Known, at: number) => void)[] = [];
  const counts = { runs: 0, events: 0 };
  let seen = 0;

  const awake = (at: number) => gaps.find(({ from, to }) => at >= from && at < to)?.to ?? at;

  const newEvents = async () => {
    const rows = await db
      .selectFrom("auditEvents")
      .select(["seq", "at", "type", "subjectId", "data", "actorKind"])
      .where("workspaceId", "=", workspace.id)
      .where("seq", ">", seen)
      .orderBy("seq")
      .execute();
    seen = rows.at(-1)?.seq ?? seen;
    return rows.filter(({ actorKind }) => actorKind === "job");
  };

  const runJob = async (name: string, at: number): Promise<void> => {
    const job = jobs.find((each) => each.name === name);
    if (!job) throw new Error(`there is no job ${name}`);
    const slot = latestSlot(timetableOf(job, workspace), text(at));
    if (ran.get(name) === slot) return;
    ran.set(name, slot);
    const promised = promises[name];
    const said = promised ? known.map((each) => ({ each, lines: promised.said(each, at) })) : [];
    const expected = [...said.flatMap(({ lines }) => lines), ...(standing[name]?.said(at) ?? [])];
    await newEvents();
    await runDue(job, context, text(at));
    const events = await newEvents();
    const observed = events.flatMap((event) => lineOf(event));
    expect(observed.sort(), `${name} at ${text(at)}`).toEqual(expected.sort());
    expect(events.filter((event) => event.at !== text(at))).toEqual([]);
    counts.runs += 1;
    counts.events += observed.length;
    for (const { each, lines } of said) if (lines.length > 0) settle(each, at);
    for (const [next, due] of standing[name]?.next() ?? []) planRun(next, due, at);
  };

  const planRun = (name: string, due: number, now: number) => {
    const job = jobs.find((each) => each.name === name);
    if (!job) throw new Error(`there is no job ${name}`);
    const slot = nextSlot(timetableOf(job, workspace), text(Math.max(due, now + 1) - 1));
    const at = awake(Date.parse(slot));
    // Nobody is kept waiting for more than an hour, unless nothing runs.
    if (at === Date.parse(slot)) expect(at - Math.max(due, now)).toBeLessThanOrEqual(hour);
    const key = `${at} ${name}`;
    if (planned.has(key)) return;
    planned.add(key);
    timeline.add(at, () => runJob(name, at));
  };

  /** Plans what the jobs have to do about a record from now on, and lets the people know that it has changed. */
  const settle = (each: Known, at: number) => {
    for (const [name, { due }] of Object.entries(promises))
      for (const instant of due(each)) if (instant !== null) planRun(name, instant, at);
    for (const watch of watchers) watch(each, at);
  };

  return {
    database,
    known,
    counts,
    settle,
    planRun,
    timeline,
    awake,
    onChange: (watch: (each: Known, at: number) => void) => void watchers.push(watch),
    /** People act while the server runs; what they would have done in a gap they do after it. */
    act: (at: number, deed: (at: number) => Promise<void>) => {
      const awakened = awake(at);
      // At the seventh second of a minute, so that nobody acts in the very instant of a slot.
      const then = Math.floor((awakened === at ? at : awakened + hour) / 60_000) * 60_000 + 7000;
      timeline.add(then, () => deed(then));
    },
    /** Runs every job that has a slot: what the model knows nothing of must not happen. */
    sweep: async (at: number, { verifies = false } = {}) => {
      // Walking a chain of two years every night is the business of a test of its own.
      for (const { name } of jobs) if (name !== "verify-chain" || verifies) await runJob(name, at);
    },
    /** Runs every job with a clock that was set back: nothing may come of it. */
    sweepSetBack: async (at: number) => {
      await newEvents();
      for (const job of jobs) if (job.name !== "verify-chain") await runDue(job, context, text(at));
      expect((await newEvents()).flatMap((event) => lineOf(event))).toEqual([]);
    },
    /** Compares every record with the model, and asks the decision point of each. */
    compare: async (at: number) => {
      const rows = await db
        .selectFrom("exceptions")
        .select(["id", "state", "endsAt", "nextReviewAt"])
        .where("workspaceId", "=", workspace.id)
        .execute();
      const byId = new Map(rows.map((row) => [row.id, row]));
      for (const each of known) {
        const { id, state, end, nextReview } = each;
        const nextReviewAt = nextReview === null ? null : text(nextReview);
        const stored = { waits: "submitted", asked: "changes_requested" }[state as string] ?? state;
        expect(byId.get(id), text(at)).toEqual({ id, state: stored, endsAt: text(end), nextReviewAt });
      }
      for (const each of known.filter(({ end }) => end > at - 30 * day)) {
        const isLive = each.state === "active" && each.start <= at && at < each.end;
        expect(await cited(database, each.principal, at), `${each.id} at ${text(at)}`).toBe(
          isLive ? each.id : undefined,
        );
      }
    },
  };
}
export type World = Awaited<ReturnType<typeof openWorld>>;

/** The record that a sign-in rests on that only this one can let through. */
async function cited({ db, workspace }: TestDatabase, principal: string, at: number): Promise<string | undefined> {
  const completed = [{ method: "password", completed_at: text(at - 60_000) }];
  const parsed = parseEvaluationRequest({
    ...signInOf(principal, { completed_methods: completed }),
    subject: { type: "service_principal", id: principal },
    resource: { type: "application", id: "mail" },
  });
  if (!parsed.ok) throw new Error(parsed.message);
  const { decision } = await evaluateOnce(db, { workspaceId: workspace.id, request: parsed.request, now: text(at) });
  return decision.exception?.id;
}

type Row = { type: string; subjectId: string; data: string };

/** An event as the model writes it; of what the model says nothing of, nothing. */
function lineOf({ type, subjectId, data }: Row): string[] {
  const details = detailsOf[type];
  // Secrets of services are somebody else's test.
  if (!details || subjectId.startsWith("svc-")) return [];
  const said = JSON.parse(data) as Record<string, unknown>;
  const whom = type.startsWith("oath_audit.") ? [] : [subjectId];
  return [[type, ...whom, ...details.map((key) => String(said[key]))].join(" ")];
}

const silence = ["dueAt", "actsAt"];
const detailsOf: Record<string, string[]> = {
  "exception.activated": [],
  "exception.expired": ["endsAt"],
  "exception.emergency_lapsed": [],
  "exception.expiry_warned": ["endsAt", "thresholdDays"],
  "exception.review_reminded": silence,
  "exception.review_warned": silence,
  "exception.review_unanswered": silence,
  "exception.suspended": [],
  "exception.revoked": [],
  "exception.milestone_missed": [],
  "exception.closure_proposed": [],
  "exception.approval_reminded": [],
  "exception.approval_escalated": [],
  "exception.answer_reminded": ["lapsesAt"],
  "exception.lapsed": [],
  "oath_audit.opened": ["quarter"],
  "oath_audit.reminded": ["thresholdDays"],
  TENANT_MFA_GRACE_GRANTED: ["endsAt"],
  TENANT_MFA_GRACE_EXPIRED: ["endsAt"],
  "user.grace_warned": ["thresholdDays"],
  "secret.rotation_reminded": ["dueAt", "step"],
  "drill.reminded": ["quarter", "step"],
};
