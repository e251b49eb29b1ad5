import type { Caller } from "#app/auth/caller.server.ts";
import type { Instant } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import { findUsers } from "#db/users.ts";
import type { Export } from "./export.ts";
import { type ExportFormat, type ExportKind, exportKindFacts, formatLabels } from "./export-kinds.ts";
import { refuseCancelling, refuseFetching, refuseResuming } from "./export-sight.server.ts";
import { type ExportState, stateAt } from "./export-state.ts";
import { queryInWords } from "./query-in-words.ts";

/** An export as its pages show it to somebody. */
export type ExportView = {
  id: string;
  kind: ExportKind;
  format: ExportFormat;
  /** As "Register, CSV". */
  title: string;
  /** Which rows, in words. */
  filter: string;
  asOf: Instant | null;
  period: { from: Instant; to: Instant } | null;
  who: string;
  createdAt: Instant;
  state: ExportState;
  done: number;
  total: number | null;
  rows: number | null;
  bytes: number | null;
  sha256: string | null;
  fileName: string;
  finishedAt: Instant | null;
  expiresAt: Instant;
  fault: string | null;
  canFetch: boolean;
  /** Why they cannot fetch a file that is there. */
  whyNot: string | null;
  mayCancel: boolean;
  mayResume: boolean;
};

/** Returns exports as their pages show them to a caller. */
export async function exportViews(
  db: Db,
  caller: Caller,
  exports: readonly Export[],
  now: Instant,
): Promise<ExportView[]> {
  const users = await findUsers(
    db,
    caller.workspace.id,
    exports.map(({ requestedBy }) => requestedBy),
  );
  return exports.map((found) => {
    const { id, kind, format, query, asOf, createdAt, done, total, bytes, sha256, fileName, fault, params } = found;
    const state = stateAt(found, now);
    const refusal = refuseFetching(found, caller, now);
    const { from, to } = params;
    return {
      ...{ id, kind, format, title: `${exportKindFacts[kind].label}, ${formatLabels[format]}` },
      ...{ filter: queryInWords(query), asOf, createdAt, state, done, total, rows: found.rowCount, bytes, sha256 },
      period: from && to ? { from, to } : null,
      who: users.get(found.requestedBy)?.displayName ?? found.requestedBy,
      ...{ fileName, finishedAt: found.finishedAt, expiresAt: found.expiresAt, fault },
      canFetch: refusal === null,
      whyNot: state === "done" && refusal ? refusal.message : null,
      mayCancel: refuseCancelling(found, caller) === null,
      mayResume: refuseResuming(found, caller) === null,
    };
  });
}
