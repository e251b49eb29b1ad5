import { type Manifest, manifestPath, signaturePath } from "./manifest.ts";
import type { PackPart } from "./pack-part.ts";

type About = Pick<Manifest, "workspace" | "period" | "made_at" | "made_by" | "key" | "log" | "left_out"> & {
  fingerprint: string;
};

/** The page that explains a pack to whoever is handed it. */
export function readmeText(about: About, parts: readonly Pick<PackPart, "path" | "about">[]): string {
  const listed = [
    { path: manifestPath, about: "every file of this pack with its size and its SHA-256" },
    { path: signaturePath, about: "the signature over the manifest" },
    ...parts,
  ];
  const width = Math.max(...listed.map(({ path }) => path.length)) + 2;
  const { workspace, period, log, left_out } = about;
  return `EVIDENCE PACK OF THE MFA REGISTER

Workspace   ${oneLine(workspace.name)} (${workspace.slug})
Period      ${period.from} to ${period.to}, the end not included
Made        ${about.made_at} by ${oneLine(about.made_by)}
Signed by   ${about.key}
Fingerprint ${about.fingerprint}
Log         ${log.size} rows, the last with the hash
            ${log.hash}


WHAT IS IN IT

${listed.map(({ path, about }) => `${path.padEnd(width)}${about}`).join("\n")}
${left_out.length === 0 ? "" : `\nNot in it:\n${left_out.map(({ what, why }) => `- ${what}: ${why}`).join("\n")}\n`}

HOW TO CHECK IT

With the product, on any machine and without its database:

  mfa-register verify PACK.zip --key KEY

KEY is the line that begins with the name of the workspace's key. Get it from the workspace itself and not from this
pack: whoever forges a pack puts a key of their own into it. The page "Checkpoints" of the register shows it.

By hand, with the usual tools, in the folder that the pack was unpacked to:

  sha256sum manifest.json
      has to be the hash on the third line of manifest.sig
  jq -r '.files[] | "\\(.sha256)  \\(.path)"' manifest.json | sha256sum --check
      has to say OK for every file
  sed '/^$/,$d' manifest.sig > signed.txt
  tail -n 1 manifest.sig | cut -d ' ' -f 3 | base64 -d | tail -c 64 > signature.bin
  openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in signed.txt -sigfile signature.bin
      has to say that the signature is verified

The manual (docs/evidence.md) says how the rows of audit.jsonl and decisions.jsonl are hashed.


WHAT IT PROVES

- The files are those that the workspace's key signed when the pack was made; not one byte is another.
- The audit log is whole from its first row to the end of the period: no row was changed, taken out, put in or moved
  after it was written, or every hash since would be another.
- The decisions of the period are chained in the same way, and the log has sealed them as they went.
- Held against a checkpoint that you were given earlier and kept yourself: the log has not been cut off, put back to an
  older state or written anew since. "mfa-register verify" checks every checkpoint in the folder checkpoints; one that
  you kept is in the pack with the same bytes, or "mfa-register verify --checkpoint FILE" finds out at the database.


WHAT IT DOES NOT PROVE

- That everything that happened was recorded. A sign-in that never asked the register is not in it.
- That what people wrote is true: a reason, a review or a piece of evidence is as honest as whoever entered it.
- That nobody but the workspace has the key. Who has stolen it, with the file that it is sealed by, signs as well as the
  workspace does; who runs the server can write a whole other log and sign that. Only checkpoints that others have kept
  show it.
- That the clock of the server was right. The order of the rows does not depend on it.
- What the names of people were: the log refers to them and keeps them apart, so that they can be taken away when
  somebody has left.
- Anything about what came after the period.
`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/gu, " ").trim();
}
