import type { Db } from "#db/connect.ts";
import { insertDowntime } from "#db/downtimes.ts";
import { claimExport, finishExport } from "#db/export-work.ts";
import { insertExport } from "#db/exports.ts";
import { findWorkspace } from "#db/workspaces.ts";
import { noteGrace } from "#jobs/note-grace.ts";
import { jobContext } from "#test/support/job-context.ts";

/** The instant at which the register of the demo stands. */
export const demoNow = "2026-11-20T10:30:00.000Z";

export function daysLater(days: number): string {
  return new Date(Date.parse(demoNow) + days * 86_400_000).toISOString();
}

/** How a job gets something to do. */
export type DueItems = {
  /** So many days after the instant of the demo something in it is due. */
  afterDays: number;
  /** Makes something due that the demo has none of. */
  prepare?(db: Db, workspaceId: string): Promise<unknown>;
  /** Why what it leaves need not be the same when it is done again: it reports what it finds, and does nothing to it. */
  repeats?: string;
  /** It hands things to others, who may have them when it dies before it knows: it tries again, and only what was taken is compared. */
  handsOver?: true;
};

/** What is due for each job; a job without an entry fails the tests in which they are killed. */
export const dueItems: Record<string, DueItems> = {
  "note-break-glass-uses": { afterDays: 1, prepare: forgetUses },
  "note-activations": { afterDays: 1, prepare: beginTomorrow },
  "expire-exceptions": { afterDays: 8 },
  "remind-owners": { afterDays: 1 },
  "chase-approvals": { afterDays: 8 },
  "chase-requestors": { afterDays: 1 },
  "answer-silence": { afterDays: 8 },
  "chase-owners": { afterDays: 1 },
  "chase-checks": { afterDays: 8 },
  "remind-reviewers": { afterDays: 8 },
  "suspend-disabled": { afterDays: 1, prepare: barSomebody },
  "propose-revocations": { afterDays: 1 },
  "note-grace": { afterDays: 1 },
  "remind-unenrolled": { afterDays: 8, prepare: letTimeRun },
  "note-demands": { afterDays: 0, prepare: demandAgain },
  "open-oath-audits": { afterDays: 45, prepare: closeAudits },
  "remind-of-uses": { afterDays: 1 },
  "remind-drills": { afterDays: 40 },
  "chase-oath-audits": { afterDays: 40 },
  "remind-rotations": { afterDays: 100 },
  "remind-secret-rotations": { afterDays: 100 },
  "remind-access-ends": { afterDays: 55 },
  "verify-chain": { afterDays: 1, repeats: "it says how far the log is whole, which grows" },
  "sweep-sessions": { afterDays: 100 },
  "sweep-outdated": { afterDays: 400 },
  "sweep-exports": { afterDays: 8, prepare: makeExport },
  "snapshot-kpis": { afterDays: 1 },
  "publish-checkpoints": { afterDays: 1 },
  "send-reports": { afterDays: 4 },
  "tell-of-downtime": { afterDays: 1, prepare: standStill },
  "send-digests": { afterDays: 1, prepare: bundle },
  "deliver-webhooks": { afterDays: 1, prepare: rewind, handsOver: true },
  "send-outbox": { afterDays: 1, prepare: leaveFew, handsOver: true },
};

async function makeExport(db: Db, workspaceId: string) {
  const { id: requestedBy } = await db
    .selectFrom("users")
    .select("id")
    .where("workspaceId", "=", workspaceId)
    .orderBy("id")
    .executeTakeFirstOrThrow();
  const key = { workspaceId, id: "exp_due", attempt: 1 };
  await insertExport(db, {
    ...{ ...key, kind: "register", format: "csv", query: "", asOf: null, params: {}, requestedBy },
    ...{ actor: { kind: "user", id: requestedBy }, createdAt: demoNow, fileName: "register.csv" },
    expiresAt: daysLater(7),
  });
  await claimExport(db, demoNow);
  await finishExport(db, key, { rows: 1, bytes: 1, sha256: "0".repeat(64), expiresAt: daysLater(7) }, demoNow);
}

