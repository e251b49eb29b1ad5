import { closureCauseTexts, suspensionTexts } from "#app/register/describe-oversight.ts";
import { approverGroupLabels } from "#app/register/roles.ts";
import { nameIn, type RecordFacts } from "./record-facts.ts";
import {
  approvalsTable,
  attachmentsTable,
  controlsTable,
  eventsTable,
  reviewsTable,
  validationsTable,
} from "./record-tables.ts";
import {
  cadenceOf,
  effectOf,
  nextReviewOf,
  ratingOfRecord,
  reasonOf,
  riskOf,
  scopeOf,
  silenceOf,
  standingOf,
  when,
} from "./record-words.ts";
import { type Block, facts, hint, type Section, type Sheet, text } from "./sheet.ts";

/** Puts together what an auditor asks of one exception: what it is, who agreed to which content, and what came of it. */
export function approvalMemoSheet(known: RecordFacts): Sheet {
  const { record, now } = known;
  return {
    title: `Approval memo ${record.id}`,
    lede: `${record.title || "Untitled draft"}. At ${when(now)} it is ${standingOf(known)}.`,
    sections: [
      { heading: "What it is", blocks: [whatFacts(known)] },
      { heading: "Whom and where it covers", blocks: [facts(["Scope", scopeOf(known)], ...narrowing())] },
      { heading: "Risk", blocks: [riskFacts(known)] },
      { heading: "Compensating controls", blocks: [controlsTable(known)] },
      { heading: "Monitoring and retirement", blocks: [planFacts(known), milestones(known)] },
      { heading: "Approvals", blocks: approvalBlocks(known) },
      { heading: "Time", blocks: [timeFacts(known)] },
      { heading: "Put in place", blocks: [implementationFacts(known)] },
      { heading: "Tests", blocks: [validationsTable(known)] },
      { heading: "Reviews", blocks: [reviewsTable(known)] },
      { heading: "Use", blocks: [text(howUsed(known))] },
      { heading: "Closure", blocks: [closure(known)] },
      { heading: "Evidence", blocks: [attachmentsTable(known)] },
      integrity(known),
    ],
  };
}

function narrowing(): [string, string][] {
  return [["How it is matched", "A sign-in has to match every line; people, services, groups and roles count as one."]];
}

function whatFacts(known: RecordFacts): Block {
  const { record, category } = known;
  return facts(
    ["Exception ID", record.id],
    ["Category", category.label],
    ["Effect at sign-in", effectOf(known)],
    ["Requested by", nameIn(known, record.requestorId)],
    ...(record.beneficiaryId ? [["On behalf of", nameIn(known, record.beneficiaryId)] as const] : []),
    ["Accountable owner", nameIn(known, record.ownerId)],
    ["Business justification", reasonOf(known)],
    ...category.mustCarry.map(({ key, label }) => [label, record.details[key] ?? null] as const),
    ...(record.source ? [["Taken in from", record.source] as const] : []),
  );
}

function riskFacts({ record }: RecordFacts): Block {
  return facts(
    ["Inherent", riskOf(record.inherentRisk)],
    ["Residual, with the controls", riskOf(record.residualRisk)],
    ["Rating that counts", ratingOfRecord({ record })],
    ["Assessment", record.assessment],
    ["Requestor’s own estimate", riskOf(record.estimate)],
  );
}

function planFacts(known: RecordFacts): Block {
  const { record } = known;
  return facts(
    ["Monitoring plan", record.monitoringPlan],
    ["Review cadence", cadenceOf(record)],
    ["If nobody reviews", silenceOf(known)],
    ["Planned retirement", when(record.plannedRetirementAt)],
  );
}

function milestones({ record }: RecordFacts): Block {
  return {
    kind: "table",
    head: ["Milestone of the exit plan", "Due", "Reached"],
    widths: ["*", 130, 130],
    rows: record.milestones.map(({ title, dueAt, doneAt }) => [title, when(dueAt), when(doneAt) ?? "Not reached"]),
    empty: "The exit plan has no dated milestones.",
  };
}

