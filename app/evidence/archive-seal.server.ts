import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";

/** The hash that an archive ends with, in the place of its comment. */
const wording = /^sha256 [0-9a-f]{64}$/;
const words = "sha256 ";
const textBytes = words.length + 64;
/** The comment is preceded by its length. */
const tailBytes = 2 + textBytes;

/** Returns the last bytes of an archive: the length of its comment, and the comment, which seals all before them. */
export function sealText(sha256: string): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16LE(textBytes);
  return Buffer.concat([length, Buffer.from(words + sha256)]);
}

/**
 * Whether each byte of an archive is as it was written: those between the files, too, which no list of hashes covers.
 * It finds damage, and no forger: whoever changes the archive on purpose can write another seal.
 */
export async function isSealed(file: string): Promise<boolean> {
  const { size } = await stat(file);
  if (size <= tailBytes) return false;
  const hash = createHash("sha256");
  for await (const piece of createReadStream(file, { end: size - tailBytes - 1 })) hash.update(piece);
  const tail: Buffer[] = [];
  for await (const piece of createReadStream(file, { start: size - tailBytes })) tail.push(piece);
  const written = Buffer.concat(tail);
  return wording.test(written.subarray(2).toString("latin1")) && written.equals(sealText(hash.digest("hex")));
}
