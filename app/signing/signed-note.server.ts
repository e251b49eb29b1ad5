import { createPublicKey, hash, sign, verify } from "node:crypto";

/** The key that checks a note: C2SP's signed-note, with Ed25519. */
export type NoteKey = {
  /** Who signs, as "register.example/acme"; it has no space and no plus. */
  name: string;
  /** The 32 bytes of the public key. */
  publicKey: Buffer;
};

/** A key that signs as well; the private half is PKCS #8. */
export type NoteSigner = NoteKey & { privateKey: Buffer };

/** A note as it was read; whether its signatures count is another question. */
export type Note = { text: string; signatures: { name: string; keyHash: string; signature: Buffer }[] };

const ed25519 = 1;
/** The shortest form of an Ed25519 public key in SubjectPublicKeyInfo begins with these bytes, and the key follows. */
const spkiPrefix = Buffer.from("302a300506032b6570032100", "hex");
const mark = "— ";
const keyName = /^[^\s+]+$/u;
/** Those of the reference implementation. */
const mostSignatures = 100;
const mostCharacters = 1_000_000;

/** The first four bytes of a hash over name, kind and key, as eight hexadecimal digits: they tell keys apart, no more. */
export function keyHashOf({ name, publicKey }: NoteKey): string {
  const bytes = Buffer.concat([Buffer.from(`${name}\n`), Buffer.of(ed25519), publicKey]);
  return hash("sha256", bytes).slice(0, 8);
}

/** SHA-256 over the public key, for people to compare. */
export function fingerprintOf({ publicKey }: Pick<NoteKey, "publicKey">): string {
  return hash("sha256", publicKey);
}

/** Writes a key as the one line by which tools for signed notes take it. */
export function vkeyOf(key: NoteKey): string {
  return `${key.name}+${keyHashOf(key)}+${Buffer.concat([Buffer.of(ed25519), key.publicKey]).toString("base64")}`;
}

/** Reads such a line; null where it is none, is of another kind, or its parts do not belong together. */
export function keyOf(vkey: string): NoteKey | null {
  const [name = "", keyHash = "", body = "", ...more] = splitKey(vkey.trim());
  const bytes = base64(body);
  if (more.length > 0 || !keyName.test(name) || bytes?.length !== 33 || bytes[0] !== ed25519) return null;
  const key = { name, publicKey: bytes.subarray(1) };
  return keyHashOf(key) === keyHash ? key : null;
}

/** The base64 of a key may have a plus in it; the name and the hash have none. */
function splitKey(vkey: string): string[] {
  const [name = "", keyHash = "", ...rest] = vkey.split("+");
  return [name, keyHash, rest.join("+")];
}

/** Returns the public key as PEM, which openssl takes. */
export function pemOf({ publicKey }: Pick<NoteKey, "publicKey">): string {
  return cryptoKeyOf(publicKey).export({ type: "spki", format: "pem" }).toString();
}

function cryptoKeyOf(publicKey: Buffer) {
  return createPublicKey({ key: Buffer.concat([spkiPrefix, publicKey]), format: "der", type: "spki" });
}

/**
 * Signs a text, whose last line has to end; the signature covers it byte for byte.
 * @throws when the text could not be told apart from its signatures.
 */
export function signNote(text: string, signer: NoteSigner): string {
  if (!isNoteText(text)) throw new Error("the text is none that can be signed as a note, expected whole lines of text");
  const signature = sign(null, Buffer.from(text), { key: signer.privateKey, format: "der", type: "pkcs8" });
  const keyed = Buffer.concat([Buffer.from(keyHashOf(signer), "hex"), signature]);
  return `${text}\n${mark}${signer.name} ${keyed.toString("base64")}\n`;
}

/** Reads a note; null where it is none. The signatures are those after the last empty line. */
export function readNote(note: string): Note | null {
  const split = note.lastIndexOf("\n\n");
  if (note.length > mostCharacters || split === -1 || !note.endsWith("\n")) return null;
  const text = note.slice(0, split + 1);
  const lines = note.slice(split + 2, -1).split("\n");
  if (!isNoteText(text) || lines.length > mostSignatures) return null;
  const signatures = lines.map(signatureOf).filter((signature) => signature !== null);
  return signatures.length === lines.length ? { text, signatures } : null;
}

function signatureOf(line: string): Note["signatures"][number] | null {
  const [name = "", body = "", ...more] = line.slice(mark.length).split(" ");
  const bytes = base64(body);
  if (!line.startsWith(mark) || more.length > 0 || !keyName.test(name) || bytes === null || bytes.length < 5)
    return null;
  return { name, keyHash: bytes.subarray(0, 4).toString("hex"), signature: bytes.subarray(4) };
}

/** Whether a key has signed a note. Signatures of others are passed over; the first that claims to be of this key decides. */
export function isSignedBy(note: Note, key: NoteKey): boolean {
  const keyHash = keyHashOf(key);
  const claim = note.signatures.find((signature) => signature.name === key.name && signature.keyHash === keyHash);
  return (
    claim?.signature.length === 64 && verify(null, Buffer.from(note.text), cryptoKeyOf(key.publicKey), claim.signature)
  );
}

/** Whole lines of text without control characters. */
function isNoteText(text: string): boolean {
  return text.length > 1 && text.endsWith("\n") && !/[^\P{Cc}\n]/u.test(text) && text.isWellFormed();
}

/** Reads base64 as it is written here and in no other way: Node would pass over what does not belong. */
function base64(text: string): Buffer | null {
  const bytes = Buffer.from(text, "base64");
  return bytes.length > 0 && bytes.toString("base64") === text ? bytes : null;
}
