import type { Db } from "#db/connect.ts";
import { checkNote, faultSentences } from "./check-note.server.ts";

/** A note is a few lines; a file that is larger is none. */
const mostBytes = 1_000_000;

/** Returns the note of a form: the file where there is one, or what was typed. */
export async function noteIn(form: FormData): Promise<string> {
  const file = form.get("file");
  if (file instanceof File && file.size > 0) return file.size > mostBytes ? "" : file.text();
  return String(form.get("note") ?? "").slice(0, mostBytes);
}

/** Says in words whether the log of a workspace is still what a note says of it. */
export async function answerToNote(
  db: Db,
  workspaceId: string,
  note: string,
): Promise<{ tone: "good" | "danger"; text: string }> {
  const verdict = await checkNote(db, workspaceId, { note, key: null });
  if (verdict.ok) {
    const { size, at } = verdict.checkpoint;
    return {
      tone: "good",
      text: `The log still has the ${size} rows that were signed at ${at}: row ${size} has the hash of the note, and the note is signed by a key of this workspace.`,
    };
  }
  const where = verdict.where === null ? "" : `At ${verdict.where}: `;
  return { tone: "danger", text: `The log does not agree with this note. ${where}${faultSentences[verdict.fault]}.` };
}
