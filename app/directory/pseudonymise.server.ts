import { randomBytes } from "node:crypto";
import { type Managing, refuseManager } from "#app/auth/managing.server.ts";
import { hasFreshFactor } from "#app/auth/own-factors.server.ts";
import { stepUpRequired } from "#app/auth/refusals.ts";
import type { Actor } from "#app/register/guards.ts";
import { Refused } from "#app/register/refused.ts";
import { deleteTextsAbout, textsAbout } from "#db/audit-personal.ts";
import type { Db } from "#db/connect.ts";
import { clearWaysIn, setPseudonym } from "#db/pseudonyms.ts";
import { findUser, rolesOf, type User } from "#db/users.ts";
import { renameInWebhookMessages } from "#db/webhook-messages.ts";
import { findWorkspace } from "#db/workspaces.ts";
import { write } from "#db/write.ts";
import { cancelMessagesTo, rewriteAnswers, rewriteMessages } from "#db/written-names.ts";
import { type Renaming, withoutPerson } from "./without-person.ts";

type Pseudonymising = Omit<Managing, "by"> & { by: Actor; userId: string; reason: string };

/**
 * Takes who a barred person was out of the register, for good: from here on they are known by a pseudonym. What they did
 * stays, under the same id. Somebody who has a pseudonym already keeps it.
 * @throws Refused 400 the reason names them, 403 not an admin, an owner where only an owner may, or no fresh factor,
 * 404 no such person, 409 `not_disabled` or `security_contact`.
 */
export async function pseudonymiseUser(
  db: Db,
  asked: Pseudonymising,
): Promise<{ user: User; isChanged: boolean; gone: number }> {
  const { workspaceId, userId, actor, by, now } = asked;
  const before = await judged(db, asked);
  if (before.pseudonymisedAt !== null) return { user: before, isChanged: false, gone: 0 };
  if (!hasFreshFactor(by, now)) throw stepUpRequired();
  return write(db, { workspaceId, actor, now }, async (tx, { audit }) => {
    const user = await judged(tx, asked);
    if (user.pseudonymisedAt !== null)
      throw new Refused(409, "changed_meanwhile", "Somebody did the same a moment ago. Look again.");
    const known = await textsAbout(tx, workspaceId, userId);
    const addresses = [user.userName, ...known.filter(({ field }) => field === "userName").map(({ text }) => text)];
    const renaming = newName(user);
    await takeOutName(tx, workspaceId, renaming, now);
    const texts = await deleteTextsAbout(tx, workspaceId, { userId, addresses });
    audit("user.pseudonymised", { kind: "user", id: userId }, { reason: asked.reason, texts });
    return { user: await requirePerson(tx, workspaceId, userId), isChanged: true, gone: texts.length };
  });
}

function newName({ id, userName, displayName }: User): Renaming {
  const random = randomBytes(5).toString("hex");
  return {
    userId: id,
    address: userName,
    name: displayName,
    newAddress: `former-${random}@removed.invalid`,
    newName: `Former person ${random}`,
  };
}

async function takeOutName(tx: Db, workspaceId: string, renaming: Renaming, now: string): Promise<void> {
  const { userId, newAddress, newName: displayName } = renaming;
  const rewrite = (json: string) => withoutPerson(json, renaming);
  await setPseudonym(tx, workspaceId, { userId, userName: newAddress, displayName }, now);
  await clearWaysIn(tx, workspaceId, userId, now);
  await cancelMessagesTo(tx, workspaceId, renaming, now);
  await rewriteMessages(tx, workspaceId, renaming, { newAddress, rewrite });
  await rewriteAnswers(tx, workspaceId, renaming, rewrite);
  await renameInWebhookMessages(tx, workspaceId, renaming);
}

/** Why a person cannot be pseudonymised as things are; null where nothing stands against it. */
export function obstacleOf(
  { userName, disabledAt }: Pick<User, "userName" | "disabledAt">,
  securityContact: string | null,
): Refused | null {
  if (disabledAt === null)
    return new Refused(
      409,
      "not_disabled",
      "Bar this person from signing in first; then who they were can be taken out.",
    );
  if (securityContact?.toLowerCase() === userName)
    return new Refused(
      409,
      "security_contact",
      "The workspace alerts this address. Name another security contact under Settings → Workspace first.",
    );
  return null;
}

async function judged(db: Db, { workspaceId, userId, by, reason, ...managing }: Pseudonymising): Promise<User> {
  const user = await requirePerson(db, workspaceId, userId);
  await refuseManager(db, { ...managing, workspaceId, by }, await rolesOf(db, workspaceId, userId));
  if (user.pseudonymisedAt !== null) return user;
  const workspace = await findWorkspace(db, workspaceId);
  const obstacle = obstacleOf(user, workspace?.securityContact ?? null);
  if (obstacle) throw obstacle;
  const names = [user.userName, user.displayName].map((name) => name.toLowerCase());
  if (names.some((name) => reason.toLowerCase().includes(name)))
    throw new Refused(
      400,
      "reason_names_person",
      "The reason stays for ever. Leave the name and the address out of it.",
      {
        field: "reason",
      },
    );
  return user;
}

async function requirePerson(db: Db, workspaceId: string, userId: string): Promise<User> {
  const user = await findUser(db, workspaceId, userId);
  if (!user) throw new Refused(404, "unknown_user", "There is no such person.");
  return user;
}
