import { shownInstant } from "#app/mail/shown-instant.ts";
import type { Db } from "#db/connect.ts";
import { totalUsage } from "#db/exception-usage.ts";
import { findException } from "#db/exceptions.ts";
import { changesSinceApproval } from "./changes-since-approval.server.ts";
import type { Approval, Exception } from "./exception.ts";
import { laterEnd } from "./later-end.ts";
import { fromWhere, letsIn } from "./lets-in.ts";
import { namesFor } from "./names.server.ts";
import { type Rating, rate, riskScore } from "./risk.ts";
import { rulesFor } from "./rules-for.server.ts";

/**
 * Returns what a message says of a record, so that nobody has to open it to know what it is about: whom it lets in, from
 * where, how risky that is, how much it is used. The reason is never among it: in some categories only approvers read it.
 */
export async function mailFacts(db: Db, record: Exception): Promise<Record<string, string>> {
  const { workspaceId, id, title, startsAt, endsAt, rating } = record;
  const names = await namesFor(db, workspaceId, [record]);
  const { who, how } = letsIn(record, names);
  return {
    ...{ id, title, startsAt, endsAt },
    rating: rating ?? "",
    who,
    how,
    fromWhere: fromWhere(record, names),
    risk: riskText(record),
    used: await usedText(db, record),
    extensions: await extensionsText(db, record),
  };
}

/** Returns the same for a record that is known by its id. */
export async function mailFactsOf(db: Db, workspaceId: string, id: string): Promise<Record<string, string>> {
  return mailFacts(db, await known(db, workspaceId, id));
}

/** Returns the same with whether its end can still be moved, for those who are told of the end. */
export async function endFactsOf(db: Db, workspaceId: string, id: string): Promise<Record<string, string>> {
  const record = await known(db, workspaceId, id);
  return { ...(await mailFacts(db, record)), laterEnd: laterEnd(record, await rulesFor(db, record)) };
}

async function known(db: Db, workspaceId: string, id: string): Promise<Exception> {
  const record = await findException(db, workspaceId, id);
  if (!record) throw new Error(`there is no ${id}, expected a record that somebody is told about`);
  return record;
}

/** Fields that name people: a message about a change of them says that they changed, so that nobody has to be taken out of it. */
const ofPeople = new Set(["Scope: People", "Owner", "On behalf of", "Requested by", "Put in place by"]);

/** Returns what differs from what was approved last, for those who have to approve it anew; a later end is said anyhow. */
export async function changedText(db: Db, record: Exception, approvals: readonly Approval[]): Promise<string> {
  if (record.extension) return "";
  const changes = await changesSinceApproval(db, {
    record,
    circumstances: { approvals: [...approvals] },
    showsReason: false,
  });
  return changes
    .map(({ field, before, after }) => (ofPeople.has(field) ? field : `${field}: ${before ?? "–"} → ${after ?? "–"}`))
    .join("\n");
}

function riskText({ rating, residualRisk, inherentRisk, compensatingControls }: Exception): string {
  if (rating === null || residualRisk === null) return "";
  const controls = compensatingControls.length;
  const after = controls === 1 ? "1 control" : `${controls} controls`;
  const without = inherentRisk ? `; ${rate(inherentRisk)}, ${riskScore(inherentRisk)}, without` : "";
  return `${capitalised(rating)}, ${riskScore(residualRisk)}${controls > 0 ? `, after ${after}${without}` : ""}`;
}

function capitalised(rating: Rating): string {
  return rating.charAt(0).toUpperCase() + rating.slice(1);
}

async function usedText(db: Db, { workspaceId, id, activatedAt }: Exception): Promise<string> {
  if (activatedAt === null) return "";
  const total = (await totalUsage(db, workspaceId, [id])).get(id);
  if (!total) return "not yet";
  const times = total.uses === 1 ? "once" : `${total.uses.toLocaleString("en")} times`;
  return `${times}, last on ${shownInstant(total.lastAt)}`;
}

async function extensionsText(db: Db, record: Exception): Promise<string> {
  const { extension, extensionCount } = record;
  if (!extension && extensionCount === 0) return "";
  const { mostExtensions } = await rulesFor(db, record);
  const most = mostExtensions === null ? "" : ` of at most ${mostExtensions}`;
  return extension ? `this would be number ${extensionCount + 1}${most}` : `${extensionCount}${most}`;
}
