import { createHash, createPublicKey, verify } from "node:crypto";
import { filesIn } from "#test/support/repack.ts";

const sha256 = (bytes: Buffer | string) => createHash("sha256").update(bytes).digest("hex");
const genesis = "0".repeat(64);

type Listed = { path: string; bytes: number; sha256: string };
type Log = { size: number; hash: string };

/**
 * Verifies a pack as somebody would who has read docs/evidence.md and nothing else; returns what is wrong. It shares no
 * code with the product's own check.
 */
export function verifyByTheManual(zip: Buffer): string[] {
  const files = filesIn(zip);
  const textOf = (path: string) => files.get(path)?.toString("utf8") ?? "";
  const linesOf = (path: string) => textOf(path).split("\n").slice(0, -1);
  const manifest = JSON.parse(textOf("manifest.json"));
  return [
    ...signatureFaults(textOf("manifest.sig"), textOf("key.pem"), sha256(textOf("manifest.json"))),
    ...manifest.files.flatMap(({ path, bytes, sha256: hash }: Listed) => {
      const file = files.get(path) ?? Buffer.alloc(0);
      return file.length === bytes && sha256(file) === hash ? [] : [`${path} is another`];
    }),
    ...auditFaults(linesOf("audit.jsonl"), manifest.log, linesOf("checkpoint.txt")),
    ...decisionFaults(linesOf("decisions.jsonl"), linesOf("checkpoint.txt")),
  ];
}

function signatureFaults(note: string, pem: string, manifestHash: string): string[] {
  const [text = "", signatureLine = ""] = note.split("\n\n");
  const bytes = Buffer.from(signatureLine.trim().split(" ")[2] ?? "", "base64");
  const isSigned = verify(null, Buffer.from(`${text}\n`), createPublicKey(pem), bytes.subarray(4));
  const isNamed = text.split("\n")[2] === `${manifestHash}  manifest.json`;
  return [...(isSigned ? [] : ["the signature is wrong"]), ...(isNamed ? [] : ["the manifest is another"])];
}

function auditFaults(lines: string[], log: Log, checkpoint: string[]): string[] {
  let last = genesis;
  const faults: string[] = [];
  for (const [index, line] of lines.entries()) {
    const row = JSON.parse(line);
    const said = [row.workspace_id, row.seq, row.at, row.type, row.actor_kind, row.actor_id];
    const hash = sha256(JSON.stringify([row.prev_hash, ...said, row.subject_kind, row.subject_id, row.data]));
    if (row.seq !== index + 1 || row.prev_hash !== last || row.hash !== hash) faults.push(`row ${index + 1}`);
    last = hash;
  }
  if (last !== log.hash || lines.length !== log.size) faults.push("the log ends elsewhere");
  if (checkpoint[1] !== String(log.size) || checkpoint[2] !== Buffer.from(last, "hex").toString("base64"))
    faults.push("the checkpoint is of another log");
  return faults;
}

function decisionFaults(lines: string[], checkpoint: string[]): string[] {
  const faults: string[] = [];
  const last = new Map<string, { seq: number; hash: string }>();
  for (let at = 0; at < lines.length; ) {
    const { batch } = JSON.parse(lines[at] ?? "");
    const decisions = lines.slice(at + 1, at + 1 + batch.rows).map((line) => JSON.parse(line).decision);
    at += 1 + batch.rows;
    const { prev_hash, workspace_id, stream, seq } = batch;
    let text = JSON.stringify([prev_hash, workspace_id, stream, seq, batch.at, batch.rows]);
    for (const row of decisions)
      text += `\n${JSON.stringify([row.at, row.subject_id, row.application_id, row.outcome, row.reason, row.exception_id])}\t${row.body}`;
    const before = last.get(stream);
    const follows = before === undefined || (before.seq + 1 === seq && before.hash === prev_hash);
    if (!follows || sha256(text) !== batch.hash) faults.push(`batch ${seq} of ${stream}`);
    last.set(stream, { seq, hash: batch.hash });
  }
  for (const [stream, { seq, hash }] of last)
    if (!checkpoint.includes(`stream ${stream} ${seq} ${Buffer.from(hash, "hex").toString("base64")}`))
      faults.push(`the checkpoint has another ${stream}`);
  return faults;
}
