import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openSession } from "#app/auth/session.server.ts";
import { sources } from "#app/exports/sources.server.ts";
import { fileException } from "#app/register/file-exception.server.ts";
import { listViewOf } from "#app/register/list-view.server.ts";
import * as peoplePage from "#app/routes/settings.people.tsx";
import { setDisabled } from "#db/users.ts";
import { activeException, completeDraft } from "#test/support/active-exception.ts";
import { callerFor } from "#test/support/caller.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { makeContext } from "#test/support/make-context.ts";
import { addPeople, type People } from "#test/support/people.ts";
import { later, letIn, nobody, openTestSecrets } from "#test/support/sign-in.ts";
import { visit } from "#test/support/visit.ts";
import { written } from "#test/support/written.ts";

const secrets = openTestSecrets();
const now = later(testStart, 3600);

for (const [name, open] of Object.entries(databases))
  describe(`an exception whose owner is barred, ${name}`, () => {
    let base: TestDatabase;
    let people: People;
    let orphan: string;
    beforeAll(async () => {
      base = await open();
      people = await addPeople(base);
      orphan = (await activeException(base, people, { title: "Nobody answers for it", now: testStart })).id;
      await activeException(base, people, { title: "Somebody does", ownerId: people.boss.userId, now: testStart });
      await withdrawn();
    });
    afterAll(() => base.close());

    /** What is over needs no owner. */
    async function withdrawn() {
      const { db, workspace } = base;
      const { requestor } = people;
      const record = await fileException(db, {
        ...{ workspaceId: workspace.id, draft: completeDraft(), requestor, now: testStart },
        actor: { kind: "user", id: requestor.userId },
      });
      await db.updateTable("exceptions").set({ state: "withdrawn" }).where("id", "=", record.id).execute();
    }
    const bar = (at: string | null) => setDisabled(base.db, base.workspace.id, people.owner.userId, at);
    const listed = async (query: string) =>
      (await listViewOf(base.db, await callerFor(base, people.admin, now), new URLSearchParams(query), now)).page;
    const exported = async () => {
      const reading = { db: base.db, workspaceId: base.workspace.id, viewerId: null, query: "", asOf: null, now };
      const { bytes } = await written(sources.register, "jsonl", reading);
      const rows = bytes.toString().split("\n").filter(Boolean);
      return rows.map((row) => JSON.parse(row).is_owner_barred as unknown);
    };
    const shown = async (who: keyof People) => {
      const { value } = await openSession(base.db, {
        ...{ workspaceId: base.workspace.id, userId: people.admin.userId, client: nobody, admission: letIn, now },
        methods: [{ method: "passkey", completedAt: now, userVerified: true }],
      });
      const path = `/settings/people?manage=${people[who].userId}`;
      const asked = { context: makeContext(base, { secrets, now }), headers: { Cookie: `mfa_session=${value}` } };
      const { text } = await visit(peoplePage, "loader", { path }, asked);
      return JSON.parse(text).owned as number;
    };

    test("is not marked while the owner can sign in", async () => {
      const { rows, counts } = await listed("only=owner_barred");
      expect([rows, counts?.only.owner_barred]).toEqual([[], "0"]);
      expect((await listed("")).rows.some(({ ownerIsBarred }) => ownerIsBarred)).toBe(false);
      expect(await exported()).toEqual([false, false, false]);
    });

    test("is found, counted and marked from the instant they are barred, and what is over is not", async () => {
      await bar(now);
      const { rows, found, counts } = await listed("only=owner_barred");
      expect([rows.map(({ id }) => id), found, counts?.only.owner_barred]).toEqual([[orphan], 1, "1"]);
      expect((await listed("")).rows.filter(({ ownerIsBarred }) => ownerIsBarred).map(({ id }) => id)).toEqual([
        orphan,
      ]);
      await bar(null);
    });

    test("says so in an export, of the present", async () => {
      await bar(now);
      expect((await exported()).toSorted()).toEqual([false, true, true]);
      await bar(null);
    });

    test("is counted where its owner would be barred", async () => {
      expect(await shown("owner")).toBe(1);
      expect(await shown("boss")).toBe(1);
      expect(await shown("auditor")).toBe(0);
    });
  });
