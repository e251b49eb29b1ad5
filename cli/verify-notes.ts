import { existsSync, readFileSync } from "node:fs";
import { type CheckpointFault, checkNote, faultSentences } from "#app/checkpoints/check-note.server.ts";
import type { Db } from "#db/connect.ts";
import { chooseWorkspace } from "./choose-workspace.ts";
import { keyNamed } from "./key-named.ts";
import { WrongUse } from "./wrong-use.ts";

/** What was found about one checkpoint, in the names that --json prints. */
export type NoteVerdict = {
  workspace: string;
  file: string;
  ok: boolean;
  size: number | null;
  fault: CheckpointFault | null;
  where: string | null;
};

type Asked = { workspace: string | undefined; key: string | undefined; files: readonly string[] };

/** Holds the log of a workspace against checkpoints that were kept in files. */
export async function verifyNotes(db: Db, { workspace, key, files }: Asked): Promise<NoteVerdict[]> {
  const { id, slug } = await chooseWorkspace(db, workspace);
  const noteKey = key === undefined ? null : keyNamed(key);
  const verdicts: NoteVerdict[] = [];
  for (const file of files) {
    if (!existsSync(file)) throw new WrongUse(`there is no file ${file}`);
    const verdict = await checkNote(db, id, { note: readFileSync(file, "utf8"), key: noteKey });
    const size = verdict.checkpoint?.size ?? null;
    const found = verdict.ok ? { fault: null, where: null } : { fault: verdict.fault, where: verdict.where };
    verdicts.push({ workspace: slug, file, ok: verdict.ok, size, ...found });
  }
  return verdicts;
}

export function noteLines(verdicts: readonly NoteVerdict[]): string[] {
  return verdicts.map(({ workspace, file, size, fault, where }) =>
    fault === null
      ? `${file}: the log of ${workspace} still has the ${size} rows that were signed.`
      : `${file}: ${fault}${where === null ? "" : ` at ${where}`}: ${faultSentences[fault]}.`,
  );
}
