import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openSession } from "#app/auth/session.server.ts";
import * as page from "#app/routes/checkpoints._index.tsx";
import * as published from "#app/routes/checkpoints.$slug.$which.ts";
import { isSignedBy, keyOf, readNote } from "#app/signing/signed-note.server.ts";
import { checkpointSettings, findCheckpoint } from "#db/checkpoints.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { makeContext } from "#test/support/make-context.ts";
import { addPeople, type People } from "#test/support/people.ts";
import { later, letIn, nobody, openTestSecrets } from "#test/support/sign-in.ts";
import { type RouteModule, visit } from "#test/support/visit.ts";

const secrets = openTestSecrets();
const now = later(testStart, 3600);

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let base: TestDatabase;
    let people: People;
    beforeAll(async () => {
      base = await open();
      people = await addPeople(base);
    });
    afterAll(() => base.close());

    const context = (at = now) => makeContext(base, { secrets, now: at });
    const send = async (who: keyof People, form: Record<string, string>) => {
      const method = { method: "passkey", completedAt: now, userVerified: true } as const;
      const opening = { workspaceId: base.workspace.id, userId: people[who].userId, methods: [method] };
      const { value } = await openSession(base.db, { ...opening, client: nobody, admission: letIn, now });
      const headers = { Cookie: `mfa_session=${value}` };
      return visit(page as RouteModule, "action", { path: "/checkpoints", form }, { context: context(), headers });
    };
    const read = async (which: string, slug = "acme", at = now) => {
      const asked = { path: `/checkpoints/${slug}/${which}`, params: { slug, which } };
      const { answer, text } = await visit(published as RouteModule, "loader", asked, {
        context: context(at),
        headers: {},
      });
      return { answer, text };
    };

    test("an admin has a checkpoint signed, and whoever has no account reads it and checks it with the key", async () => {
      expect((await read("latest")).answer).toBe(404);
      expect((await send("admin", { intent: "publish" })).answer).toBe("→ /checkpoints");
      const { text } = await read("latest");
      const [note, key] = [readNote(text), keyOf((await read("key")).text)];
      expect(note && key && isSignedBy(note, key)).toBe(true);
      const { size = 0 } = (await findCheckpoint(base.db, base.workspace.id, "latest")) ?? {};
      expect((await read(String(size))).text).toBe(text);
    });

    test.each(["0", "01", "1e1", "999999", "-1", "Latest", "key/../latest"])("%s is no checkpoint", async (which) => {
      expect((await read(which)).answer).toBe(404);
    });

    test("a workspace is found by its short name alone", async () => {
      expect((await read("latest", base.workspace.id)).answer).toBe(404);
      expect((await read("latest", "nowhere")).answer).toBe(404);
    });

    test("a note is held against the log, by anybody with a role", async () => {
      const { text } = await read("latest");
      expect((await send("auditor", { intent: "check", note: text })).text).toContain("The log still has the");
      const { answer, text: other } = await send("auditor", { intent: "check", note: text.replace("chain", "Chain") });
      expect(answer).toBe(200);
      expect(other).toContain("does not agree with this note");
      expect((await send("auditor", { intent: "check", note: " " })).answer).toBe(400);
    });

    test("only owners put another key in place, and only admins the rest", async () => {
      for (const intent of ["publish", "settings", "rotate"])
        expect((await send("auditor", { intent })).answer).toBe(403);
      const key = (await read("key")).text;
      const { id } = await base.db.selectFrom("signingKeys").select("id").executeTakeFirstOrThrow();
      expect((await send("admin", { intent: "rotate", key: id })).answer).toBe(403);
      expect((await send("boss", { intent: "rotate", key: id })).answer).toBe("→ /checkpoints");
      expect((await read("key")).text).not.toBe(key);
      expect((await send("boss", { intent: "rotate", key: id })).answer).toBe(409);
    });

    test("whoever reads too often waits a minute", async () => {
      const minute = later(now, 600);
      for (let time = 0; time < 60; time += 1) expect((await read("latest", "acme", minute)).answer).toBe(200);
      expect((await read("latest", "acme", minute)).answer).toBe(429);
      expect((await read("latest", "acme", later(minute, 60))).answer).toBe(200);
    });

    test("a workspace that publishes nothing answers nothing", async () => {
      const wrong = await send("admin", { intent: "settings", published: "no", addresses: "not an address" });
      expect(wrong.answer).toBe(400);
      const form = {
        intent: "settings",
        published: "no",
        addresses: "one@acme.example\r\ntwo@acme.example, one@acme.example",
      };
      expect((await send("admin", form)).answer).toBe("→ /checkpoints");
      expect(await checkpointSettings(base.db, base.workspace.id)).toEqual({
        isPublished: false,
        addresses: ["one@acme.example", "two@acme.example"],
      });
      for (const which of ["latest", "key"]) expect((await read(which)).answer).toBe(404);
    });
  });
