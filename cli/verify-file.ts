import { existsSync, statSync } from "node:fs";
import { type PackReport, packFaults } from "#app/evidence/pack-report.ts";
import { verifyPack } from "#app/evidence/verify-pack.server.ts";
import { keyNamed } from "./key-named.ts";
import { WrongUse } from "./wrong-use.ts";

/** Verifies an evidence pack, with nothing but the file. */
export async function reportOn(pack: string, key: string | undefined): Promise<PackReport> {
  if (!existsSync(pack) || !statSync(pack).isFile()) throw new WrongUse(`there is no file ${pack}`);
  return verifyPack(pack, key === undefined ? null : keyNamed(key));
}

/** A report in the names that --json prints. */
export function reportJson({ ok, fault, key, manifest }: PackReport) {
  const { files, ...about } = manifest ?? { files: [] };
  const signed = key && { vkey: key.vkey, fingerprint: key.fingerprint, given: key.isGiven };
  return { ok, fault, key: signed, pack: manifest && { ...about, files: files.length } };
}

export function reportLines({ ok, fault, manifest, key }: PackReport): string[] {
  const lines: string[] = [];
  if (fault) {
    const { code, path, line, detail } = fault;
    const where = `${path ?? "the archive"}${line === null ? "" : `:${line}`}`;
    lines.push(`NOT WHOLE: ${where}: ${packFaults[code]}${detail === null ? "" : ` (${detail})`}.`);
  }
  if (ok && manifest)
    lines.push(
      `Whole: ${manifest.files.length} files of ${manifest.workspace.name}, ${manifest.period.from} to ${manifest.period.to}.`,
      `The audit log in it follows row by row from 1 to ${manifest.log.size}, and so do the decisions of the period.`,
    );
  if (key) lines.push(`Signed by ${key.vkey}`, `Fingerprint ${key.fingerprint}`);
  if (key && !key.isGiven)
    lines.push(
      "This key was taken from the pack itself: the pack fits together, and nothing more is proved. Compare the",
      "fingerprint with the one that the workspace shows, or name the key with --key.",
    );
  return lines;
}
