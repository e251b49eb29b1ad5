import { expect, onTestFinished, test } from "vitest";
import { addDirectoryObject } from "#db/directory.ts";
import { listDirectoryUsers, listMembers } from "#db/directory-users.ts";
import { databases, testStart } from "#test/support/databases.ts";

const many = 1100;
const nameOf = (number: number) => `Ann Smith${String(number).padStart(4, "0")}`;

for (const [name, open] of Object.entries(databases)) {
  const opened = async () => {
    const { db, workspace, close } = await open();
    onTestFinished(close);
    const workspaceId = workspace.id;
    await addDirectoryObject(db, workspaceId, { kind: "group", id: "all", name: "All" }, testStart);
    const numbers = Array.from({ length: many }, (_nothing, number) => number);
    const idOf = (number: number) => `usr_${many - number}`;
    const users = numbers.map((number) => ({
      workspaceId,
      id: idOf(number),
      userName: `p${String(number).padStart(4, "0")}@acme.example`,
      displayName: nameOf(number),
      ssoRequired: 1,
      createdAt: testStart,
    }));
    const words = numbers.flatMap((number) =>
      nameOf(number)
        .toLowerCase()
        .split(" ")
        .map((word) => ({ workspaceId, kind: "user", objectId: idOf(number), word })),
    );
    const memberships = numbers.map((number) => ({
      workspaceId,
      userId: idOf(number),
      kind: "group",
      objectId: "all",
      addedAt: testStart,
    }));
    for (let start = 0; start < many; start += 100) {
      await db
        .insertInto("users")
        .values(users.slice(start, start + 100))
        .execute();
      await db
        .insertInto("memberships")
        .values(memberships.slice(start, start + 100))
        .execute();
      await db
        .insertInto("directoryWords")
        .values(words.slice(start * 2, start * 2 + 200))
        .execute();
    }
    const find = (search: string, after: string | null = null) =>
      listDirectoryUsers(db, workspaceId, { search, ssoRequired: null, after, limit: 50 });
    return { db, workspaceId, find };
  };

  test(`${name}: a search of very many says that it shows a part, and one word more finds the rest`, async () => {
    const { find } = await opened();
    expect((await find("ann")).isCut).toBe(true);
    const { users, isCut, next } = await find("ann smith07");
    expect([users.length, isCut]).toEqual([50, false]);
    const rest = await find("ann smith07", next);
    expect(rest.users.map(({ displayName }) => displayName)).toEqual(
      Array.from({ length: 50 }, (_nothing, index) => nameOf(750 + index)),
    );
    expect(rest.next).toBeNull();
    expect((await find("ann zoe")).users).toEqual([]);
  });

  test(`${name}: everybody of a large group is met once, and a small one is in the order of names`, async () => {
    const { db, workspaceId } = await opened();
    const seen = await allMembers(db, workspaceId);
    expect(new Set(seen).size).toBe(many);
    expect(seen).toHaveLength(many);
    await db.deleteFrom("memberships").where("userId", "<", "usr_2").execute();
    const fewer = await allMembers(db, workspaceId);
    expect(fewer.length).toBeLessThan(1000);
    expect(fewer).toEqual(fewer.toSorted());
  });
}

async function allMembers(db: Parameters<typeof listMembers>[0], workspaceId: string): Promise<string[]> {
  const seen: string[] = [];
  let after: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof listMembers>> = await listMembers(
      db,
      workspaceId,
      { kind: "group", objectId: "all" },
      { after, limit: 97 },
    );
    seen.push(...page.members.map(({ userName }) => userName));
    after = page.next;
  } while (after !== null);
  return seen;
}
