import { generate } from "otplib";
import type { AuditActor } from "#app/audit/events.ts";
import type { Caller } from "#app/auth/caller.server.ts";
import { judgeAttempt } from "#app/auth/lockout.server.ts";
import { refuseManager } from "#app/auth/managing.server.ts";
import { hasFreshFactor } from "#app/auth/own-factors.server.ts";
import { stepUpRequired, wrongProof } from "#app/auth/refusals.ts";
import type { SecretBox } from "#app/auth/secret-box.server.ts";
import { digitsOf, type OpenSeed, type Told } from "#app/auth/totp.server.ts";
import type { Instant } from "#app/engine/types.ts";
import { Refused } from "#app/register/refused.ts";
import type { Db } from "#db/connect.ts";
import { listFactors } from "#db/factors.ts";
import { findOathToken, findSeed, resetDrift } from "#db/oath-tokens.ts";
import { giveBackAttempt } from "#db/sign-in-attempts.ts";
import { findUser } from "#db/users.ts";
import { write } from "#db/write.ts";
import { mostDrift } from "./oath-token.ts";
import { noSuchToken } from "./refusals.ts";

/** Two codes that a token showed one after the other. */
export type TwoCodes = { first: string; second: string };

/**
 * Looks for two codes in a row near the time of now, the earlier one first (RFC 4226, section 7.4). Two of them, since one
 * code that is looked for in so many places would be guessed too easily. Neither may be spent yet.
 */
async function findInStep(
  seed: OpenSeed & { lastStep: number | null },
  { first, second }: TwoCodes,
  now: Instant,
): Promise<Told | null> {
  const { secret, algorithm, digits, period, lastStep } = seed;
  const given = [digitsOf(first, digits), digitsOf(second, digits)];
  if (given.includes(null)) return null;
  const current = Math.floor(Date.parse(now) / 1000 / period);
  const codeOf = (step: number) => generate({ secret, algorithm, digits, period, epoch: step * period });
  let before = await codeOf(current - mostDrift - 1);
  for (let step = current - mostDrift; step <= current + mostDrift; step += 1) {
    const code = await codeOf(step);
    const isLater = lastStep === null || step - 1 > lastStep;
    if (isLater && before === given[0] && code === given[1]) return { step, drift: step - current };
    before = code;
  }
  return null;
}

type Resync = TwoCodes & { workspaceId: string; tokenId: string; actor: AuditActor; secrets: SecretBox; now: Instant };

/** Sets the clock of a token; what it was given for is not proved by that, so nobody is signed in by it. */
async function resync(db: Db, { workspaceId, tokenId, actor, secrets, now, ...codes }: Resync): Promise<boolean> {
  const seed = await findSeed(db, workspaceId, tokenId);
  const told = seed?.secret ? await findInStep({ ...seed, secret: secrets.open(seed.secret) }, codes, now) : null;
  if (!seed || told === null) return false;
  const token = await findOathToken(db, workspaceId, tokenId);
  const serial = token?.serial ?? null;
  return write(db, { workspaceId, actor, now }, async (tx, { audit, notify }) => {
    // Thrown, so that nothing is written about what did not happen.
    if (!(await resetDrift(tx, workspaceId, { id: tokenId, ...told }))) throw outOfReach();
    const change = { serial, userId: seed.userId, before: seed.drift, after: told.drift };
    audit("oath_token.resynchronised", { kind: "oath_token", id: tokenId }, change);
    const holder = seed.userId === null ? undefined : await findUser(tx, workspaceId, seed.userId);
    const label = token?.holder?.label ?? "";
    if (holder)
      notify({
        template: "token_resynchronised",
        toUserId: holder.id,
        toAddress: holder.userName,
        data: { label, at: now },
      });
    return true;
  });
}

type ByAdmin = TwoCodes & { caller: Caller; tokenId: string; secrets: SecretBox; now: Instant };

/**
 * Sets the clock of a hardware token that an admin has in front of them, or is read two codes of.
 * @throws Refused 403 not an admin, without a fresh factor or with wrong codes, 404 no such token.
 */
export async function resyncHardwareToken(db: Db, { caller, tokenId, secrets, now, ...codes }: ByAdmin): Promise<void> {
  if (!hasFreshFactor(caller.actor, now)) throw stepUpRequired();
  const { workspace, auditActor: actor, user } = caller;
  const workspaceId = workspace.id;
  await refuseManager(db, { workspaceId, by: { userId: user.id }, actor, now }, []);
  const token = await findOathToken(db, workspaceId, tokenId);
  if (token?.kind !== "hardware" || token.revokedAt !== null) throw noSuchToken();
  if (!(await resync(db, { workspaceId, tokenId, actor, secrets, now, ...codes }))) throw outOfReach();
}

type ByHolder = TwoCodes & {
  workspaceId: string;
  userId: string;
  /** Which of their factors; null for whichever the codes are of. */
  factorId: string | null;
  secrets: SecretBox;
  now: Instant;
};

/**
 * Sets the clock of a person's own token, counted as a try like any code. Whoever calls this has made sure that it is them:
 * by another factor, or by the password in a sign-in.
 * @throws Refused 403 wrong codes or a closed account.
 */
export async function resyncOwnToken(
  db: Db,
  { workspaceId, userId, factorId, secrets, now, ...codes }: ByHolder,
): Promise<void> {
  await judgeAttempt(db, { workspaceId, userId, now }, async (attempt) => {
    const actor = { kind: "user", id: userId } as const;
    const factors = await listFactors(db, workspaceId, userId);
    const mine = factors.flatMap(({ id, totp }) => (totp && (factorId ?? id) === id ? [totp.tokenId] : []));
    for (const tokenId of mine)
      if (await resync(db, { workspaceId, tokenId, actor, secrets, now, ...codes }))
        return giveBackAttempt(db, { workspaceId, userId }, attempt);
    throw wrongProof();
  });
}

function outOfReach(): Refused {
  return new Refused(
    403,
    "out_of_reach",
    "These are not two codes in a row of this token, or its clock is too far off. Wait for two new ones; if they are refused too, replace it.",
  );
}
