import { type RegisterRole, registerRoles } from "#app/register/roles.ts";
import type { Db } from "./connect.ts";
import { type CastMember, cast, demoCompany } from "./demo/cast.ts";
import { findUsers, rolesAmong } from "./users.ts";

/** Somebody whom a visitor of the demo can be, with one line on what they can do. */
export type DemoPerson = {
  userId: string;
  displayName: string;
  department: string | null;
  roles: RegisterRole[];
  can: string;
};

const abilities: Record<RegisterRole, string> = {
  owner: "Owns the workspace: people, policy and everything below.",
  admin: "Keeps people, tokens and policy; may revoke and close.",
  approver_identity: "Rates risks and approves for identity.",
  approver_risk: "Rates risks and approves for risk, from a high rating on.",
  approver_security_leadership: "Approves what is rated critical.",
  implementer: "Puts approved exceptions in place.",
  auditor: "Reads and exports everything, changes nothing.",
};
const requestorCan = "Files exceptions, answers questions and closes what has ended.";

/** What people meet at the sign-in who do nothing else in the register, by their user name. */
const encounters = new Map(
  Object.entries<CastMember>(cast).flatMap(([key, { meets }]) =>
    meets === undefined ? [] : [[`${key}@${demoCompany.domain}`, meets]],
  ),
);

/** Returns the people of the demo whom a visitor can be: whoever has a role, has filed, or meets something on the way in. */
export async function demoPeople(db: Db, workspaceId: string): Promise<DemoPerson[]> {
  const rows = await db
    .selectFrom("users")
    .select("id")
    .where("workspaceId", "=", workspaceId)
    .where("disabledAt", "is", null)
    .where((eb) =>
      eb.or([
        eb("id", "in", eb.selectFrom("roleGrants").select("userId").where("workspaceId", "=", workspaceId)),
        eb(
          "id",
          "in",
          eb
            .selectFrom("exceptions")
            .select("requestorId")
            .where("workspaceId", "=", workspaceId)
            .where("requestorId", "is not", null),
        ),
        eb("userName", "in", [...encounters.keys()]),
      ]),
    )
    .execute();
  const users = await findUsers(
    db,
    workspaceId,
    rows.map(({ id }) => id),
  );
  const rolesOf = await rolesAmong(db, workspaceId, [...users.keys()]);
  const people = [...users.values()].map(({ id, userName, displayName, department }) => {
    const roles = rolesOf.get(id) ?? [];
    const can = roles.map((role) => abilities[role]).join(" ") || (encounters.get(userName) ?? requestorCan);
    return { userId: id, displayName, department, roles, can };
  });
  const rank = ({ roles }: DemoPerson) => (roles[0] ? registerRoles.indexOf(roles[0]) : -1);
  return people.sort((one, other) => rank(one) - rank(other) || one.displayName.localeCompare(other.displayName));
}
