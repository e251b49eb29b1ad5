import type { Instant } from "#app/engine/types.ts";
import { Refused } from "#app/register/refused.ts";
import { anySignIn } from "#app/signins/sign-in-query.ts";
import { textsAbout } from "#db/audit-personal.ts";
import type { Db } from "#db/connect.ts";
import { freeTextsNaming } from "#db/free-texts.ts";
import { gatherRecent } from "#db/gather-sign-ins.ts";
import { listSignIns } from "#db/sign-ins.ts";
import { findUser } from "#db/users.ts";
import type { Workspace } from "#db/workspaces.ts";
import { obstacleOf } from "./pseudonymise.server.ts";

/** Fields whose text is looked for in what people wrote; a label such as "Phone" says nobody's name. */
const namingFields: readonly string[] = ["userName", "displayName", "externalId"];

/**
 * Gathers what taking a person's name out of the register would leave: every free text that names them, by what they were
 * ever called.
 * @throws Refused 404 when there is no such person.
 */
export async function pseudonymView(db: Db, workspace: Workspace, userId: string) {
  const user = await findUser(db, workspace.id, userId);
  if (!user) throw new Refused(404, "unknown_user", "There is no such person.");
  const { userName, displayName, externalId, pseudonymisedAt } = user;
  const named = await textsAbout(db, workspace.id, userId);
  const former = named.filter(({ field }) => namingFields.includes(field)).map(({ text }) => text);
  // Comments name people by the part of their address before the @, too.
  const mentioned = `@${userName.replace(/@.*$/, "")}`;
  const names = [...new Set([userName, mentioned, displayName, externalId ?? "", ...former])].filter(
    (name) => name.length > 2,
  );
  await gatherRecent(db, workspace.id);
  const [texts, { signIns }] = await Promise.all([
    freeTextsNaming(db, workspace.id, names),
    listSignIns(db, workspace.id, { ...anySignIn, subjectId: userName, limit: 1 }),
  ]);
  return {
    user: { id: userId, userName, displayName, pseudonymisedAt: pseudonymisedAt as Instant | null },
    obstacle: obstacleOf(user, workspace.securityContact)?.message ?? null,
    /** In how many places of the audit log their name, address or labels stand. */
    inLog: named.length,
    names,
    records: byRecord(texts),
    elsewhere: texts.filter(({ exceptionId }) => exceptionId === null).map(({ what, count }) => ({ what, count })),
    /** Whether sign-ins asked for this address while nobody had it. */
    wasUnknown: signIns.length > 0,
  };
}

function byRecord(texts: readonly { what: string; exceptionId: string | null }[]) {
  const found = new Map<string, string[]>();
  for (const { what, exceptionId } of texts)
    if (exceptionId !== null) found.set(exceptionId, [...(found.get(exceptionId) ?? []), what]);
  return [...found]
    .map(([exceptionId, where]) => ({ exceptionId, where }))
    .sort((one, other) => (one.exceptionId < other.exceptionId ? -1 : 1));
}
