import { describe, expect, test } from "vitest";
import {
  isSignedBy,
  keyHashOf,
  keyOf,
  type NoteKey,
  type NoteSigner,
  pemOf,
  readNote,
  signNote,
  vkeyOf,
} from "#app/signing/signed-note.server.ts";

/** The example that the reference implementation of signed notes is tested with. */
const vkey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const seed = "ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const secretSeed = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
const text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const signed = `${text}\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n`;

const pkcs8Prefix = Buffer.from("302e020100300506032b657004220420", "hex");
const peter = keyOf(vkey) as NoteKey; // the first test says that it is one
const signer: NoteSigner = {
  ...peter,
  privateKey: Buffer.concat([pkcs8Prefix, Buffer.from(secretSeed, "base64").subarray(1)]),
};

describe("the published example", () => {
  test("its key is read and written", () => {
    expect(keyHashOf(peter)).toBe("c74f20a3");
    expect(peter.publicKey.toString("base64")).toBe(Buffer.from(seed, "base64").subarray(1).toString("base64"));
    expect(vkeyOf(peter)).toBe(vkey);
    expect(pemOf(peter)).toMatch(/^-----BEGIN PUBLIC KEY-----\n/);
  });

  test("its note is signed by it", () => {
    const note = readNote(signed);
    expect(note?.text).toBe(text);
    expect(note && isSignedBy(note, peter)).toBe(true);
  });

  test("its note is signed here byte for byte", () => {
    expect(signNote(text, signer)).toBe(signed);
  });
});

test("a note is refused wherever one of its bits is another", () => {
  const bytes = Buffer.from(signed);
  const accepted: number[] = [];
  for (let at = 0; at < bytes.length; at++)
    for (const bit of [1, 32, 128]) {
      const flipped = Buffer.from(bytes);
      flipped[at] = (flipped[at] ?? 0) ^ bit;
      const note = readNote(flipped.toString("utf8"));
      if (note && isSignedBy(note, peter)) accepted.push(at);
    }
  expect(accepted).toEqual([]);
});

test("a note that was cut off anywhere is refused", () => {
  for (let length = 0; length < signed.length; length++) {
    const note = readNote(signed.slice(0, length));
    expect(note !== null && isSignedBy(note, peter)).toBe(false);
  }
});

test("signatures of others are passed over", () => {
  const [, signature = ""] = signed.split("\n\n");
  const other = "— somebody.example/else aW5zdGVhZCBvZiBhIHNpZ25hdHVyZQ==\n";
  const note = readNote(`${text}\n${other}${signature}`);
  expect(note && isSignedBy(note, peter)).toBe(true);
  const alone = readNote(`${text}\n${other}`);
  expect(alone && isSignedBy(alone, peter)).toBe(false);
});

test.each([
  ["of another name", vkey.replace("PeterNeumann", "PeterNewmann")],
  ["of another hash", vkey.replace("c74f20a3", "c74f20a4")],
  ["of another kind", vkey.replace("+AR", "+BR")],
  ["that was cut off", vkey.slice(0, -4)],
  ["with more behind it", `${vkey}AAAA`],
  ["that is none", "hello"],
])("a key %s is refused", (_what, wrong) => {
  expect(keyOf(wrong)).toBeNull();
});

test.each(["", "\n", "without an end", "with a \u0007 bell\n", "with a return\r\n"])(
  "%j is nothing to sign",
  (wrong) => {
    expect(() => signNote(wrong, signer)).toThrow("none that can be signed");
  },
);
