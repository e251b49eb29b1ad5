import { createHash } from "node:crypto";
import { once } from "node:events";
import { PassThrough } from "node:stream";
import { ZipFile } from "yazl";
import { sealText } from "./archive-seal.server.ts";

/** Takes the next piece of a file. */
export type Put = (piece: Uint8Array | string) => Promise<void>;

export type ZipWriter = {
  /** Puts a file into the archive, piece by piece, and says what went in. */
  add(path: string, make: (put: Put) => Promise<void>): Promise<{ bytes: number; sha256: string }>;
  /** Ends the archive, with a seal over all of its bytes. */
  finish(): Promise<void>;
};

const endRecordBytes = 22;
const ordinaryFile = 0o100644;

/** Writes an archive as it is made, however large: no more is in memory than what is being passed on. */
export function writeZip(write: (bytes: Uint8Array) => Promise<void>, madeAt: Date): ZipWriter {
  const zip = new ZipFile();
  const seal = createHash("sha256");
  const pumping = passOn();
  // Whoever adds a file next is told; until then the fault waits here.
  pumping.catch(() => undefined);

  /** Holds the end record back, since the seal is written into it. */
  async function passOn(): Promise<void> {
    let held = Buffer.alloc(0);
    const send = async (bytes: Buffer) => {
      if (bytes.length === 0) return;
      seal.update(bytes);
      await write(bytes);
    };
    for await (const piece of zip.outputStream) {
      held = Buffer.concat([held, piece as Buffer]); // cast: a stream without an encoding gives buffers
      const ready = held.length - endRecordBytes;
      if (ready <= 0) continue;
      await send(held.subarray(0, ready));
      held = Buffer.from(held.subarray(ready));
    }
    const withoutComment = held.subarray(0, endRecordBytes - 2);
    await send(withoutComment);
    await write(sealText(seal.digest("hex")));
  }

  return {
    async add(path, make) {
      const stream = new PassThrough();
      const hash = createHash("sha256");
      let bytes = 0;
      zip.addReadStream(stream, path, { mtime: madeAt, mode: ordinaryFile });
      const put: Put = async (piece) => {
        const buffer = Buffer.from(piece);
        hash.update(buffer);
        bytes += buffer.length;
        if (!stream.write(buffer)) await Promise.race([once(stream, "drain"), pumping]);
      };
      await make(put);
      stream.end();
      return { bytes, sha256: hash.digest("hex") };
    },
    async finish() {
      zip.end();
      await pumping;
    },
  };
}
