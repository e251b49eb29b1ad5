import { type Break, breakSentences, type StreamBreak } from "#app/audit/verdict.ts";
import { verifyAll } from "#app/audit/verify-all.server.ts";
import type { Db } from "#db/connect.ts";
import { listWorkspaces } from "#db/workspaces.ts";
import { chooseWorkspace } from "./choose-workspace.ts";

/** What was found in one workspace, in the names that --json prints. */
export type Verdict = {
  workspace: string;
  ok: boolean;
  /** The last row of the audit chain that follows from all before it. */
  up_to_seq: number;
  first_break: Break | null;
  first_stream_break: StreamBreak | null;
};

/** Verifies one workspace, or all of them when none is named. */
export async function verifyWorkspaces(db: Db, idOrSlug: string | undefined): Promise<Verdict[]> {
  const workspaces = idOrSlug === undefined ? await listWorkspaces(db) : [await chooseWorkspace(db, idOrSlug)];
  const verdicts: Verdict[] = [];
  for (const { id, slug } of workspaces) {
    const { ok, upToSeq, firstBreak, streamBreak } = await verifyAll(db, { workspaceId: id, upTo: null });
    verdicts.push({
      workspace: slug,
      ok,
      up_to_seq: upToSeq,
      first_break: firstBreak,
      first_stream_break: streamBreak,
    });
  }
  return verdicts;
}

export function verdictLines({ workspace, ok, up_to_seq, first_break, first_stream_break }: Verdict): string[] {
  if (ok) return [`${workspace}: whole, ${up_to_seq} audit rows and every decision stream follow.`];
  const lines: string[] = [];
  if (first_break)
    lines.push(`${workspace}: audit row ${first_break.seq} does not follow: ${breakSentences[first_break.reason]}.`);
  if (first_stream_break) {
    const { stream, batch, reason } = first_stream_break;
    lines.push(`${workspace}: batch ${batch} of decision stream ${stream} does not follow: ${reason}.`);
  }
  return lines;
}
