import { z } from "zod";
import { type AuditRow, findBreak, genesis } from "#app/audit/chain.ts";
import type { Checkpoint } from "#app/checkpoints/checkpoint.ts";
import { jsonOf, readAuditLine } from "./audit-line.ts";
import type { LineCheck, LineFault } from "./line-check.ts";
import type { Manifest } from "./manifest.ts";
import type { PackFaultCode } from "./pack-report.ts";

const codes = {
  missing: "row_missing",
  altered: "row_altered",
  unlinked: "row_unlinked",
} as const satisfies Record<string, PackFaultCode>;

const Seal = z.object({ seq: z.number(), hash: z.string() });

/** What the log says of the streams of decisions, of the batches that the pack has. */
export type Seals = Map<string, string>;

export const sealKey = (stream: string, seq: number) => `${stream} ${seq}`;

/**
 * Walks the audit log of a pack: each row has to follow from the one before it, the last has to be the one that the
 * manifest names, and at the size of each checkpoint the log has to have its hash. The seals over streams are noted down.
 */
export function checkAuditLines(
  manifest: Pick<Manifest, "workspace" | "log" | "streams">,
  checkpoints: readonly { path: string; checkpoint: Checkpoint }[],
  seals: Seals,
): LineCheck {
  let last = { seq: 0, hash: genesis };
  const signed = Map.groupBy(checkpoints, ({ checkpoint }) => checkpoint.size);
  const spans = new Map(manifest.streams.map((span) => [span.stream, span]));

  const note = ({ type, subjectId, data }: AuditRow) => {
    const span = type === "decisions.sealed" ? spans.get(subjectId) : undefined;
    if (!span) return;
    const seal = Seal.safeParse(jsonOf(data));
    if (seal.success && seal.data.seq >= span.first && seal.data.seq <= span.last)
      seals.set(sealKey(subjectId, seal.data.seq), seal.data.hash);
  };

  return {
    line(text) {
      const row = readAuditLine(text);
      const where = { detail: `seq ${last.seq + 1}` };
      if (!row) return { code: "malformed", ...where };
      const broken = findBreak([row], last);
      if (broken) return { code: codes[broken.reason], detail: `seq ${broken.seq}` };
      if (row.workspaceId !== manifest.workspace.id) return { code: "row_unexpected", ...where };
      const unlike = signed.get(row.seq)?.find(({ checkpoint }) => checkpoint.hash !== row.hash);
      if (unlike) return { code: "checkpoint_differs", detail: `seq ${row.seq}, ${unlike.path}` };
      note(row);
      last = row;
      return null;
    },
    end(): LineFault | null {
      const { size, hash } = manifest.log;
      const detail = `seq ${size}`;
      if (last.seq !== size || last.hash !== hash) return { code: "head_differs", detail };
      const beyond = checkpoints.find(({ checkpoint }) => checkpoint.size > size);
      return beyond ? { code: "checkpoint_differs", detail: `${detail}, ${beyond.path}` } : null;
    },
    rows: () => last.seq,
  };
}
