import { expect, test } from "vitest";
import { readNewPasskey, readSignature } from "#app/auth/passkey.server.ts";
import { NewPasskeyWire, PasskeySignatureWire } from "#app/auth/passkey-response.ts";
import key from "#test/fixtures/security-key.json" with { type: "json" };

/** Answers of a security key as browsers send them: with and without its user verified, and otherwise alike. */
const { origin, rpId, challenges, registration, signIn } = key;
const made = { challenge: challenges.registration, origin, rpId };
const signed = { challenge: challenges.signIn, origin, rpId };

const credential = {
  credentialId: signIn.verified.id,
  publicKey: key.publicKey,
  counter: 3,
  transports: ["usb"],
  aaguid: "00000000-0000-0000-0000-000000000000",
  backupEligible: false,
  backedUp: false,
};

test("a security key that has verified its user is enrolled as what it is", async () => {
  expect(await readNewPasskey(NewPasskeyWire.parse(registration.verified), made)).toEqual({
    kind: "security_key",
    credential: { ...credential, counter: 4, transports: [] },
  });
});

test("a security key that was only touched is not enrolled", async () => {
  expect(await readNewPasskey(NewPasskeyWire.parse(registration.unverified), made)).toBeNull();
});

test("its signature counts, and names its user", async () => {
  expect(await readSignature(credential, PasskeySignatureWire.parse(signIn.verified), signed)).toEqual({
    counter: 10,
    isCopied: false,
    backedUp: false,
    userId: "usr_of_the_fixture",
  });
});

test("a signature for which the key was only touched is refused, though everything else about it is right", async () => {
  expect(await readSignature(credential, PasskeySignatureWire.parse(signIn.unverified), signed)).toBeNull();
});

test("a signature of another authenticator's, or without one, is refused", async () => {
  const { verified } = signIn;
  const other = { ...verified, response: { ...verified.response, signature: signIn.unverified.response.signature } };
  expect(await readSignature(credential, PasskeySignatureWire.parse(other), signed)).toBeNull();
  const without = { ...verified, response: { ...verified.response, signature: "" } };
  expect(await readSignature(credential, PasskeySignatureWire.parse(without), signed)).toBeNull();
});

test.each([
  ["padded base64", { id: `${signIn.verified.id}=` }],
  ["standard base64", { rawId: "a+b/" }],
  ["a key that is no text", { id: 7 }],
  ["no id", { id: "" }],
  ["another kind of credential", { type: "password" }],
])("an answer with %s in it is not read", (_what, wrong) => {
  expect(PasskeySignatureWire.safeParse({ ...signIn.verified, ...wrong }).success).toBe(false);
});
