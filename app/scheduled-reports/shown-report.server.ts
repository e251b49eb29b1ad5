import type { Db } from "#db/connect.ts";
import { findUsers } from "#db/users.ts";
import type { ReportContent } from "./report-content.ts";
import { peopleIn, type ShownSection, shownSections } from "./shown-sections.ts";

/** Returns what a report says in words, with the people in it as they are called today. */
export async function shownReport(db: Db, workspaceId: string, { sections }: ReportContent): Promise<ShownSection[]> {
  const users = await findUsers(db, workspaceId, peopleIn(sections));
  return shownSections(sections, (id) => users.get(id)?.displayName ?? "somebody who is gone");
}