function approvalBlocks(known: RecordFacts): Block[] {
  const { stages, record } = known;
  const needed = stages.map(({ group, minimum }) => `${minimum} of ${approverGroupLabels[group]}`).join(" and ");
  const { emergency } = record;
  return [
    text(
      needed === ""
        ? "Who has to approve is known once the risk is rated."
        : `Needed, each a different person, none of them the requestor, the implementer or somebody whom it lets in: ${needed}.`,
    ),
    ...(emergency
      ? [
          text(
            `Granted in an emergency by ${nameIn(known, emergency.grantedBy)} at ${when(emergency.grantedAt)}: ${known.showsReason ? emergency.reason : "the reason is for approvers only."} ${emergency.ratifiedAt ? `Ratified ${when(emergency.ratifiedAt)}.` : "Not ratified."}`,
          ),
        ]
      : []),
    approvalsTable(known),
  ];
}

function timeFacts(known: RecordFacts): Block {
  const { record } = known;
  const { extension, suspension } = record;
  return facts(
    ["Created", when(record.createdAt)],
    ["Handed in", when(record.submittedAt)],
    ["Approved", when(record.approvedAt)],
    ["Activated", when(record.activatedAt)],
    ["Valid from", when(record.startsAt)],
    ["Ends by itself", when(record.endsAt)],
    ["First end that was approved", when(record.originalEndsAt)],
    ["Extensions granted", String(record.extensionCount)],
    ...(extension
      ? [
          [
            "Extension asked for",
            `To ${when(extension.endsAt)}, by ${nameIn(known, extension.requestedBy)} at ${when(extension.requestedAt)}`,
          ] as const,
        ]
      : []),
    ...(suspension
      ? [["On hold", `Since ${when(suspension.at)}: ${suspensionTexts[suspension.cause].label}`] as const]
      : []),
    ["Next review", nextReviewOf(record)],
    ["Ended", when(record.endedAt)],
  );
}

function implementationFacts(known: RecordFacts): Block {
  const { record } = known;
  if (record.activatedAt === null) return text("It has not been put in place.");
  return facts(
    ["Put in place by", nameIn(known, record.implementerId)],
    ["Change reference", record.changeReference],
    ["Where", record.implementation?.where ?? null],
    ["What was changed", record.implementation?.what ?? null],
  );
}

function howUsed({ use, record }: RecordFacts): string {
  if (record.activatedAt === null) return "It has never been in force.";
  if (use === null) return "No sign-in has rested on it.";
  return `${use.uses.toLocaleString("en")} ${use.uses === 1 ? "sign-in has" : "sign-ins have"} rested on it, the last one at ${when(use.lastAt)}.`;
}

function closure({ record: { closure: end } }: RecordFacts): Block {
  if (end === null) return text("It has not been closed.");
  return facts(
    ["How it ended", end.endedBy === "expired" ? "Its end came" : "It was revoked"],
    ["What ended it", closureCauseTexts[end.cause].label],
    ["Replaced by", end.replacedBy],
    ["Lessons learned", end.wouldHaveAvoided],
    ["Closure evidence", end.evidence],
  );
}

/** With what a stranger checks this page against an exported log. */
function integrity(known: RecordFacts): Section {
  const { record, showsReason, events } = known;
  const redo =
    "The content hash is the SHA-256 of the approved content as compact JSON: title, category, effect, factors, scope, ownerId, beneficiaryId, justification, startsAt, the agreed endsAt, plannedRetirementAt, estimate, compensatingControls, monitoringPlan, milestones with title and dueAt, details, inherentRisk, residualRisk and rating, in this order, with lists of ids and keys sorted.";
  return {
    heading: "How to check this memo",
    blocks: [
      facts(["Content hash", record.contentHash], ["Version of the record", String(record.version)]),
      hint(showsReason ? redo : `${redo} The reason is part of it, so only somebody who may read it can redo it.`),
      hint(
        "Each entry below stands in the workspace’s audit log at this position with this hash. An export of the log has the same hash at the same position, and each hash there follows from the entry and from the hash before it.",
      ),
      ...(events.length === 500 ? [hint("Only the newest 500 entries are listed.")] : []),
      eventsTable(known),
    ],
  };
}
