import { z } from "zod";

export const packFormat = "mfa-register-evidence-pack/1";

export const manifestPath = "manifest.json";
export const signaturePath = "manifest.sig";
export const checkpointPath = "checkpoint.txt";
export const auditPath = "audit.jsonl";
export const decisionsPath = "decisions.jsonl";

const text = z.string();
const whole = z.number().int().nonnegative();
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const path = z.string().regex(/^([a-z0-9][a-z0-9-]*\/)?[A-Za-z0-9][A-Za-z0-9-]*\.[a-z]+$/);

/** What a pack says of itself; signed, it vouches for every byte of the files that it lists. */
export const Manifest = z.strictObject({
  format: z.literal(packFormat),
  product: text,
  workspace: z.strictObject({ id: text, slug: text, name: text, time_zone: text }),
  period: z.strictObject({ from: text, to: text }),
  made_at: text,
  made_by: text,
  /** The key that it is signed with, in one line as tools for signed notes take it. */
  key: text,
  /** Where audit.jsonl ends. */
  log: z.strictObject({ size: whole, hash }),
  /** What decisions.jsonl has of each stream: from which batch to which. */
  streams: z.array(z.strictObject({ stream: text, first: whole, last: whole, decisions: whole })),
  /** Every file but the manifest and its signature, in the order in which they lie in the archive. */
  files: z.array(z.strictObject({ path, bytes: whole, sha256: hash, rows: whole.nullable() })),
  /** What belongs to the period and is not in the pack, and why. */
  left_out: z.array(z.strictObject({ what: text, why: text })),
});
export type Manifest = z.output<typeof Manifest>;

export function manifestText(manifest: Manifest): string {
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** The text that is signed: it names the manifest by its hash, so that it can be checked with a tool for hashes. */
export function signedText(keyName: string, sha256: string): string {
  return `${keyName}\n${packFormat}\n${sha256}  ${manifestPath}\n`;
}
