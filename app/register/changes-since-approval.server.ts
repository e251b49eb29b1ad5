import { z } from "zod";
import { historyOf } from "#db/audit-trail.ts";
import type { Db } from "#db/connect.ts";
import { type ContentChange, contentDifference, type SomeContent, scopeIn } from "./content-difference.ts";
import { type Exception, hashInQuestion } from "./exception.ts";
import type { Sight } from "./exception-wire.ts";
import { namesFor } from "./names.server.ts";

const Content = z.record(z.string(), z.unknown());
const Edited = z.object({ before: Content, after: Content });
const Assessed = z.object({ rating: z.string() });

/** Returns the approvals that were given for something else than what is asked now. */
export function voidedApprovals({ record, circumstances }: Pick<Sight, "record" | "circumstances">) {
  const counted = [hashInQuestion(record), record.contentHash];
  return circumstances.approvals.filter(({ contentHash }) => !counted.includes(contentHash));
}

/** Returns what differs from what was approved last: the content, the rating, or the end that is asked for. */
export async function changesSinceApproval(db: Db, sight: Sight): Promise<ContentChange[]> {
  const { record, showsReason } = sight;
  if (record.extension) return contentDifference({ endsAt: record.endsAt }, { endsAt: record.extension.endsAt }, {});
  const last = voidedApprovals(sight).at(-1);
  if (!last) return [];
  const events = await historyOf(db, record.workspaceId, { kind: "exception", id: record.id });
  const after = events.filter(({ at, type }) => at >= last.at && type === "exception.edited");
  const { before, after: now } = together(after.map(({ data }) => Edited.parse(JSON.parse(data))));
  const names = await namesOfBoth(db, record, before);
  const hidden = showsReason ? {} : { justification: undefined };
  const ratings = events
    .filter(({ type }) => type === "exception.assessed")
    .map(({ at, data }) => ({ at, rating: Assessed.parse(JSON.parse(data)).rating }));
  const rated = ratings.findLast(({ at }) => at <= last.at)?.rating ?? null;
  return [
    ...contentDifference({ ...before, ...hidden }, { ...now, ...hidden }, names),
    ...(rated === record.rating ? [] : [{ field: "Rating", before: rated, after: record.rating }]),
  ];
}

/** Several edits as one: what each field was first, and what it is last. */
function together(edits: readonly z.output<typeof Edited>[]): z.output<typeof Edited> {
  return {
    before: Object.assign({}, ...edits.map((edit) => edit.before).reverse()),
    after: Object.assign({}, ...edits.map((edit) => edit.after)),
  };
}

async function namesOfBoth(db: Db, record: Exception, before: SomeContent): Promise<Record<string, string>> {
  const former = { ...record, scope: scopeIn(before) };
  const people = [before.ownerId, before.beneficiaryId, record.beneficiaryId].filter((id) => typeof id === "string");
  return Object.fromEntries(await namesFor(db, record.workspaceId, [record, former], people));
}
