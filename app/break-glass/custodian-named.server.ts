import { Refused } from "#app/register/refused.ts";
import type { Db } from "#db/connect.ts";
import { findUser, findUserByName } from "#db/users.ts";

/**
 * Returns the ids of the two people whom a form or the API names as custodians, by address or id.
 * @throws Refused 400 for somebody whom nobody knows.
 */
export async function custodiansNamed(
  db: Db,
  workspaceId: string,
  { firstCustodian, secondCustodian }: { firstCustodian: string; secondCustodian: string },
): Promise<{ firstCustodianId: string; secondCustodianId: string }> {
  const idOf = async (name: string, field: string) => {
    const person = (await findUser(db, workspaceId, name)) ?? (await findUserByName(db, workspaceId, name));
    if (!person) throw new Refused(400, "unknown_custodian", "There is nobody with this address.", { field });
    return person.id;
  };
  return {
    firstCustodianId: await idOf(firstCustodian, "firstCustodian"),
    secondCustodianId: await idOf(secondCustodian, "secondCustodian"),
  };
}
