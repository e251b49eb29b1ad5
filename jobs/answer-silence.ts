import type { EventType } from "#app/audit/events.ts";
import type { Instant } from "#app/engine/types.ts";
import type { Template } from "#app/mail/templates.ts";
import { apply } from "#app/register/apply.server.ts";
import type { Exception } from "#app/register/exception.ts";
import { clock } from "#app/register/guards.ts";
import { rulesFor } from "#app/register/rules-for.server.ts";
import { answered, beginSilence, type SilenceCase, warned } from "#app/register/silence.ts";
import type { Db } from "#db/connect.ts";
import { findException } from "#db/exceptions.ts";
import { type DueSilence, insertSilence, listDueSilences, stepSilence } from "#db/silences.ts";
import type { Workspace } from "#db/workspaces.ts";
import { inTransaction, write } from "#db/write.ts";
import { DoneElsewhere } from "./each-due.ts";
import { inBatches } from "./in-batches.ts";
import { asJob, type Job, mostDue } from "./job.ts";
import { tellOwner } from "./tell-owner.ts";

/**
 * Takes the next step about each review that nobody answers: a reminder, a warning half-way through the grace, and what
 * the category says at its end. One step a run: after days on which nothing ran, people are reminded or warned first, and
 * the grace runs from there.
 */
export const answerSilence: Job = {
  name: "answer-silence",
  cron: "*/15 * * * *",
  summary: "Reminds of reviews that are due, warns half-way, and at the end of the grace does what the category says.",
  run: async (context, workspace, now) => {
    const { isCatchingUp } = context;
    const due = await listDueSilences(context.db, workspace.id, { now, limit: mostDue(context) });
    const counts = { reminded: 0, warned: 0, answered: 0 };
    const takeNext = (db: Db, review: DueSilence) =>
      inTransaction(db, async (tx) => {
        const record = await findException(tx, workspace.id, review.id);
        // Somebody has reviewed it since the list was read.
        if (!record || record.nextReviewAt !== review.dueAt) throw new DoneElsewhere(review.id);
        return takeStep(tx, { workspace, record, review, isCatchingUp, now });
      });
    const { failed } = await inBatches(context, due, takeNext, {
      onDone: (step) => {
        counts[step] += 1;
      },
    });
    return { ...counts, failed };
  },
};

type Turn = { workspace: Workspace; record: Exception; review: DueSilence; isCatchingUp: boolean; now: Instant };
type Taken = "reminded" | "warned" | "answered";

async function takeStep(tx: Db, turn: Turn): Promise<Taken> {
  const { silence } = turn.review;
  if (silence === null) {
    await remind(tx, turn);
    return "reminded";
  }
  if (silence.warnedAt === null) {
    await say(tx, turn, { before: silence, after: warned(silence, turn.now), said: steps.warned });
    return "warned";
  }
  await carryOut(tx, turn, silence);
  return "answered";
}

async function remind(tx: Db, turn: Turn): Promise<void> {
  const { workspace, record, review, now } = turn;
  const { silence: consequence, graceDays } = await rulesFor(tx, record);
  const grace = { consequence, graceDays, timeZone: workspace.timeZone };
  const after = beginSilence({ exceptionId: record.id, dueAt: review.dueAt }, grace, now);
  await say(tx, turn, { before: null, after, said: steps.reminded });
}

/** Does what the category says: puts it on hold, revokes it, or tells whoever answers for the register. */
async function carryOut(tx: Db, turn: Turn, silence: SilenceCase): Promise<void> {
  const { workspace, record, isCatchingUp, now } = turn;
  await say(tx, turn, { before: silence, after: answered(silence, now), said: steps.answered });
  const { consequence } = silence;
  // What is on hold already stays so; what is only reminded of goes on.
  if (consequence === "remind" || (consequence === "suspend" && record.state === "suspended")) return;
  await apply(tx, {
    workspaceId: workspace.id,
    id: record.id,
    input: { command: consequence, comment: "Nobody answered its review.", version: record.version },
    actor: clock,
    auditActor: { kind: "job", id: answerSilence.name },
    cause: "silence",
    isCatchingUp,
    now,
  });
}

type Said = { event: SilenceEvent; template: Template };
type SilenceEvent = Extract<EventType, `exception.review_${string}`>;

const steps = {
  reminded: { event: "exception.review_reminded", template: "review_due" },
  warned: { event: "exception.review_warned", template: "review_warning" },
  answered: { event: "exception.review_unanswered", template: "review_unanswered" },
} as const satisfies Record<Taken, Said>;

type Change = { before: SilenceCase | null; after: SilenceCase; said: Said };

/** Keeps the step, puts it into the audit log and tells people; all of it once, whichever node comes first. */
async function say(tx: Db, turn: Turn, { before, after, said }: Change): Promise<void> {
  const { workspace, record, now } = turn;
  const workspaceId = workspace.id;
  await write(tx, asJob(turn, answerSilence.name, { workspaceId, now }), async (inner, journal) => {
    const isFirst = before
      ? await stepSilence(inner, workspaceId, { before, after })
      : await insertSilence(inner, workspaceId, after);
    if (!isFirst) throw new DoneElsewhere(record.id);
    const { dueAt, actsAt, consequence } = after;
    journal.audit(said.event, { kind: "exception", id: record.id }, { dueAt, actsAt, consequence });
    // The owner learns from the suspension or revocation itself what became of it.
    const isToldBelow = said === steps.answered && consequence !== "remind";
    if (!isToldBelow)
      await tellOwner(inner, journal, workspace, {
        record,
        template: said.template,
        data: { dueAt, actsAt, consequence, category: record.category },
        // Where nothing happens by itself, somebody above has to hear of the silence.
        alertsContact: said === steps.answered,
      });
  });
}
