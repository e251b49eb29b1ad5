import { createWorkspace } from "#app/register/create-workspace.server.ts";
import { type TestDatabase, testStart } from "./databases.ts";
import { addPeople } from "./people.ts";

/** A second workspace on the same database, with people of its own. */
export async function otherPeople({ db }: Pick<TestDatabase, "db">) {
  const workspace = await createWorkspace(db, {
    slug: "elsewhere",
    name: "Elsewhere",
    timeZone: "UTC",
    securityContact: null,
    actor: { kind: "console", id: null },
    now: testStart,
  });
  return { db, workspace, people: await addPeople({ db, workspace }) };
}
