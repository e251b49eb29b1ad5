import { z } from "zod";
import type { Caller } from "#app/auth/caller.server.ts";
import { dateOf } from "#app/components/relative-time.ts";
import type { Instant } from "#app/engine/types.ts";
import { historyOf } from "#db/audit-trail.ts";
import { getCategory } from "#db/categories.ts";
import type { Db } from "#db/connect.ts";
import { usesOf } from "#db/exception-use.ts";
import { gatherRecent } from "#db/gather-sign-ins.ts";
import { usersWithRole } from "#db/users.ts";
import type { Sight } from "./exception-wire.ts";
import { namesFor } from "./names.server.ts";
import type { ApproverGroup } from "./roles.ts";
import { stagesFor } from "./stages.ts";
import { phaseOf, phases, statusOf } from "./status.ts";

const Comment = z.object({ comment: z.string().default(""), changed: z.array(z.string()).default([]) });
const Edited = z.object({ before: z.record(z.string(), z.unknown()), after: z.record(z.string(), z.unknown()) });

/** Everything that the page of one record shows to one caller. */
export async function recordView(
  db: Db,
  caller: Caller,
  { record, circumstances, moves, showsReason }: Sight,
  now: Instant,
) {
  const workspaceId = caller.workspace.id;
  const events = await historyOf(db, workspaceId, { kind: "exception", id: record.id });
  const { approvals } = circumstances;
  const people = [...approvals.map(({ approverId }) => approverId), ...events.flatMap(({ actorId }) => actorId ?? [])];
  await gatherRecent(db, workspaceId);
  const use = await usesOf(db, workspaceId, record.id);
  const users = [...people, ...use.uses.map(({ subjectId }) => subjectId)];
  const names = Object.fromEntries(await namesFor(db, workspaceId, [record], users));
  const phase = phaseOf(record, now);
  const current = approvals.filter(({ contentHash }) => contentHash === record.contentHash);
  const stages = await Promise.all(
    (record.rating ? stagesFor(record.rating) : []).map(async ({ group, minimum }) => ({
      group,
      minimum,
      given: current.filter(({ approverGroup }) => approverGroup === group),
      candidates: await candidatesFor(db, workspaceId, group, record.requestorId, record.scope.users),
    })),
  );
  return {
    record: showsReason ? record : { ...record, justification: "" },
    showsReason,
    category: await getCategory(db, workspaceId, record.category),
    status: statusOf(record, now),
    phases: phases.map((label, index) => ({
      label,
      detail: detailOf(label, record),
      status: statusOfPhase(index, phase, record.state),
    })),
    names,
    moves,
    stages,
    voided: approvals.filter(({ contentHash }) => contentHash !== record.contentHash),
    history: events.map((event) => {
      const { comment, changed } = Comment.parse(JSON.parse(event.data));
      const hidesReason = !showsReason && changed.includes("justification");
      return {
        seq: event.seq,
        at: event.at,
        type: event.type,
        who: event.actorId ? (names[event.actorId] ?? event.actorId) : event.actorKind,
        comment,
        changes: event.type === "exception.edited" && !hidesReason ? changesOf(event.data) : [],
      };
    }),
    use,
  };
}

function changesOf(data: string) {
  const { before, after } = Edited.parse(JSON.parse(data));
  return Object.keys(after).map((field) => ({ field, before: textOf(before[field]), after: textOf(after[field]) }));
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

async function candidatesFor(
  db: Db,
  workspaceId: string,
  group: ApproverGroup,
  requestorId: string | null,
  beneficiaries: readonly string[],
) {
  const approvers = await usersWithRole(db, workspaceId, [`approver_${group}`]);
  return approvers
    .filter(({ id }) => id !== requestorId && !beneficiaries.includes(id))
    .map(({ displayName }) => displayName);
}

type PhaseStatus = "done" | "now" | "todo";

function statusOfPhase(index: number, phase: number, state: Sight["record"]["state"]): PhaseStatus {
  if (index < phase || state === "closed") return "done";
  return index === phase ? "now" : "todo";
}

function detailOf(label: (typeof phases)[number], record: Sight["record"]): string {
  const date = (at: Instant | null) => (at ? dateOf(at) : "");
  switch (label) {
    case "Intake":
      return date(record.submittedAt ?? record.createdAt);
    case "Assessment":
      return record.rating ? `rated ${record.rating}` : "";
    case "Approval":
      return date(record.approvedAt);
    case "Implementation":
      return date(record.activatedAt);
    case "Monitoring and review":
      return record.reviewEveryDays ? `every ${record.reviewEveryDays} d` : "";
    case "Closure":
      return record.state === "closed" ? date(record.updatedAt) : date(record.endedAt);
    default:
      return label satisfies never;
  }
}
