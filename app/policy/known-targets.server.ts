import type { RuleTarget } from "#app/engine/types.ts";
import { Refused } from "#app/register/refused.ts";
import { registerRoles } from "#app/register/roles.ts";
import type { Db } from "#db/connect.ts";
import { namesOf } from "#db/directory.ts";
import { findUser, findUserByName } from "#db/users.ts";
import type { PolicyContent } from "./policy-content.ts";
import { isSameTarget } from "./policy-strength.ts";

type Where = { list: "rules" | "floors"; index: number };

/**
 * Returns the content with people by their ids, who may be named by e-mail address.
 * @throws Refused 400 `unknown_target`: a rule about nobody would ask nothing of anybody, and nobody would notice.
 */
export async function withKnownTargets(
  tx: Db,
  workspaceId: string,
  content: PolicyContent,
  current: PolicyContent,
): Promise<PolicyContent> {
  // What the policy names already may since have left the directory; that is no reason to refuse another change.
  const old = [...current.rules, ...current.floors].map(({ target }) => target);
  const known = async <E extends { target: RuleTarget }>(entry: E, where: Where): Promise<E> =>
    old.some((target) => isSameTarget(target, entry.target))
      ? entry
      : { ...entry, target: await knownTarget(tx, workspaceId, entry.target, where) };
  const [rules, floors] = [[...content.rules], [...content.floors]];
  for (const [index, rule] of rules.entries()) rules[index] = await known(rule, { list: "rules", index });
  for (const [index, floor] of floors.entries()) floors[index] = await known(floor, { list: "floors", index });
  return { ...content, rules, floors };
}

async function knownTarget(tx: Db, workspaceId: string, target: RuleTarget, where: Where): Promise<RuleTarget> {
  const { kind, id } = target;
  if (kind === "user" && id.includes("@")) {
    const user = await findUserByName(tx, workspaceId, id);
    if (user) return { kind, id: user.id };
  } else if (await isKnown(tx, workspaceId, target)) return target;
  throw new Refused(400, "unknown_target", `There is no ${kind === "user" ? "person" : kind} ${id} in the directory.`, {
    field: `${where.list}.${where.index}.target`,
  });
}

async function isKnown(tx: Db, workspaceId: string, { kind, id }: RuleTarget): Promise<boolean> {
  if (kind === "role" && registerRoles.some((role) => role === id)) return true;
  const names = await namesOf(tx, workspaceId, [id]);
  if (kind !== "user") return names.has(`${kind}:${id}`);
  return names.has(`service_principal:${id}`) || (await findUser(tx, workspaceId, id)) !== undefined;
}
