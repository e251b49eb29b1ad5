import type { Db } from "#db/connect.ts";
import { approvalsOf } from "#db/exceptions.ts";
import { findUser } from "#db/users.ts";
import { findWorkspace } from "#db/workspaces.ts";
import type { Stage } from "./category.ts";
import { lapsesAt } from "./chase.ts";
import type { Decider } from "./deciders.server.ts";
import { type Exception, hashInQuestion } from "./exception.ts";
import { changedText } from "./mail-facts.server.ts";
import { approverGroupLabels } from "./roles.ts";
import { rulesFor } from "./rules-for.server.ts";
import { openStages } from "./stages.ts";

/** What a message to those who decide says beside the record: who asks, who has approved, until when, what differs. */
export type AskedDecision = { all: Record<string, string>; forDecider(decider: Decider): Record<string, string> };

/** Reads what an approver wants to know before opening the page. */
export async function askedDecision(db: Db, record: Exception): Promise<AskedDecision> {
  const { workspaceId, extension, emergency, requestorId } = record;
  const asker = extension?.requestedBy ?? emergency?.grantedBy ?? requestorId;
  const workspace = await findWorkspace(db, workspaceId);
  const rating = record.rating ?? (emergency ? "critical" : null);
  const stages = rating === null ? [] : (await rulesFor(db, record)).stages[rating];
  const approvals = await approvalsOf(db, workspaceId, [record.id]);
  const open = openStages(stages, approvals, hashInQuestion(record));
  return {
    all: {
      asker: (asker && (await findUser(db, workspaceId, asker))?.displayName) || "",
      lapsesAt: (workspace && lapsesAt(record, workspace)) ?? "",
      changed: await changedText(db, record, approvals),
    },
    forDecider: ({ seats }) => {
      const seat = seats[0]?.group;
      return seat ? { standing: `You decide for ${lower(seat)}. ${standing(stages, open, seat)}` } : {};
    },
  };
}

/** Says who has approved, and who else still has to. */
function standing(stages: readonly Stage[], open: readonly Stage[], seat: Stage["group"]): string {
  const others = open.filter(({ group }) => group !== seat).map(({ group }) => lower(group));
  const given = stages.filter(({ group }) => !open.some((stage) => stage.group === group));
  const left = others.length === 1 ? `${others[0]} is asked, too` : `${others.join(" and ")} are asked, too`;
  if (given.length === 0 && others.length === 0) return "Nobody else has to approve.";
  if (given.length === 0) return `Nobody has approved yet; ${left}.`;
  const names = given.map(({ group }) => lower(group)).join(" and ");
  return `${names.charAt(0).toUpperCase()}${names.slice(1)} ${given.length === 1 ? "has" : "have"} approved; ${others.length === 0 ? "nobody else is left" : left}.`;
}

function lower(group: Stage["group"]): string {
  return approverGroupLabels[group].toLowerCase();
}
