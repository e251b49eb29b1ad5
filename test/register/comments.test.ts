import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sha256 } from "#app/audit/chain.ts";
import { apply } from "#app/register/apply.server.ts";
import type { Exception } from "#app/register/exception.ts";
import { fileException } from "#app/register/file-exception.server.ts";
import * as comments from "#app/routes/api.v1.exceptions.$id.comments.ts";
import * as watch from "#app/routes/api.v1.exceptions.$id.watch.ts";
import { historyOf } from "#db/audit-trail.ts";
import { listDueMessages } from "#db/outbox.ts";
import { setDisabled } from "#db/users.ts";
import { completeDraft } from "#test/support/active-exception.ts";
import { databases, type TestDatabase } from "#test/support/databases.ts";
import { noon } from "#test/support/make.ts";
import { addPeople, type People } from "#test/support/people.ts";
import { call, contextFor, tokenFor } from "#test/support/routes.ts";

const later = "2027-06-01T00:00:00.000Z";

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let base: TestDatabase;
    let people: People;
    const tokens = {} as Record<keyof People, string>;
    beforeAll(async () => {
      base = await open();
      people = await addPeople(base);
      for (const [part, person] of Object.entries(people))
        tokens[part as keyof People] = await tokenFor(base, person, ["read", "write"]);
    });
    afterAll(() => base.close());

    const filed = (over: Parameters<typeof completeDraft>[0] = {}): Promise<Exception> =>
      fileException(base.db, {
        workspaceId: base.workspace.id,
        draft: completeDraft(over),
        requestor: people.requestor,
        actor: { kind: "user", id: people.requestor.userId },
        now: noon,
      });
    const say = (id: string, who: keyof People, body: unknown) =>
      call(comments.action, `/api/v1/exceptions/${id}/comments`, {
        context: contextFor(base),
        token: tokens[who],
        params: { id },
        body: { body },
      });
    const read = (id: string, who: keyof People, query = "") =>
      call(comments.loader, `/api/v1/exceptions/${id}/comments${query}`, {
        context: contextFor(base),
        token: tokens[who],
        params: { id },
      });
    const setWatch = (id: string, who: keyof People, method: "PUT" | "DELETE") =>
      call(watch.action, `/api/v1/exceptions/${id}/watch`, {
        context: contextFor(base),
        token: tokens[who],
        params: { id },
        method,
      });
    /** Who was told what of a record. */
    const told = async (id: string) => {
      const messages = await listDueMessages(base.db, base.workspace.id, later, 500);
      return messages
        .filter(({ data }) => data.id === id)
        .map(({ template, toAddress }) => `${template} ${toAddress.replace(/@.*/, "")}`)
        .toSorted();
    };

    test("what is said is kept for good, and the log proves it without repeating it", async () => {
      const { id } = await filed();
      const answer = await say(id, "risk", "  Which mailbox is it?  ");
      expect(answer.status).toBe(201);
      const comment = await answer.json();
      expect(comment).toMatchObject({ author_id: people.risk.userId, body: "Which mailbox is it?", mentions: [] });
      expect((await (await read(id, "auditor")).json()).data).toEqual([comment]);
      const event = (await historyOf(base.db, base.workspace.id, { kind: "exception", id })).at(-1);
      expect(event?.type).toBe("exception.commented");
      expect(JSON.parse(event?.data ?? "")).toMatchObject({ sha256: sha256("Which mailbox is it?") });
      expect(event?.data).not.toContain("mailbox");
      await expect(base.db.updateTable("exceptionComments").set({ body: "x" }).execute()).rejects.toThrow();
      await expect(base.db.deleteFrom("exceptionComments").execute()).rejects.toThrow();
    });

    test("those whose record it is are told, and those who are named, once each; nobody of their own words", async () => {
      const { id } = await filed();
      await say(id, "owner", "@risk and @identity@acme.example, please. @requestor knows, @nobody does not.");
      expect(await told(id)).toEqual([
        "mentioned_in_comment identity",
        "mentioned_in_comment requestor",
        "mentioned_in_comment risk",
      ]);
      await say(id, "requestor", "I do.");
      expect(await told(id)).toContain("comment_added owner");
    });

    test("a name that two people share means neither, and a disabled person is not told", async () => {
      const { id } = await filed();
      await setDisabled(base.db, base.workspace.id, people.boss.userId, noon);
      const { mentions } = await (await say(id, "risk", "@boss @ident_ty @identit%")).json();
      await setDisabled(base.db, base.workspace.id, people.boss.userId, null);
      expect(mentions).toEqual([]);
    });

    test("somebody who may not see the record is not told by being named", async () => {
      const { id } = await filed({ ownerId: people.boss.userId });
      await say(id, "risk", "@owner have a look");
      expect(await told(id)).not.toContain("mentioned_in_comment owner");
      expect((await say(id, "owner", "Hm?")).status).toBe(404);
    });

    test("whoever watches is told until they stop; whose record it is watches by nature", async () => {
      const { id } = await filed();
      expect(await (await setWatch(id, "admin", "PUT")).json()).toEqual({ is_watching: true });
      await setWatch(id, "admin", "PUT");
      await say(id, "risk", "One.");
      expect(await told(id)).toEqual(["comment_added admin", "comment_added owner", "comment_added requestor"]);
      await setWatch(id, "admin", "DELETE");
      await say(id, "risk", "Two.");
      expect((await told(id)).filter((line) => line === "comment_added admin")).toHaveLength(1);
      const events = await historyOf(base.db, base.workspace.id, { kind: "exception", id });
      expect(events.map(({ type }) => type).filter((type) => type.includes("watched"))).toEqual([
        "exception.watched",
        "exception.unwatched",
      ]);
    });

    test("whoever watches is told of a change of state, and nobody twice", async () => {
      const { id, version } = await filed();
      await setWatch(id, "admin", "PUT");
      await setWatch(id, "risk", "PUT");
      await apply(base.db, {
        workspaceId: base.workspace.id,
        id,
        input: { command: "submit", version, comment: "" },
        actor: { ...people.requestor, aal: 2, factorUsedAt: noon },
        auditActor: { kind: "user", id: people.requestor.userId },
        now: noon,
      });
      expect(await told(id)).toEqual([
        "approval_needed identity",
        "approval_needed identity2",
        "approval_needed leadership",
        "approval_needed risk",
        "exception_changed admin",
        "exception_changed owner",
      ]);
    });

    test("an auditor neither comments nor watches, and an empty comment is none", async () => {
      const { id } = await filed();
      expect(await (await say(id, "auditor", "Hm.")).json()).toMatchObject({ status: 403, code: "auditor" });
      expect((await setWatch(id, "auditor", "PUT")).status).toBe(403);
      expect(await (await say(id, "risk", "   ")).json()).toMatchObject({ status: 400, code: "invalid_body" });
      expect((await say(id, "risk", "x".repeat(10_001))).status).toBe(400);
    });

    test("where the reason is for approvers, so is what is said of it, and no mail repeats it", async () => {
      const { id } = await filed({ category: "accessibility" });
      await say(id, "risk", "His hands @implementer");
      const seenBy = async (who: keyof People) => (await (await read(id, who)).json()).data[0].body;
      expect(await seenBy("requestor")).toBe("His hands @implementer");
      expect(await seenBy("identity")).toBe("His hands @implementer");
      expect(await seenBy("implementer")).toBeNull();
      expect(await seenBy("auditor")).toBeNull();
      const messages = await listDueMessages(base.db, base.workspace.id, later, 500);
      expect(JSON.stringify(messages)).not.toContain("His hands");
    });

    test("comments come in pages, oldest first", async () => {
      const { id } = await filed();
      for (const text of ["1", "2", "3"]) await say(id, "risk", text);
      const first = await (await read(id, "risk", "?limit=2")).json();
      const second = await (await read(id, "risk", `?limit=2&cursor=${first.next_cursor}`)).json();
      const all = [...first.data, ...second.data];
      expect(second.next_cursor).toBeNull();
      expect(all.map(({ body }: { body: string }) => body).toSorted()).toEqual(["1", "2", "3"]);
      expect(all.map((comment) => comment.id)).toEqual(all.map((comment) => comment.id).toSorted());
    });
  });
