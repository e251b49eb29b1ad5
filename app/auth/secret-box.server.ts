import { createCipheriv, createDecipheriv, hash, randomBytes } from "node:crypto";
import {
  closeSync,
  fstatSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";

/** Encrypts what has to be read back, such as TOTP seeds; passwords and tokens are hashed instead. */
export type SecretBox = {
  /** Returns `v1.<key id>.<nonce>.<ciphertext and tag>`, each part in base64url. */
  seal(plain: string): string;
  /** @throws when the text was sealed under another key, was altered or is not a sealed text. */
  open(sealed: string): string;
};

const version = "v1";
const keyBytes = 32;
/** NIST SP 800-38D: 96 bits is the length of nonce that GCM is made for. */
const nonceBytes = 12;
const tagBytes = 16;
const groupAndOthers = 0o077;

/**
 * Opens the box whose AES-256-GCM key stands in a file, as base64; the file is made on first use with mode 0600.
 * @throws when others than its owner may read the file, or when it does not hold a key of 32 bytes.
 */
export function openSecretBox(keyFile: string): SecretBox {
  const key = readKey(keyFile) ?? makeKey(keyFile);
  const prefix = `${version}.${hash("sha256", key).slice(0, 8)}`;
  return {
    seal(plain) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(prefix));
      const body = Buffer.concat([cipher.update(plain, "utf8"), cipher.final(), cipher.getAuthTag()]);
      return `${prefix}.${nonce.toString("base64url")}.${body.toString("base64url")}`;
    },
    open(sealed) {
      const [sealedVersion, keyId, nonce = "", body = ""] = sealed.split(".");
      if (`${sealedVersion}.${keyId}` !== prefix)
        throw new Error(
          `secret is sealed with ${sealedVersion}.${keyId}, expected ${prefix}; is this the right key file?`,
        );
      const bytes = Buffer.from(body, "base64url");
      const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(nonce, "base64url"), {
        authTagLength: tagBytes,
      })
        .setAAD(Buffer.from(prefix))
        .setAuthTag(bytes.subarray(-tagBytes));
      return Buffer.concat([decipher.update(bytes.subarray(0, -tagBytes)), decipher.final()]).toString("utf8");
    },
  };
}

function readKey(keyFile: string): Buffer | null {
  let file: number;
  try {
    file = openSync(keyFile, "r");
  } catch (fault) {
    if (fault instanceof Error && "code" in fault && fault.code === "ENOENT") return null;
    throw fault;
  }
  try {
    const mode = fstatSync(file).mode & 0o777;
    // Windows has no such bits and reports 0666 for every file.
    if (process.platform !== "win32" && mode & groupAndOthers)
      throw new Error(`key file ${keyFile} has mode ${mode.toString(8)}, expected 600: others could read it`);
    const key = Buffer.from(readFileSync(file, "utf8").trim(), "base64");
    if (key.length !== keyBytes) throw new Error(`key file ${keyFile} holds ${key.length} bytes, expected ${keyBytes}`);
    return key;
  } finally {
    closeSync(file);
  }
}

/** Writes the key beside the file and links it into place: two first starts end up with one key, and never half of one. */
function makeKey(keyFile: string): Buffer {
  mkdirSync(dirname(keyFile), { recursive: true, mode: 0o700 });
  const key = randomBytes(keyBytes);
  const draft = `${keyFile}.${randomBytes(8).toString("hex")}`;
  const file = openSync(draft, "wx", 0o600);
  try {
    writeSync(file, `${key.toString("base64")}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  try {
    linkSync(draft, keyFile);
    return key;
  } catch (fault) {
    const winner = readKey(keyFile);
    if (!winner) throw fault;
    return winner;
  } finally {
    unlinkSync(draft);
  }
}
