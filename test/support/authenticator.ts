import { generateKeyPairSync, hash, type KeyObject, randomBytes, sign } from "node:crypto";
import type { NewPasskey, PasskeySignature } from "#app/auth/passkey-response.ts";

const flag = { userPresent: 0x01, userVerified: 0x04, backupEligible: 0x08, backedUp: 0x10, credentialData: 0x40 };

/** What an authenticator and its browser may get wrong, or do wrong on purpose. */
type Deviations = {
  challenge?: string;
  origin?: string;
  rpId?: string;
  userVerified?: boolean;
  counter?: number;
  userHandle?: string;
  backupEligible?: boolean;
  backedUp?: boolean;
};

/** An authenticator in software: makes real keys and real signatures, and breaks any single rule when asked to. */
export type Authenticator = {
  credentialId: string;
  create(asked: { challenge: string }, deviations?: Deviations): NewPasskey;
  sign(asked: { challenge: string }, deviations?: Deviations): PasskeySignature;
};

export function makeAuthenticator({
  origin,
  rpId: ownRpId = new URL(origin).hostname,
  userId,
  isSynced = true,
  counts = false,
}: {
  origin: string;
  /** Its own host, unless another domain above it. */
  rpId?: string;
  userId: string;
  isSynced?: boolean;
  /** Whether it counts its signatures; synced passkeys do not. */
  counts?: boolean;
}): Authenticator {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const id = randomBytes(32);
  const credentialId = id.toString("base64url");
  let signatures = 0;

  const clientData = (type: string, challenge: string, from: string) =>
    Buffer.from(JSON.stringify({ type, challenge, origin: from, crossOrigin: false }));
  const authenticatorData = (
    extraFlags: number,
    { rpId, userVerified = true, counter, backupEligible = isSynced, backedUp = isSynced }: Deviations,
    rest = Buffer.alloc(0),
  ) => {
    const verified = userVerified ? flag.userVerified : 0;
    const backup = (backupEligible ? flag.backupEligible : 0) | (backedUp ? flag.backedUp : 0);
    if (counts) signatures += 1;
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter ?? signatures);
    return Buffer.concat([
      hash("sha256", rpId ?? ownRpId, "buffer"),
      Buffer.from([flag.userPresent | verified | backup | extraFlags]),
      count,
      rest,
    ]);
  };

  return {
    credentialId,
    create(asked, deviations = {}) {
      const length = Buffer.alloc(2);
      length.writeUInt16BE(id.length);
      const credential = Buffer.concat([Buffer.alloc(16), length, id, coseKey(publicKey)]);
      const authData = authenticatorData(flag.credentialData, deviations, credential);
      const client = clientData(
        "webauthn.create",
        deviations.challenge ?? asked.challenge,
        deviations.origin ?? origin,
      );
      return {
        id: credentialId,
        rawId: credentialId,
        type: "public-key",
        response: {
          clientDataJSON: client.toString("base64url"),
          attestationObject: attestationObject(authData).toString("base64url"),
          transports: ["internal"],
        },
      };
    },
    sign(asked, deviations = {}) {
      const authData = authenticatorData(0, deviations);
      const client = clientData("webauthn.get", deviations.challenge ?? asked.challenge, deviations.origin ?? origin);
      const signed = Buffer.concat([authData, hash("sha256", client, "buffer")]);
      return {
        id: credentialId,
        rawId: credentialId,
        type: "public-key",
        response: {
          clientDataJSON: client.toString("base64url"),
          authenticatorData: authData.toString("base64url"),
          signature: sign("sha256", signed, privateKey).toString("base64url"),
          userHandle: Buffer.from(deviations.userHandle ?? userId).toString("base64url"),
        },
      };
    },
  };
}

/** An ES256 key as COSE has it: { 1: 2, 3: -7, -1: 1, -2: x, -3: y }. */
function coseKey(key: KeyObject): Buffer {
  const { x = "", y = "" } = key.export({ format: "jwk" });
  const coordinate = (value: string) => Buffer.concat([Buffer.from([0x58, 32]), Buffer.from(value, "base64url")]);
  return Buffer.concat([
    Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21]),
    coordinate(x),
    Buffer.from([0x22]),
    coordinate(y),
  ]);
}

/** CBOR of { fmt: "none", attStmt: {}, authData }. */
function attestationObject(authData: Buffer): Buffer {
  const text = (value: string) => Buffer.concat([Buffer.from([0x60 + value.length]), Buffer.from(value)]);
  return Buffer.concat([
    Buffer.from([0xa3]),
    text("fmt"),
    text("none"),
    text("attStmt"),
    Buffer.from([0xa0]),
    text("authData"),
    Buffer.from([0x58, authData.length]),
    authData,
  ]);
}
