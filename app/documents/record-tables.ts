import { sentenceOf } from "#app/audit/sentences.ts";
import { outcomeTexts } from "#app/register/describe-oversight.ts";
import { hashInQuestion } from "#app/register/exception.ts";
import { approverGroupLabels } from "#app/register/roles.ts";
import { type ApprovalFact, nameIn, type Proof, type RecordFacts } from "./record-facts.ts";
import { privateReason, when } from "./record-words.ts";
import type { Block } from "./sheet.ts";

/** The controls that make up for the missing factor, how each is checked and when it last was. */
export function controlsTable(facts: RecordFacts): Block {
  return {
    kind: "table",
    head: ["Control", "How it is checked", "Last checked"],
    widths: [150, "*", 130],
    rows: facts.controls.map(({ name, howChecked, last }) => [
      name,
      howChecked,
      last &&
        `${last.result === "passed" ? "Passed" : "Failed"} ${when(last.at)}, by ${nameIn(facts, last.by)}${last.note ? `: ${last.note}` : ""}`,
    ]),
    empty: "No compensating control is recorded.",
  };
}

/** Every approval that was given, of whatever content, in order. */
export function approvalsTable(facts: RecordFacts): Block {
  return {
    kind: "table",
    head: ["Stage", "Who, and how surely", "When", "Content approved (SHA-256)", "Standing"],
    widths: [52, "*", 84, 118, 84],
    rows: facts.approvals.map((approval) => [
      approverGroupLabels[approval.approverGroup],
      [approverOf(facts, approval), proofText(approval.proof), saidOf(facts, approval.comment)]
        .filter(Boolean)
        .join("\n"),
      when(approval.at),
      approval.contentHash,
      standing(facts, approval),
    ]),
    empty: "Nobody has approved it.",
  };
}

function approverOf(facts: RecordFacts, { approverId, onBehalfOf }: ApprovalFact): string {
  const name = nameIn(facts, approverId) ?? "";
  return onBehalfOf ? `${name} for ${nameIn(facts, onBehalfOf)}` : name;
}

function proofText(proof: Proof | null): string {
  if (proof === null) return "How they signed in is not recorded.";
  const { aal, factorUsedAt, via } = proof;
  return `AAL${aal}${via === "" ? "" : ` (${via})`}, factor used ${when(factorUsedAt) ?? "at an unknown time"}`;
}

/** What an approval is worth now: of the content in force, of a later end that is asked for, or of what has changed since. */
function standing({ record }: RecordFacts, { contentHash, type }: ApprovalFact): string {
  if (contentHash === record.contentHash)
    return type === "exception.ratified" ? "Ratified the content in force" : "Of the content in force";
  if (contentHash === hashInQuestion(record)) return "Of the later end that is asked for";
  return "Void: the content has changed since";
}

function saidOf({ showsReason }: RecordFacts, comment: string): string {
  if (comment === "") return "";
  return showsReason ? `“${comment}”` : privateReason;
}

/** Every review, in order. */
export function reviewsTable(facts: RecordFacts): Block {
  return {
    kind: "table",
    head: ["Reviewed", "Due", "Outcome", "By", "What it rests on", "End since then"],
    widths: [72, 72, 60, 72, "*", 72],
    rows: facts.reviews.map(({ at, dueAt, outcome, reviewerId, justification, endsAt }) => [
      when(at),
      when(dueAt) ?? "Not due",
      outcomeTexts[outcome].label,
      nameIn(facts, reviewerId),
      facts.showsReason ? justification : privateReason,
      when(endsAt),
    ]),
    empty: "Nobody has reviewed it.",
  };
}

/** Every test that it works as approved and lets in nobody else, the newest first. */
export function validationsTable(facts: RecordFacts): Block {
  return {
    kind: "table",
    head: ["Tested", "Result", "By", "What was tested"],
    widths: [100, 48, 90, "*"],
    rows: facts.validations.map(({ at, result, by, note }) => [
      when(at),
      result === "passed" ? "Passed" : "Failed",
      nameIn(facts, by),
      facts.showsReason ? note : privateReason,
    ]),
    empty: "It has not been tested.",
  };
}

export function attachmentsTable(facts: RecordFacts): Block {
  return {
    kind: "table",
    head: ["File", "Added", "Bytes", "SHA-256"],
    widths: ["*", 120, 44, 118],
    rows: facts.attachments.map(({ name, note, uploadedBy, at, size, sha256, withdrawn }) => [
      [name, note, withdrawn ? `Withdrawn ${when(withdrawn.at)}: ${withdrawn.reason}` : ""].filter(Boolean).join("\n"),
      `${when(at)}, by ${nameIn(facts, uploadedBy)}`,
      String(size),
      sha256,
    ]),
    empty: facts.showsReason ? "No file was added." : "No file that this reader may know of.",
  };
}

/** Where the log says so: each event with its place and hash. */
export function eventsTable(facts: RecordFacts): Block {
  return {
    kind: "table",
    head: ["Position", "When", "Event", "Hash of the entry (SHA-256)"],
    widths: [42, 96, "*", 150],
    rows: facts.events.map(({ seq, at, type, who, hash }) => [
      String(seq),
      when(at),
      `${who} ${sentenceOf(type)}\n${type}`,
      hash,
    ]),
    empty: "The log has no entry of it.",
  };
}
