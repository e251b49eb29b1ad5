import { existsSync, readFileSync } from "node:fs";
import { keyOf, type NoteKey } from "#app/signing/signed-note.server.ts";
import { WrongUse } from "./wrong-use.ts";

/**
 * Reads a key from its line, or from a file that begins with that.
 * @throws WrongUse when it is neither.
 */
export function keyNamed(lineOrFile: string): NoteKey {
  const text = existsSync(lineOrFile) ? readFileSync(lineOrFile, "utf8") : lineOrFile;
  const key = keyOf(text.trim().split(/\s/)[0] ?? "");
  if (!key) throw new WrongUse("--key is not a key; it is a line as register.example/acme+0a1b2c3d+AAAA…");
  return key;
}