async function forgetUses(db: Db, workspaceId: string) {
  await db
    .updateTable("breakGlassUses")
    .set({ notedAt: null, partOf: null, drillId: null, incidentId: null })
    .where("workspaceId", "=", workspaceId)
    .where("classification", "is", null)
    .execute();
}

async function beginTomorrow(db: Db, workspaceId: string) {
  await db
    .updateTable("exceptions")
    .set({ startsAt: daysLater(0.5) })
    .where("workspaceId", "=", workspaceId)
    .where("id", "in", (eb) =>
      eb
        .selectFrom("exceptions")
        .select("id")
        .where("state", "=", "active")
        .where("endsAt", ">", daysLater(60))
        .orderBy("id")
        .limit(2),
    )
    .execute();
}

async function barSomebody(db: Db, workspaceId: string) {
  const records = await db
    .selectFrom("exceptionTargets")
    .innerJoin("exceptions", (join) =>
      join
        .onRef("exceptions.workspaceId", "=", "exceptionTargets.workspaceId")
        .onRef("exceptions.id", "=", "exceptionTargets.exceptionId"),
    )
    .select("exceptionTargets.target")
    .where("exceptions.workspaceId", "=", workspaceId)
    .where("exceptions.state", "=", "active")
    .where("exceptionTargets.target", "like", "user:%")
    .orderBy("exceptions.id")
    .execute();
  const ids = [...new Set(records.map(({ target }) => target.slice("user:".length)))].slice(-2);
  await db.updateTable("users").set({ disabledAt: demoNow }).where("id", "in", ids).execute();
}

/** Those whose time to enrol was noted a while ago have little of it left. */
async function letTimeRun(db: Db, workspaceId: string) {
  const workspace = await findWorkspace(db, workspaceId);
  if (workspace) await noteGrace.run(jobContext({ db }), workspace, daysLater(7));
}

async function demandAgain(db: Db, workspaceId: string) {
  await db.deleteFrom("enrollmentDemands").where("workspaceId", "=", workspaceId).execute();
  await db
    .updateTable("signIns")
    .set({ at: daysLater(-0.01) })
    .where("workspaceId", "=", workspaceId)
    .where("outcome", "=", "enroll")
    .execute();
}

async function closeAudits(db: Db, workspaceId: string) {
  await db
    .updateTable("oathAudits")
    .set({ closedAt: demoNow })
    .where("workspaceId", "=", workspaceId)
    .where("closedAt", "is", null)
    .execute();
}

function standStill(db: Db, workspaceId: string) {
  return insertDowntime(db, workspaceId, { beganAt: daysLater(-3), endedAt: demoNow });
}

async function waitingMails(db: Db, workspaceId: string) {
  const waiting = db.selectFrom("outbox").select(["id", "toUserId"]).where("workspaceId", "=", workspaceId);
  return waiting.where("nextAttemptAt", "is not", null).orderBy("id").execute();
}

async function bundle(db: Db, workspaceId: string) {
  const toPeople = (await waitingMails(db, workspaceId)).filter(({ toUserId }) => toUserId !== null);
  const ids = toPeople.slice(0, 12).map(({ id }) => id);
  await db.updateTable("outbox").set({ bundle: "catch_up" }).where("id", "in", ids).execute();
}

/** Each mail takes a while to be written, and a dozen shows as much as hundreds. */
async function leaveFew(db: Db, workspaceId: string) {
  const ids = (await waitingMails(db, workspaceId)).slice(12).map(({ id }) => id);
  await db.updateTable("outbox").set({ nextAttemptAt: null, sentAt: demoNow }).where("id", "in", ids).execute();
}

/** What happened last is still to be told, to a receiver that is away. */
async function rewind(db: Db, workspaceId: string) {
  await db.deleteFrom("webhookAttempts").where("workspaceId", "=", workspaceId).execute();
  await db.deleteFrom("webhookMessages").where("workspaceId", "=", workspaceId).execute();
  await db
    .updateTable("webhookEndpoints")
    .set((eb) => ({ lastSeq: eb("lastSeq", "-", 40), url: "http://127.0.0.1:9/", isEnabled: 1, disabledAt: null }))
    .where("workspaceId", "=", workspaceId)
    .execute();
}
