import { registerBreakGlassAccount } from "#db/break-glass-accounts.ts";
import { newId } from "#db/ids.ts";
import { insertUser } from "#db/users.ts";
import { write } from "#db/write.ts";
import { type TestDatabase, testStart } from "./databases.ts";
import type { People, Person } from "./people.ts";

type Base = Pick<TestDatabase, "db" | "workspace">;

/** Adds an account that signs in without the identity provider. */
export async function emergencyAccount({ db, workspace }: Base, name: string): Promise<Person> {
  const user = { id: newId("usr"), userName: `${name}@${workspace.slug}.example`, displayName: name };
  await insertUser(db, workspace.id, { ...user, createdAt: testStart });
  return { userId: user.id, userName: user.userName, roles: [] };
}

type Kept = { at: string; custodians?: [keyof People, keyof People] };

/** Adds such an account that is kept for emergencies, and returns its id. */
export async function withCustody(
  base: Base,
  people: People,
  name: string,
  { at, custodians: [first, second] = ["requestor", "implementer"] }: Kept,
): Promise<string> {
  const { userId } = await emergencyAccount(base, name);
  const { db, workspace } = base;
  const held = {
    ...{ firstCustodianId: people[first].userId, secondCustodianId: people[second].userId },
    storageReference: `Safe of ${name}`,
  };
  await write(
    db,
    { workspaceId: workspace.id, actor: { kind: "console", id: null }, now: at },
    async (tx, { audit }) => {
      const registered = { userId, ...held, registeredBy: people.admin.userId, registeredAt: at };
      await registerBreakGlassAccount(tx, workspace.id, registered);
      audit("break_glass_account.registered", { kind: "user", id: userId }, held);
    },
  );
  return userId;
}
