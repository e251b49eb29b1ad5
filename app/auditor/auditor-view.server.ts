import { verificationsView } from "#app/audit/verification-view.server.ts";
import type { Caller } from "#app/auth/caller.server.ts";
import type { Instant } from "#app/engine/types.ts";
import { signInNames } from "#app/signins/sign-in-names.server.ts";
import { auditTrail } from "#db/audit-trail.ts";
import { contentOfRecords, countEventsWithin, countLive, letInFor } from "#db/auditor.ts";
import { listCategories } from "#db/categories.ts";
import { findCheckpoint } from "#db/checkpoints.ts";
import type { Db } from "#db/connect.ts";
import { gatherRecent } from "#db/gather-sign-ins.ts";
import { findUsers } from "#db/users.ts";
import { type Approved, approvalTypes, readApproval } from "./approved.ts";
import type { Period } from "./period.ts";

const shownRows = 12;

/** Answers the five questions that auditors ask, each from the rows themselves. */
export async function auditorView(db: Db, { workspace }: Caller, { period, now }: { period: Period; now: Instant }) {
  const { id: workspaceId } = workspace;
  return {
    live: await liveNow(db, workspaceId, now),
    approvals: await approvalsOf(db, workspaceId, period),
    letIn: await letInWithout(db, workspaceId, period),
    log: await logStanding(db, workspaceId),
  };
}

/** What is excepted now, and why: by category, which is the reason in short. */
async function liveNow(db: Db, workspaceId: string, now: Instant) {
  const labels = new Map((await listCategories(db, workspaceId)).map(({ id, label }) => [id as string, label]));
  const rows = await countLive(db, workspaceId, now);
  return rows.map(({ category, ...row }) => ({ category, label: labels.get(category) ?? category, ...row }));
}

/** Who approved what, from the log: of what content each approval was, and whether the record still says that. */
async function approvalsOf(db: Db, workspaceId: string, { begins: from, ends: to }: Period) {
  const span = { types: approvalTypes, from, to };
  const { rows } = await auditTrail(db, workspaceId, { ...span, limit: shownRows });
  const records = await contentOfRecords(
    db,
    workspaceId,
    rows.map(({ subjectId }) => subjectId),
  );
  const read = rows.map((row) => readApproval(row, records.get(row.subjectId)));
  const people = await findUsers(db, workspaceId, [...new Set(read.flatMap(peopleIn))]);
  const nameOf = (id: string | null) => id && (people.get(id)?.displayName ?? id);
  return {
    total: await countEventsWithin(db, workspaceId, span),
    rows: read.map(({ approverId, onBehalfOf, ...approval }) => ({
      ...approval,
      approver: nameOf(approverId) ?? "somebody",
      onBehalfOf: nameOf(onBehalfOf),
    })),
  };
}

function peopleIn({ approverId, onBehalfOf }: Approved): string[] {
  return [approverId, onBehalfOf].filter((id) => id !== null);
}

/** Who was let in with less than MFA, and by which exception or as whose time to enrol. */
async function letInWithout(db: Db, workspaceId: string, { begins: from, ends: to }: Period) {
  const isComplete = await gatherRecent(db, workspaceId);
  const asked = { from, to, limit: shownRows };
  const byException = await letInFor(db, workspaceId, { ...asked, reason: "MFA_EXCEPTION_APPLIED" });
  const inGrace = await letInFor(db, workspaceId, { ...asked, reason: "MFA_GRACE_ACTIVE" });
  const rows = [...byException.rows, ...inGrace.rows];
  const about = rows.map(({ subjectId }) => ({ subjectId, applicationId: "" }));
  return { byException, inGrace, isComplete, names: await signInNames(db, workspaceId, about) };
}

/** Whether the log was altered, as far as anybody has looked. */
async function logStanding(db: Db, workspaceId: string) {
  const { walks } = await verificationsView(db, workspaceId);
  const checkpoint = await findCheckpoint(db, workspaceId, "latest");
  return {
    underWay: walks.find(({ state }) => state === "queued" || state === "running") ?? null,
    last: walks.find(({ ok }) => ok !== null) ?? null,
    checkpoint: checkpoint ? { size: checkpoint.size, at: checkpoint.at } : null,
  };
}
