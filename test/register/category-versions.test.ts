import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Caller } from "#app/auth/caller.server.ts";
import { apply } from "#app/register/apply.server.ts";
import { categoryPack } from "#app/register/category.ts";
import { editException, fileException } from "#app/register/file-exception.server.ts";
import { rulesFor } from "#app/register/rules-for.server.ts";
import { lookAt } from "#app/register/show.server.ts";
import {
  getCategory,
  getCategoryVersion,
  insertCategoryVersion,
  listCategories,
  listCategoryVersions,
} from "#db/categories.ts";
import { activeException, completeDraft } from "#test/support/active-exception.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { addPeople } from "#test/support/people.ts";

const change = { reason: "Too many long ones", authorId: null, createdAt: testStart };

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let opened: TestDatabase;
    beforeAll(async () => {
      opened = await open();
      const { db, workspace } = opened;
      const before = await getCategory(db, workspace.id, "federated_partner");
      const category = { ...before, version: 2, mostTermDays: 60, graceDays: 30 };
      await insertCategoryVersion(db, workspace.id, { category, ...change });
    });
    afterAll(() => opened.close());

    test("a workspace begins with the categories as shipped", async () => {
      const { db, workspace } = opened;
      const shipped = await getCategoryVersion(db, workspace.id, "federated_partner", 1);
      expect(shipped).toEqual(categoryPack.find(({ id }) => id === "federated_partner"));
    });

    test("the newest version of each is the one that counts", async () => {
      const { db, workspace } = opened;
      const versions = new Map((await listCategories(db, workspace.id)).map(({ id, version }) => [id, version]));
      expect([versions.size, versions.get("federated_partner"), versions.get("accessibility")]).toEqual([7, 2, 1]);
      expect((await getCategory(db, workspace.id, "federated_partner")).mostTermDays).toBe(60);
      const all = await listCategoryVersions(db, workspace.id, "federated_partner");
      expect(all.map(({ category, reason }) => [category.version, reason])).toEqual([
        [2, "Too many long ones"],
        [1, "As shipped"],
      ]);
    });

    test("a record keeps the stricter of what it was submitted under and what holds today", async () => {
      const { db, workspace } = opened;
      const record = { workspaceId: workspace.id, category: "federated_partner" } as const;
      const rules = await rulesFor(db, { ...record, categoryVersion: 1 });
      expect([rules.mostTermDays, rules.graceDays]).toEqual([60, 7]);
      expect((await rulesFor(db, { ...record, categoryVersion: null })).graceDays).toBe(30);
    });

    test("a reason that was private stays private when the category no longer asks for it", async () => {
      const { db, workspace } = opened;
      const people = await addPeople(opened);
      const draft = { category: "accessibility", details: { alternative_factor: "A token that speaks" } } as const;
      const record = await activeException(opened, people, { now: testStart, ...draft });
      expect(record.categoryVersion).toBe(1);
      const before = await getCategory(db, workspace.id, "accessibility");
      const category = { ...before, version: 2, reasonIsPrivate: false };
      await insertCategoryVersion(db, workspace.id, { category, ...change });
      const { userId, userName, roles } = people.auditor;
      const user = { id: userId, userName } as Caller["user"]; // the rest is not looked at
      const actor = { userId, roles, aal: 2, factorUsedAt: null } as const;
      const auditActor = { kind: "user", id: userId } as const;
      const caller: Caller = { workspace, user, roles: [...roles], actor, auditActor, session: null, token: null };
      const [sight] = await lookAt(db, caller, [record], testStart);
      expect(sight?.showsReason).toBe(false);
    });

    test("a record that moves to another category comes under that one as it is now", async () => {
      const { db, workspace } = opened;
      const { requestor } = await addPeople({ db, workspace: { ...workspace, slug: "movers" } });
      const auditActor = { kind: "user", id: requestor.userId } as const;
      const acting = { workspaceId: workspace.id, now: testStart };
      const ownerId = requestor.userId;
      const filed = await fileException(db, {
        ...acting,
        draft: completeDraft({ ownerId }),
        requestor,
        actor: auditActor,
      });
      const actor = { ...requestor, aal: 2, factorUsedAt: testStart } as const;
      const input = { command: "submit", comment: "", version: filed.version } as const;
      const submitted = await apply(db, { ...acting, id: filed.id, input, actor, auditActor });
      expect(submitted.categoryVersion).toBe(1);
      const edit = { ...acting, id: filed.id, editor: requestor, actor: auditActor };
      const kept = await editException(db, { ...edit, version: submitted.version, draft: completeDraft({ ownerId }) });
      expect(kept.categoryVersion).toBe(1);
      const draft = completeDraft({ ownerId, category: "federated_partner" });
      const moved = await editException(db, { ...edit, version: kept.version, draft });
      expect(moved.categoryVersion).toBe(2);
    });

    test("a version cannot be changed, and its number is taken once", async () => {
      const { db, workspace } = opened;
      const category = await getCategory(db, workspace.id, "federated_partner");
      await expect(insertCategoryVersion(db, workspace.id, { category, ...change })).rejects.toThrow();
      await expect(db.updateTable("categories").set({ body: "{}" }).execute()).rejects.toThrow("append-only");
    });
  });
