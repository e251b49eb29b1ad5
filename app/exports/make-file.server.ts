import type { SecretBox } from "#app/auth/secret-box.server.ts";
import type { ExportAttempt } from "#db/export-work.ts";
import type { ExportPlace } from "./export.ts";
import { copyUpTo, type GrowingFile, growFile, partialOf } from "./export-files.server.ts";
import { type ExportFormat, type ExportKind, resumableFormats } from "./export-kinds.ts";
import { makerOf } from "./makers.server.ts";
import type { Reading } from "./source.server.ts";

export type FileTask = {
  folder: string;
  attempt: ExportAttempt;
  kind: ExportKind;
  format: ExportFormat;
  params: Record<string, string>;
  /** Where an earlier attempt left off. */
  place: ExportPlace | null;
};

export type FileProgress = { done: number; total: number | null; place: ExportPlace | null };
export type MadeFile = { rows: number; bytes: number; sha256: string };

type Tools = {
  reading: Reading;
  secrets: SecretBox;
  publicUrl: string;
  signal: AbortSignal;
  tell(progress: FileProgress): void;
};

/** Makes the file of an attempt, from where an earlier one left off or from the beginning; it lies there whole, and apart. */
export async function makeFile(task: FileTask, { tell, ...tools }: Tools): Promise<MadeFile> {
  const { kind, format, params, attempt } = task;
  const make = await makerOf(kind, format);
  const { file, place } = begin(task);
  const before = place?.done ?? 0;
  try {
    const { rows } = await make({
      ...tools,
      params,
      cursor: place?.cursor ?? null,
      write: async (bytes) => file.write(bytes),
      progress: async (done, total, cursor) => {
        const canGoOn = cursor !== undefined && resumableFormats.includes(format);
        tell({
          done: before + done,
          total: total === null ? null : before + total,
          place: canGoOn ? { cursor, attempt: attempt.attempt, done: before + done, ...file.standing() } : null,
        });
      },
    });
    return { rows: before + rows, ...file.standing() };
  } finally {
    file.close();
  }
}

function begin({ folder, attempt, format, place }: FileTask): { file: GrowingFile; place: ExportPlace | null } {
  const path = partialOf(folder, attempt, attempt.attempt);
  const file = growFile(path);
  if (place === null || !resumableFormats.includes(format)) return { file, place: null };
  if (copyUpTo(partialOf(folder, attempt, place.attempt), place, file)) return { file, place };
  file.close();
  return { file: growFile(path), place: null };
}
