import { z } from "zod";
import type { AuditRow } from "#app/audit/chain.ts";
import { controlStates } from "#app/controls/control-states.ts";
import type { Instant } from "#app/engine/types.ts";
import { viewerOf } from "#app/exports/viewer-of.server.ts";
import { actorNames } from "#app/register/actor-names.server.ts";
import type { Approval, Exception } from "#app/register/exception.ts";
import { namesFor } from "#app/register/names.server.ts";
import { Refused } from "#app/register/refused.ts";
import { rulesFor } from "#app/register/rules-for.server.ts";
import { sightOf } from "#app/register/show.server.ts";
import { statusOf } from "#app/register/status.ts";
import { listAttachments } from "#db/attachments.ts";
import { historyOf } from "#db/audit-trail.ts";
import type { Db } from "#db/connect.ts";
import { controlChecksOf } from "#db/control-checks.ts";
import { listControls } from "#db/controls.ts";
import { totalUsage } from "#db/exception-usage.ts";
import { approvalsOf, findException } from "#db/exceptions.ts";
import { reviewsOf } from "#db/reviews.ts";
import { validationsOf } from "#db/validations.ts";
import { findWorkspace } from "#db/workspaces.ts";
import type { ApprovalFact, RecordFacts } from "./record-facts.ts";

/** Who reads, and when; without a viewer it is the console, which holds the database and sees everything. */
export type Reader = { viewerId: string | null; now: Instant };

/** What changes nothing about the record; a document does not change because it was made before. */
const without = ["document.made", "exception.watched", "exception.unwatched"] as const;

/**
 * Reads all that documents about one record are made of.
 * @throws Refused 404 when there is no such record, or none that the viewer may see: the two are not told apart.
 */
export async function recordFacts(
  db: Db,
  workspaceId: string,
  exceptionId: string,
  { viewerId, now }: Reader,
): Promise<RecordFacts> {
  const workspace = await findWorkspace(db, workspaceId);
  if (!workspace) throw new Error(`workspace ${workspaceId} is missing, expected it to be there`);
  const { record, showsReason } = await seenBy(db, workspaceId, exceptionId, { viewerId, now });
  const category = await rulesFor(db, record);
  const rating = record.rating ?? (record.emergency ? "critical" : null);
  const rows = await historyOf(db, workspaceId, { kind: "exception", id: exceptionId }, { without });
  const whoOf = await actorNames(db, workspaceId, rows);
  const approvals = (await approvalsOf(db, workspaceId, [exceptionId])).map((approval) => factOf(approval, rows));
  const reviews = await reviewsOf(db, workspaceId, exceptionId);
  const validations = await validationsOf(db, workspaceId, exceptionId);
  const checks = await controlChecksOf(db, workspaceId, exceptionId);
  const attachments = await listAttachments(db, workspaceId, exceptionId);
  const people = [
    ...approvals.flatMap(({ approverId, onBehalfOf }) => [approverId, onBehalfOf ?? ""]),
    ...reviews.map(({ reviewerId }) => reviewerId),
    ...validations.map(({ by }) => by),
    ...checks.map(({ by }) => by),
    ...attachments.flatMap(({ uploadedBy, withdrawn }) => [uploadedBy, withdrawn?.by ?? ""]),
  ];
  const names = await namesFor(db, workspaceId, [record], people.filter(Boolean));
  return {
    workspace,
    record: showsReason ? record : { ...record, justification: "" },
    showsReason,
    category,
    status: statusOf(record, now),
    stages: rating === null ? [] : category.stages[rating],
    approvals,
    reviews,
    validations,
    controls: controlStates(record, { checks, catalogue: await listControls(db, workspaceId), now }),
    attachments: attachments.filter(({ uploadedBy }) => showsReason || uploadedBy === viewerId),
    use: (await totalUsage(db, workspaceId, [exceptionId])).get(exceptionId) ?? null,
    events: rows.map((row) => ({
      seq: row.seq,
      at: row.at,
      type: row.type,
      who: whoOf(row),
      hash: row.hash,
      data: row.data,
    })),
    names: Object.fromEntries(names),
    now,
  };
}

type Seen = { record: Exception; showsReason: boolean };

async function seenBy(db: Db, workspaceId: string, id: string, { viewerId, now }: Reader): Promise<Seen> {
  const viewer = await viewerOf({ db, workspaceId, viewerId });
  if (viewer !== null) return sightOf(db, viewer, id, now);
  const record = await findException(db, workspaceId, id);
  if (!record) throw new Refused(404, "not_found", `There is no exception ${id}.`);
  return { record, showsReason: true };
}

const Approved = z.object({
  contentHash: z.string(),
  approverGroup: z.string(),
  onBehalfOf: z.string().nullable(),
  proof: z.object({ aal: z.number(), factorUsedAt: z.string().nullable(), via: z.string() }),
});

const approving = ["exception.approved", "exception.ratified", "exception.extension_approved"];

/** Finds the event that was written with an approval. */
function factOf(approval: Approval, rows: readonly AuditRow[]): ApprovalFact {
  const written = rows.find(({ type, at, data }) => {
    if (at !== approval.at || !approving.includes(type)) return false;
    const said = Approved.safeParse(JSON.parse(data)).data;
    return said?.contentHash === approval.contentHash && said.approverGroup === approval.approverGroup;
  });
  const proof = written ? Approved.parse(JSON.parse(written.data)).proof : null;
  return { ...approval, type: written?.type ?? "", seq: written?.seq ?? null, proof };
}
