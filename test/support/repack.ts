import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inflateRawSync } from "node:zlib";
import { Manifest, manifestPath, manifestText, signaturePath, signedText } from "#app/evidence/manifest.ts";
import { writeZip } from "#app/evidence/zip-writer.server.ts";
import { type NoteSigner, signNote, vkeyOf } from "#app/signing/signed-note.server.ts";
import { makeFolder } from "./make-folder.ts";

/** Where a file of an archive lies in it. */
export type Place = { path: string; header: number; data: number; end: number; directory: number };

/** Reads where the files of an archive lie, from its directory. */
export function placesIn(zip: Buffer): Place[] {
  const end = zip.lastIndexOf(Buffer.from("504b0506", "hex"));
  const places: Place[] = [];
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [bytes, name, extra, comment] = [20, 28, 30, 32].map((field, index) =>
      index === 0 ? zip.readUInt32LE(at + field) : zip.readUInt16LE(at + field),
    ) as [number, number, number, number]; // four fields were read
    const header = zip.readUInt32LE(at + 42);
    const data = header + 30 + zip.readUInt16LE(header + 26) + zip.readUInt16LE(header + 28);
    places.push({
      path: zip.toString("utf8", at + 46, at + 46 + name),
      header,
      data,
      end: data + bytes,
      directory: at,
    });
    at += 46 + name + extra + comment;
  }
  return places;
}

/** Unpacks an archive without looking at anything but its directory. */
export function filesIn(zip: Buffer): Map<string, Buffer> {
  return new Map(placesIn(zip).map(({ path, data, end }) => [path, inflateRawSync(zip.subarray(data, end))]));
}

/** Writes the files of a pack as another pack, in this order and with these names. */
export async function zipOf(files: Iterable<readonly [string, Buffer]>): Promise<string> {
  const pieces: Uint8Array[] = [];
  const zip = writeZip(async (bytes) => void pieces.push(bytes), new Date(0));
  for (const [path, bytes] of files) await zip.add(path, (put) => put(bytes));
  await zip.finish();
  const file = join(makeFolder("repack"), "pack.zip");
  writeFileSync(file, Buffer.concat(pieces));
  return file;
}

/**
 * Changes the files of a pack and makes its manifest fit them again, as whoever has a key could. The signature is by
 * `signer`; without one it stays as it was.
 */
export async function forge(
  file: string,
  change: (files: Map<string, Buffer>, manifest: Manifest) => void,
  signer: NoteSigner | null,
): Promise<string> {
  const files = filesIn(readFileSync(file));
  const manifest = Manifest.parse(JSON.parse(String(files.get(manifestPath))));
  change(files, manifest);
  for (const listed of manifest.files) {
    const bytes = files.get(listed.path) ?? Buffer.alloc(0);
    listed.bytes = bytes.length;
    listed.sha256 = sha256(bytes);
  }
  if (signer) manifest.key = vkeyOf(signer);
  const text = manifestText(manifest);
  files.set(manifestPath, Buffer.from(text));
  if (signer) files.set(signaturePath, Buffer.from(signNote(signedText(signer.name, sha256(text)), signer)));
  return zipOf(files);
}

function sha256(bytes: Buffer | string): string {
  return createHash("sha256").update(bytes).digest("hex");
}
