import { hasOnlyCodes } from "#app/directory/has-only-codes.ts";
import type { Instant } from "#app/engine/types.ts";
import type { RegisterRole } from "#app/register/roles.ts";
import type { Db } from "./connect.ts";
import { listDirectoryUsers } from "./directory-users.ts";

export type PersonRow = {
  id: string;
  userName: string;
  displayName: string;
  department: string | null;
  disabledAt: Instant | null;
  pseudonymisedAt: Instant | null;
  /** From when on they are nobody to the register; null for those who are not here for a time. */
  accessEndsAt: Instant | null;
  lastSignInAt: Instant | null;
  roles: RegisterRole[];
  factors: number;
  /** Whether recovery codes are all that they have. */
  hasOnlyCodes: boolean;
};

type Asked = { search: string; after: string | null; limit: number };

/** Returns a page of the workspace's people by user name, with their roles in the register. */
export async function listPeople(
  db: Db,
  workspaceId: string,
  asked: Asked,
): Promise<{ people: PersonRow[]; next: string | null }> {
  const { users, next } = await listDirectoryUsers(db, workspaceId, { ...asked, ssoRequired: null });
  const people = users.map(({ registerRoles, factors, ...user }) => ({
    id: user.id,
    userName: user.userName,
    displayName: user.displayName,
    department: user.department,
    disabledAt: user.disabledAt,
    pseudonymisedAt: user.pseudonymisedAt,
    accessEndsAt: user.accessEndsAt,
    lastSignInAt: user.lastSignInAt,
    roles: registerRoles,
    factors: factors.length,
    hasOnlyCodes: hasOnlyCodes(factors),
  }));
  return { people, next };
}
