import type { Change } from "#app/components/diff-table.tsx";
import { differenceInWords } from "#app/components/field-words.ts";
import type { Db } from "#db/connect.ts";
import { revisionsBetween } from "#db/revisions.ts";
import { type Exception, hashInQuestion, materialContent } from "./exception.ts";
import type { Sight } from "./exception-wire.ts";
import { namesFor } from "./names.server.ts";

type Approved = Pick<Sight, "record" | "showsReason"> & { circumstances: Pick<Sight["circumstances"], "approvals"> };

/** Returns the approvals that were given for something else than what is asked now. */
export function voidedApprovals({ record, circumstances }: Pick<Approved, "record" | "circumstances">) {
  const counted = [hashInQuestion(record), record.contentHash];
  return circumstances.approvals.filter(({ contentHash }) => !counted.includes(contentHash));
}

/** Returns what differs from what was approved last: the content, the rating, or the end that is asked for. */
export async function changesSinceApproval(db: Db, sight: Approved): Promise<Change[]> {
  const { record, showsReason } = sight;
  const { workspaceId, id: exceptionId, extension } = record;
  if (extension) return differenceInWords({ endsAt: record.endsAt }, { endsAt: extension.endsAt }, {});
  const last = voidedApprovals(sight).at(-1);
  if (!last) return [];
  const saved = await revisionsBetween(db, workspaceId, { exceptionId, from: last.at, to: last.at });
  const approved = saved.findLast(({ at }) => at === last.at);
  if (!approved) return [];
  const former = { ...record, ...approved.content };
  const people = [former.beneficiaryId, record.beneficiaryId].filter((id) => id !== null);
  const names = Object.fromEntries(await namesFor(db, workspaceId, [record, former], people));
  return differenceInWords(judged(former, showsReason), judged(record, showsReason), names);
}

/** What an approval is of, as far as somebody may read it. */
function judged(record: Exception, showsReason: boolean): Partial<Exception> {
  const { justification, ...content } = materialContent(record);
  return { ...content, ...(showsReason && { justification }), rating: record.rating };
}
