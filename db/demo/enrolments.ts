import type { SecretBox } from "#app/auth/secret-box.server.ts";
import { newTotpSecret } from "#app/auth/totp.server.ts";
import type { FactorKind } from "#app/engine/types.ts";
import { addDays } from "#app/register/days.ts";
import type { Db } from "../connect.ts";
import { newId } from "../ids.ts";
import { insertApp } from "../oath-seeds.ts";
import { write } from "../write.ts";
import { type CastKey, type CastMember, cast } from "./cast.ts";
import type { Stage, Step } from "./play-story.ts";

/** How long after their first sign-in people got round to it, in days; the rest of the cast goes through it again. */
const delays = [0.1, 1, 3, 12, 40, 75];
/** By then everybody who ever enrols has. */
const latest = 45;
/** Accounts that nobody has signed in with were made ready when the company moved in. */
const prepared = 208;

/** Lets everybody sign in for the first time, and enrol their factors some days later. */
export function enrolments(stage: Stage, secrets: SecretBox): Step[] {
  return (Object.keys(cast) as CastKey[]).flatMap((key, index) => {
    const { firstSignInDaysAgo: ago, factors = [], codesLeft, isBypass }: CastMember = cast[key];
    const userId = stage.people.get(key);
    if (userId === undefined) throw new Error(`${key} is not in the cast`);
    const delay = isBypass === true ? 0.1 : (delays[index % delays.length] ?? 0);
    const enrolledAgo = ago === null ? prepared : Math.min(ago, Math.max(ago - delay, Math.min(latest, ago - 0.1)));
    const steps: Step[] = factors.map((kind, number) => {
      const at = addDays(stage.now, -enrolledAgo + number / 1000);
      return { at, run: (tx) => enrol(tx, stage, { userId, kind, codesLeft: codesLeft ?? 8, secrets, at }) };
    });
    return ago === null ? steps : [signIn(stage, userId, addDays(stage.now, -ago)), ...steps];
  });
}

function signIn({ workspaceId }: Stage, userId: string, at: string): Step {
  return {
    at,
    run: async (tx) => {
      const user = tx.updateTable("users").set({ firstSignInAt: at }).where("workspaceId", "=", workspaceId);
      await user.where("id", "=", userId).execute();
    },
  };
}

type Enrolling = { userId: string; kind: FactorKind; codesLeft: number; secrets: SecretBox; at: string };

async function enrol(tx: Db, { workspaceId }: Stage, { userId, kind, codesLeft, secrets, at }: Enrolling) {
  const [label, factorId] = [factorLabels[kind], newId("fac")];
  await write(tx, { workspaceId, actor: { kind: "user", id: userId }, now: at }, async (inner, { audit }) => {
    await inner
      .insertInto("factors")
      .values({
        ...emptyFactor,
        ...credentialOf(kind, factorId),
        ...{ workspaceId, id: factorId, userId, kind, label, createdAt: at },
        remaining: kind === "recovery_code" ? codesLeft : null,
      })
      .execute();
    if (kind === "totp") {
      const seed = { secret: secrets.seal(newTotpSecret()), lastStep: null, drift: 0 };
      await insertApp(inner, { ...seed, workspaceId, factorId, createdAt: at });
    }
    audit("ACCOUNT_MFA_DEVICE_ENROLLED", { kind: "user", id: userId }, { kind, label });
  });
}

const factorLabels = {
  passkey: "Passkey on the work computer",
  security_key: "Security key",
  totp: "Authenticator app",
  recovery_code: "Recovery codes",
} as const;

/** What people made their passkeys with; the key is nobody's, so that no signature is ever right. */
function credentialOf(kind: FactorKind, factorId: string) {
  if (kind !== "passkey" && kind !== "security_key") return {};
  const isSynced = kind === "passkey";
  return {
    credentialId: factorId,
    publicKey: "",
    counter: 0,
    transports: JSON.stringify(isSynced ? ["internal", "hybrid"] : ["usb", "nfc"]),
    aaguid: isSynced ? "fbfc3007-154e-4ecc-8c0b-6e020557d7bd" : "2fc0579f-8113-47ea-b116-bb5a8db9202a",
    backupEligible: Number(isSynced),
    backedUp: Number(isSynced),
  };
}

/** The demo's factors are listed and counted, but nobody holds the other half of them: people sign in by one click. */
const emptyFactor = {
  lastUsedAt: null,
  revokedAt: null,
  credentialId: null,
  publicKey: null,
  counter: null,
  transports: null,
  aaguid: null,
};
