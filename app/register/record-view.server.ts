import type { Caller } from "#app/auth/caller.server.ts";
import { dateOf } from "#app/components/relative-time.ts";
import type { Instant } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import { type Decider, decidersOf } from "./deciders.server.ts";
import { hashInQuestion, isUnratified } from "./exception.ts";
import type { Sight } from "./exception-wire.ts";
import { namesFor } from "./names.server.ts";
import type { ApproverGroup } from "./roles.ts";
import { rulesFor } from "./rules-for.server.ts";
import { signalsOf } from "./signals.server.ts";
import { phaseOf, phases, statusOf } from "./status.ts";
import { waitingOf } from "./waiting-since.ts";

/** What every page about one record shows of it to one caller. */
export async function recordView(
  db: Db,
  caller: Caller,
  { record, circumstances, moves, showsReason }: Sight,
  now: Instant,
) {
  const workspaceId = caller.workspace.id;
  const { approvals } = circumstances;
  const approvers = approvals.flatMap(({ approverId, onBehalfOf }) =>
    onBehalfOf ? [approverId, onBehalfOf] : [approverId],
  );
  const names = Object.fromEntries(
    await namesFor(db, workspaceId, [record], [...approvers, record.emergency?.grantedBy ?? ""]),
  );
  const phase = phaseOf(record, now);
  const inQuestion = hashInQuestion(record);
  const current = approvals.filter(({ contentHash }) => contentHash === inQuestion);
  const deciders =
    waitingOf(record) === null ? [] : ((await decidersOf(db, workspaceId, [record], now)).get(record.id) ?? []);
  const stages = circumstances.stages.map(({ group, minimum }) => ({
    group,
    minimum,
    given: current.filter(({ approverGroup }) => approverGroup === group),
    candidates: candidatesFor(group, deciders),
  }));
  const category = await rulesFor(db, record);
  return {
    now,
    record: showsReason ? record : { ...record, justification: "" },
    showsReason,
    category,
    signals: await signalsOf(db, record, category, now),
    status: statusOf(record, now),
    phases: phases.map((label, index) => ({
      label,
      detail: detailOf(label, record),
      status: isSkipped(label, record) ? ("todo" as const) : statusOfPhase(index, phase, record.state),
    })),
    names,
    moves,
    stages,
    voided: approvals.filter(({ contentHash }) => ![inQuestion, record.contentHash].includes(contentHash)),
  };
}

/** Names those who can take a place of a group now. */
function candidatesFor(group: ApproverGroup, deciders: readonly Decider[]): string[] {
  return deciders.filter(({ seats }) => seats.some((seat) => seat.group === group)).map(({ user }) => user.displayName);
}

/** What an emergency went without is not done, however far the record has come. */
function isSkipped(label: (typeof phases)[number], record: Sight["record"]): boolean {
  if (label === "Assessment") return isUnratified(record) && record.rating === null;
  return label === "Approval" && isUnratified(record);
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
      return isUnratified(record) ? "not yet" : date(record.approvedAt);
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
