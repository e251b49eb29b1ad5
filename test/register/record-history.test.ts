import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { apply } from "#app/register/apply.server.ts";
import type { Exception } from "#app/register/exception.ts";
import type { Draft } from "#app/register/exception-schemas.ts";
import { editException, fileException } from "#app/register/file-exception.server.ts";
import { recordHistory, revisionsCompared } from "#app/register/record-history.server.ts";
import { findUser } from "#db/users.ts";
import { write } from "#db/write.ts";
import { completeDraft } from "#test/support/active-exception.ts";
import { databases, type TestDatabase } from "#test/support/databases.ts";
import { addPeople, type People } from "#test/support/people.ts";

const at = (minute: number) => `2026-11-10T12:${String(minute).padStart(2, "0")}:00.000Z`;

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let base: TestDatabase;
    let people: People;
    beforeAll(async () => {
      base = await open();
      people = await addPeople(base);
    });
    afterAll(() => base.close());

    const by = () => ({ kind: "user", id: people.requestor.userId }) as const;
    const filed = () =>
      fileException(base.db, {
        workspaceId: base.workspace.id,
        draft: completeDraft(),
        requestor: people.requestor,
        actor: by(),
        now: at(0),
      });
    const edited = ({ id, version }: Exception, over: Partial<Draft>, minute: number) =>
      editException(base.db, {
        workspaceId: base.workspace.id,
        id,
        version,
        draft: completeDraft(over),
        editor: people.requestor,
        actor: by(),
        now: at(minute),
      });
    const submitted = (record: Exception, minute: number) =>
      apply(base.db, {
        workspaceId: base.workspace.id,
        id: record.id,
        input: { command: "submit", version: record.version, comment: "Please" },
        actor: { ...people.requestor, aal: 2, factorUsedAt: at(minute) },
        auditActor: by(),
        now: at(minute),
      });
    const reader = async () => {
      const user = await findUser(base.db, base.workspace.id, people.auditor.userId);
      if (!user) throw new Error("the auditor is gone");
      return { user };
    };

    test("each save stands with every field that it changed, in words, the newest first", async () => {
      const draft = await filed();
      const changed = await edited(
        draft,
        {
          title: "Another title",
          ownerId: people.boss.userId,
          scope: { ...completeDraft().scope, protocols: ["pop"] },
        },
        1,
      );
      const record = await submitted(changed, 2);
      const { saves, older } = await recordHistory(base.db, await reader(), { record, showsReason: true }, null);
      expect(older).toBeNull();
      expect(saves.map(({ types, said }) => [types, said])).toEqual([
        [["exception.submitted"], "Please"],
        [["exception.edited"], ""],
        [["exception.drafted"], ""],
      ]);
      expect(saves[0]?.changes).toContainEqual({ field: "State", before: "Draft", after: "Submitted" });
      expect(saves[0]?.changes).toContainEqual({ field: "Submitted", before: null, after: "10 Nov 2026, 12:02 UTC" });
      expect(saves[1]?.changes).toEqual(
        expect.arrayContaining([
          { field: "Title", before: draft.title, after: "Another title" },
          { field: "Owner", before: "owner", after: "boss" },
          { field: "Scope: Protocols", before: "IMAP", after: "POP" },
        ]),
      );
      expect(saves[1]?.changes).toHaveLength(3);
      expect(saves[2]?.changes).toEqual([]);
    });

    test("what others do at the same instant has no part in a change", async () => {
      const draft = await filed();
      const record = await submitted(draft, 2);
      const user = await findUser(base.db, base.workspace.id, people.admin.userId);
      await write(
        base.db,
        { workspaceId: base.workspace.id, actor: { kind: "user", id: user?.id ?? "" }, now: at(2) },
        async (_tx, { audit }) =>
          audit("exception.watched", { kind: "exception", id: record.id }, { userId: user?.id ?? "" }),
      );
      const { saves } = await recordHistory(base.db, await reader(), { record, showsReason: true }, null);
      expect(saves.map(({ types, changes }) => [types, changes.length > 0])).toEqual([
        [["exception.watched"], false],
        [["exception.submitted"], true],
        [["exception.drafted"], false],
      ]);
    });

    test("any two revisions can be compared, in either direction", async () => {
      const draft = await filed();
      const once = await edited(draft, { title: "Once" }, 1);
      const twice = await edited(once, { title: "Twice" }, 2);
      const compared = (from: number | null, to: number | null) =>
        revisionsCompared(base.db, { record: twice, showsReason: true }, { from, to });
      expect((await compared(1, 3)).changes).toEqual([{ field: "Title", before: draft.title, after: "Twice" }]);
      expect((await compared(3, 2)).changes).toEqual([{ field: "Title", before: "Twice", after: "Once" }]);
      expect((await compared(1, 99)).changes).toBeNull();
      expect(await compared(null, null)).toMatchObject({ chosen: { from: 2, to: 3 }, changes: null });
      expect((await compared(null, null)).kept.map(({ version }) => version)).toEqual([3, 2, 1]);
    });

    test("a reason that is for approvers is in no difference that others see, nor are the words of others", async () => {
      const draft = await filed();
      const record = await submitted(
        await edited(
          draft,
          { justification: "His hands shake too much to type a code from a small screen in time." },
          1,
        ),
        2,
      );
      const seen = { record, showsReason: false };
      expect(JSON.stringify(await recordHistory(base.db, await reader(), seen, null))).not.toMatch(/His hands|Please/);
      const { changes } = await revisionsCompared(base.db, seen, { from: 1, to: 2 });
      expect(changes).toEqual([]);
    });

    test("a long history comes in pages, and each keeps its differences", async () => {
      let record = await filed();
      for (let minute = 1; minute <= 40; minute += 1)
        record = await edited(record, { title: `Title ${minute}` }, minute);
      const seen = { record, showsReason: true };
      const newest = await recordHistory(base.db, await reader(), seen, null);
      expect(newest.saves).toHaveLength(30);
      const rest = await recordHistory(base.db, await reader(), seen, newest.older);
      expect(rest.older).toBeNull();
      expect(rest.saves).toHaveLength(11);
      const titles = [...newest.saves, ...rest.saves].map(({ changes }) => changes[0]?.after);
      expect(titles).toEqual([...Array.from({ length: 40 }, (_one, index) => `Title ${40 - index}`), undefined]);
    });
  });
