import { verifyAuthenticationResponse } from "@simplewebauthn/server";
import { createOwnDecider } from "#app/signins/own-decider.server.ts";
import { openDatabase } from "#db/connect.ts";
import { listFactors } from "#db/factors.ts";
import { findWorkspace } from "#db/workspaces.ts";
import type { Authenticator } from "#test/support/authenticator.ts";
import { addPersonWithPasskey } from "#test/support/sign-in.ts";
import type { Register } from "./register.ts";
import { median, type Result, result } from "./result.ts";
import { originOf, startProduct } from "./servers.ts";

const people = 16;
const rounds = 5;
const roundMs = 2_000;

type Passkey = { authenticator: Authenticator; publicKey: string };

/** Sign-ins with a passkey over HTTP, from the challenge to the session, against the library call that checks a signature. */
export async function measurePasskeys(register: Register): Promise<Result[]> {
  const { slug, passkeys } = await enrol(register);
  const product = await startProduct(register);
  try {
    const origin = originOf(product.ready.port);
    const rates = { ours: [] as number[], baseline: [] as number[] };
    for (let round = -1; round < rounds; round++) {
      const baseline = await perSecond([passkeys[0]], (passkey) => checkAlone(origin, passkey));
      const ours = await perSecond(passkeys, (passkey) => signInAt(origin, slug, passkey));
      // The first round is the compiler's.
      if (round < 0) continue;
      rates.baseline.push(baseline);
      rates.ours.push(ours);
    }
    const [ours, baseline] = [median(rates.ours), median(rates.baseline)];
    return [result("passkey sign-ins, challenge to session, against the library's check", "1/s", ours, "–", baseline)];
  } finally {
    await product.stop();
  }
}

async function enrol({ url, workspaceId }: Register): Promise<{ slug: string; passkeys: Passkey[] }> {
  const database = openDatabase(url);
  try {
    const { db } = database;
    const workspace = await findWorkspace(db, workspaceId);
    if (!workspace) throw new Error("the seeded register has no workspace, expected one");
    const ownSignIns = createOwnDecider(db);
    const passkeys: Passkey[] = [];
    for (let number = 0; number < people; number++) {
      const { user, authenticator } = await addPersonWithPasskey({ db, workspace, ownSignIns });
      const [factor] = await listFactors(db, workspaceId, user.id);
      passkeys.push({ authenticator, publicKey: factor?.credential?.publicKey ?? "" });
    }
    return { slug: workspace.slug, passkeys };
  } finally {
    await database.close();
  }
}

/** Lets each contender work on, one turn after the other, all of them at once; returns how many turns a second that made. */
async function perSecond<T>(contenders: readonly T[], turn: (contender: T) => Promise<void>): Promise<number> {
  const started = performance.now();
  let turns = 0;
  await Promise.all(
    contenders.map(async (contender) => {
      while (performance.now() - started < roundMs) {
        await turn(contender);
        turns += 1;
      }
    }),
  );
  return (turns / (performance.now() - started)) * 1000;
}

const challenge = "bench-challenge-of-43-characters-0123456789";

async function checkAlone(origin: string, passkey: Passkey | undefined): Promise<void> {
  if (!passkey) throw new Error("there is no passkey, expected one");
  const { authenticator, publicKey } = passkey;
  const { id, rawId, type, response } = authenticator.sign({ challenge }, { origin });
  const { userHandle: _, ...signed } = response;
  const { verified } = await verifyAuthenticationResponse({
    response: { id, rawId, type, response: signed, clientExtensionResults: {} },
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID: new URL(origin).hostname,
    credential: {
      id: authenticator.credentialId,
      publicKey: new Uint8Array(Buffer.from(publicKey, "base64url")),
      counter: 0,
    },
  });
  if (!verified) throw new Error("a signature was refused, expected it to be right");
}

async function signInAt(origin: string, slug: string, { authenticator }: Passkey): Promise<void> {
  const asked = await fetch(`${origin}/api/auth/mfa/challenge/webauthn?workspace=${slug}`);
  const options = (await asked.json()) as { challenge: string }; // cast: the options of WebAuthn
  const cookie = asked.headers.getSetCookie()[0]?.split(";")[0] ?? "";
  const answered = await fetch(`${origin}/api/auth/mfa/verify/webauthn?workspace=${slug}`, {
    method: "POST",
    headers: { Cookie: cookie, Origin: origin, "Content-Type": "application/json" },
    body: JSON.stringify(authenticator.sign(options, { origin })),
  });
  const text = await answered.text();
  if (answered.status !== 200) throw new Error(`a sign-in was answered ${answered.status}: ${text}`);
}
