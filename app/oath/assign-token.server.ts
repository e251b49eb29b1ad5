import type { Caller } from "#app/auth/caller.server.ts";
import { factorMessage } from "#app/auth/factor-message.server.ts";
import { refuseManager } from "#app/auth/managing.server.ts";
import { hasFreshFactor } from "#app/auth/own-factors.server.ts";
import { stepUpRequired } from "#app/auth/refusals.ts";
import type { SecretBox } from "#app/auth/secret-box.server.ts";
import { totpStep } from "#app/auth/totp.server.ts";
import type { Instant } from "#app/engine/types.ts";
import { Refused } from "#app/register/refused.ts";
import type { Db } from "#db/connect.ts";
import { insertFactor } from "#db/factors.ts";
import { newId } from "#db/ids.ts";
import { insertCustody } from "#db/oath-custody.ts";
import { noteWrongCode, spendTotpStep } from "#db/oath-seeds.ts";
import { findOathToken, findSeed, giveToken } from "#db/oath-tokens.ts";
import { findUserByName, rolesOf } from "#db/users.ts";
import { write } from "#db/write.ts";
import { noSuchToken } from "./refusals.ts";

type Assigning = {
  caller: Caller;
  tokenId: string;
  /** Whose it becomes, by address. */
  userName: string;
  /** What the token shows, which shows that it is the one with this serial number and that its clock runs. */
  code: string;
  secrets: SecretBox;
  now: Instant;
};

/**
 * Gives a hardware token in stock to somebody, as a factor of theirs. The code that confirms it is spent by it.
 * @throws Refused 403 not an admin, without a fresh factor or with a wrong code, 404 no such token or person, 409 when it
 * is somebody's or was revoked.
 */
export async function assignToken(db: Db, { caller, tokenId, userName, code, secrets, now }: Assigning): Promise<void> {
  if (!hasFreshFactor(caller.actor, now)) throw stepUpRequired();
  const { workspace, auditActor, user: admin } = caller;
  const workspaceId = workspace.id;
  const managing = { workspaceId, by: { userId: admin.id }, actor: auditActor, now };
  await refuseManager(db, managing, []);
  const token = await findOathToken(db, workspaceId, tokenId);
  const seed = await findSeed(db, workspaceId, tokenId);
  if (token?.kind !== "hardware" || token.serial === null) throw noSuchToken();
  const { serial, model } = token;
  if (!seed?.secret || seed.userId !== null) throw notInStock();
  const user = await findUserByName(db, workspaceId, userName);
  if (!user || user.disabledAt !== null)
    throw new Refused(404, "unknown_user", "There is nobody with this address who may sign in.");
  const told = await totpStep({ ...seed, secret: secrets.open(seed.secret) }, code, now);
  if (told === null) {
    await noteWrongCode(db, workspaceId, [tokenId]);
    throw wrongTokenCode();
  }
  await write(db, managing, async (tx, { audit, notify }) => {
    await refuseManager(tx, managing, await rolesOf(tx, workspaceId, user.id));
    const factorId = newId("fac");
    const label = `${model ?? "Hardware token"} ${serial}`;
    const factor = { workspaceId, id: factorId, userId: user.id, kind: "totp", label } as const;
    await insertFactor(tx, { ...factor, createdAt: now, lastUsedAt: null, credential: null, totp: null });
    if (!(await giveToken(tx, workspaceId, { tokenId, factorId }))) throw notInStock();
    if (!(await spendTotpStep(tx, { workspaceId, tokenId, ...told, now }))) throw wrongTokenCode();
    const custody = { tokenId, matter: "token", holderId: user.id, place: "With the person", at: now } as const;
    await insertCustody(tx, workspaceId, [{ ...custody, by: admin.id }]);
    audit("oath_token.assigned", { kind: "oath_token", id: tokenId }, { serial, userId: user.id });
    audit("ACCOUNT_MFA_DEVICE_ENROLLED", { kind: "user", id: user.id }, { kind: "totp", label });
    notify(factorMessage("factor_added", user, { label, at: now }));
  });
}

function notInStock(): Refused {
  return new Refused(409, "not_in_stock", "This token is somebody's, or was revoked.");
}

/** One answer for a wrong code and for one that was used before. */
function wrongTokenCode(): Refused {
  return new Refused(
    403,
    "wrong_code",
    "This is not the code that the token shows. Wait for the next one; if it is refused too, set the token's clock first.",
  );
}
