import type { Instant } from "#app/engine/types.ts";
import { chasesOf } from "#db/approval-chases.ts";
import type { Db } from "#db/connect.ts";
import type { ApprovalCard } from "./approval-card.ts";
import { changesSinceApproval, voidedApprovals } from "./changes-since-approval.server.ts";
import { type Decider, decidersOf } from "./deciders.server.ts";
import { decisionOf } from "./deciding.ts";
import { type Approval, type Exception, hashInQuestion, isUnratified } from "./exception.ts";
import type { Sight } from "./exception-wire.ts";
import { listRowOf } from "./list-row.ts";
import { namesFor } from "./names.server.ts";
import { riskScore } from "./risk.ts";
import { scopeSize, sizeText } from "./scope-size.server.ts";
import { openStages } from "./stages.ts";
import { waitingOf } from "./waiting-since.ts";

/** Returns what approvers have to know of each record that waits for them; what waits for nothing is left out. */
export async function approvalCards(
  db: Db,
  workspaceId: string,
  sights: readonly Sight[],
  now: Instant,
): Promise<ApprovalCard[]> {
  const records = sights.map(({ record }) => record);
  const deciders = await decidersOf(db, workspaceId, records, now);
  const absent = [...deciders.values()]
    .flat()
    .flatMap(({ seats }) => seats.flatMap(({ onBehalfOf }) => onBehalfOf ?? []));
  const involved = sights.flatMap(({ record, circumstances }) => peopleOf(record, circumstances.approvals));
  const names = await namesFor(db, workspaceId, records, [...involved, ...absent]);
  const chases = await chasesOf(
    db,
    workspaceId,
    records.map(({ id }) => id),
  );
  const escalated = new Set(
    chases.filter(({ kind }) => kind === "escalation").map((chase) => `${chase.exceptionId} ${chase.waitingSince}`),
  );
  const cards: ApprovalCard[] = [];
  for (const sight of sights) {
    const waiting = waitingOf(sight.record);
    const { id, waitingSince, scope } = sight.record;
    if (waiting === null || waitingSince === null) continue;
    cards.push({
      ...shownOf(sight, names, now),
      waiting,
      waitingSince,
      isEscalated: escalated.has(`${id} ${waitingSince}`),
      reach: sizeText(await scopeSize(db, workspaceId, scope)),
      changes: await changesSinceApproval(db, sight),
      open: openPlaces(sight, deciders.get(id) ?? [], names),
    });
  }
  return cards;
}

function peopleOf({ beneficiaryId, emergency, extension }: Exception, approvals: readonly Approval[]): string[] {
  const around = [beneficiaryId, emergency?.grantedBy, extension?.requestedBy];
  const approvers = approvals.flatMap(({ approverId, onBehalfOf }) => [approverId, onBehalfOf]);
  return [...around, ...approvers].filter((id) => typeof id === "string");
}

type Shown = Omit<ApprovalCard, "waiting" | "waitingSince" | "isEscalated" | "reach" | "changes" | "open">;

function shownOf(sight: Sight, names: ReadonlyMap<string, string>, now: Instant): Shown {
  const { record, circumstances, showsReason } = sight;
  const { emergency, extension, residualRisk, beneficiaryId } = record;
  const nameOf = (id: string) => names.get(id) ?? id;
  return {
    ...decisionOf(sight),
    row: listRowOf(record, { names, lastUsedAt: null, now }),
    score: residualRisk ? riskScore(residualRisk) : 0,
    requestor: record.requestorId ? nameOf(record.requestorId) : "–",
    beneficiary: beneficiaryId && nameOf(beneficiaryId),
    startsAt: record.startsAt,
    endsAt: extension?.endsAt ?? record.agreedEndsAt ?? record.endsAt,
    controls: record.compensatingControls.map(({ name }) => name),
    voided: voidedApprovals(sight).length,
    given: circumstances.approvals
      .filter(({ contentHash }) => contentHash === hashInQuestion(record))
      .map(({ approverId, onBehalfOf, approverGroup }) => ({
        name: onBehalfOf ? `${nameOf(approverId)} for ${nameOf(onBehalfOf)}` : nameOf(approverId),
        group: approverGroup,
      })),
    emergency:
      emergency && isUnratified(record)
        ? { grantor: nameOf(emergency.grantedBy), reason: emergency.reason, endsAt: record.endsAt }
        : null,
    extension: extension && {
      requestor: nameOf(extension.requestedBy),
      reason: showsReason ? extension.reason : "",
    },
  };
}

function openPlaces(
  { record, circumstances }: Sight,
  deciders: readonly Decider[],
  names: ReadonlyMap<string, string>,
): ApprovalCard["open"] {
  const { stages, approvals } = circumstances;
  if (record.rating === null) return [{ group: null, missing: 1, names: deciders.map(({ user }) => user.displayName) }];
  return openStages(stages, approvals, hashInQuestion(record)).map(({ group, minimum }) => ({
    group,
    missing: minimum,
    names: deciders.flatMap(({ user, seats }) => {
      const seat = seats.find((each) => each.group === group);
      if (!seat) return [];
      return [
        seat.onBehalfOf ? `${user.displayName} for ${names.get(seat.onBehalfOf) ?? seat.onBehalfOf}` : user.displayName,
      ];
    }),
  }));
}
