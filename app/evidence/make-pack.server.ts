import { hash } from "node:crypto";
import type { Maker } from "#app/exports/maker.server.ts";
import { signNote } from "#app/signing/signed-note.server.ts";
import { keyFacts, signerOf } from "#app/signing/workspace-key.server.ts";
import { type Manifest, manifestPath, manifestText, packFormat, signaturePath, signedText } from "./manifest.ts";
import { type PackFacts, packFacts } from "./pack-facts.server.ts";
import type { PackPart } from "./pack-part.ts";
import { partsOfLog } from "./parts-of-log.server.ts";
import { partsOfRegister } from "./parts-of-register.server.ts";
import { productVersion } from "./product-version.server.ts";
import { readmeText } from "./readme.ts";
import { writeZip } from "./zip-writer.server.ts";

/** Makes an evidence pack: an archive of everything about a period, with a manifest of hashes that the workspace signs. */
export const makePack: Maker = async (making) => {
  const facts = await packFacts(making);
  const { key } = facts;
  const { parts, leftOut } = await partsOfRegister(making, facts);
  const about = { ...aboutOf(facts, making.reading.now), left_out: leftOut };
  const all = [...parts, ...(await partsOfLog(making, facts))];
  const readme = readmeOf(about, all, keyFacts(key).fingerprint);

  const zip = writeZip(making.write, new Date(making.reading.now));
  const files: Manifest["files"] = [];
  let rows = 0;
  for (const { path, make } of [readme, ...all]) {
    making.signal.throwIfAborted();
    let counted: number | null = null;
    const made = await zip.add(path, async (put) => {
      counted = await make(put);
    });
    files.push({ path, ...made, rows: counted });
    rows += counted ?? 0;
    await making.progress(rows, null);
  }
  const text = manifestText({ ...about, files });
  await zip.add(manifestPath, (put) => put(text));
  const signed = signNote(signedText(key.name, hash("sha256", text)), signerOf(key, making.secrets));
  await zip.add(signaturePath, (put) => put(signed));
  await zip.finish();
  return { rows };
};

type About = Omit<Manifest, "files" | "left_out">;

function aboutOf({ workspace, period, key, madeBy, log, spans }: PackFacts, madeAt: string): About {
  const { id, slug, name, timeZone } = workspace;
  return {
    format: packFormat,
    product: `mfa-register ${productVersion()}`,
    workspace: { id, slug, name, time_zone: timeZone },
    period,
    made_at: madeAt,
    made_by: madeBy,
    key: keyFacts(key).vkey,
    log,
    streams: spans.map(({ stream, first, last, decisions }) => ({ stream, first, last, decisions: Number(decisions) })),
  };
}

function readmeOf(about: Omit<Manifest, "files">, parts: readonly PackPart[], fingerprint: string): PackPart {
  const self = { path: "README.txt", about: "this page" };
  const make: PackPart["make"] = async (put) => {
    await put(readmeText({ ...about, fingerprint }, [self, ...parts]));
    return null;
  };
  return { ...self, make };
}
