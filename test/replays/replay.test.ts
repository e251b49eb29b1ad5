import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { defaultPolicy } from "#app/register/default-policy.ts";
import { Refused } from "#app/register/refused.ts";
import { blastRadiusOf } from "#app/replays/blast-radius.server.ts";
import { cancelReplay } from "#app/replays/end-replay.server.ts";
import { endSilentReplays, runNextReplay } from "#app/replays/run-replay.server.ts";
import { startReplay } from "#app/replays/start-replay.server.ts";
import { insertException } from "#db/exceptions.ts";
import { currentPolicy, insertPolicy } from "#db/policies.ts";
import { claimReplay, findReplay, listReplayChanges } from "#db/replays.ts";
import { askDecider } from "#test/support/ask-decider.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { insertLive, serviceToken } from "#test/support/decisions.ts";
import { make } from "#test/support/make.ts";
import { addPeople, type People } from "#test/support/people.ts";

const now = "2026-11-20T09:00:00.000Z";
const at = (day: number) => `2026-11-${String(day).padStart(2, "0")}T10:00:00.000Z`;

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let base: TestDatabase;
    let people: People;
    beforeAll(async () => {
      base = await open();
      people = await addPeople(base);
      const strict = { ...defaultPolicy(testStart), version: 2, graceHours: 0 };
      const made = { reason: "No grace", authorId: null, now: testStart };
      await insertPolicy(base.db, base.workspace.id, strict, made);
      await insertLive(base, people, { id: "EXC-2026-0001", userId: people.owner.userId });
      const draft = make.exception({
        workspaceId: base.workspace.id,
        id: "EXC-2026-0002",
        state: "draft",
        effect: "waive_mfa",
        scope: { ...make.exception().scope, servicePrincipals: [], protocols: [], users: [people.requestor.userId] },
        ownerId: people.owner.userId,
        requestorId: people.requestor.userId,
      });
      await insertException(base.db, draft, null);
      const { token } = await serviceToken(base);
      const { owner, requestor, admin } = people;
      const who = [owner, requestor, admin, requestor];
      await askDecider(
        base,
        token,
        who.map(({ userName }, index) => ({ subjectId: userName, at: at(10 + index) })),
      );
      // Before the span of every replay here.
      await askDecider(base, token, [{ subjectId: requestor.userName, at: at(3) }]);
    });
    afterAll(() => base.close());

    const start = (wanted: { policyDraftId?: string; exceptionId?: string }, days = 14) =>
      startReplay(base.db, {
        ...{ workspaceId: base.workspace.id, policyDraftId: "", exceptionId: "", ...wanted, days, now },
        userId: people.admin.userId,
        actor: { kind: "user", id: people.admin.userId },
      });
    const runNext = (signal = new AbortController().signal) =>
      runNextReplay({ db: base.db, databaseUrl: base.url, now: () => now, signal });
    const read = async (id: string) => {
      const replay = await findReplay(base.db, base.workspace.id, id);
      if (!replay) throw new Error("the replay is gone");
      return replay;
    };
    const changesOf = (id: string, kind: "let_in" | "challenged" | "enrolled" | "refused") =>
      listReplayChanges(base.db, base.workspace.id, { replayId: id, kind, after: 0, limit: 50 });

    test("a draft exception is replayed over recorded decisions: who it would have let in, and nobody else", async () => {
      const id = await start({ exceptionId: "EXC-2026-0002" });
      expect(await runNext()).toBe(id);
      const replay = await read(id);
      expect(replay).toMatchObject({ state: "done", done: 4, total: 4, fault: null });
      const none = { decisions: 0, people: 0 };
      expect(replay.counts).toEqual({
        ...{ judged: 4, unchanged: 2, unjudged: 0, letInByTrial: 2 },
        ...{ challenged: none, enrolled: none, refused: none, let_in: { decisions: 2, people: 1 } },
      });
      const changes = await changesOf(id, "let_in");
      expect(changes.map(({ at: when, subjectId, reasonAfter }) => [when, subjectId, reasonAfter])).toEqual([
        [at(11), people.requestor.userId, "MFA_EXCEPTION_APPLIED"],
        [at(13), people.requestor.userId, "MFA_EXCEPTION_APPLIED"],
      ]);
    });

    test("a draft policy is replayed with the exceptions that each decision read", async () => {
      const { version, askedSince, reenrollmentForcedAt, ...content } = await currentPolicy(base.db, base.workspace.id);
      await base.db
        .insertInto("policyDrafts")
        .values({
          ...{ workspaceId: base.workspace.id, id: "pd_1", basedOn: version, forcesReenrollment: 0, reason: "Try" },
          content: JSON.stringify({ ...content, dial: "off" }),
          ...{ state: "draft", authorId: people.admin.userId, createdAt: now, updatedAt: now },
        })
        .execute();
      const id = await start({ policyDraftId: "pd_1" });
      await runNext();
      const { counts } = await read(id);
      expect(counts).toMatchObject({ judged: 4, unchanged: 1, let_in: { decisions: 3, people: 2 }, letInByTrial: 0 });
    });

    test("only what is not in force can be tried, and something has to be", async () => {
      await expect(start({})).rejects.toThrow(Refused);
      await expect(start({ exceptionId: "EXC-2026-0001" })).rejects.toThrow(/not in force/);
      await expect(start({ policyDraftId: "pd_none" })).rejects.toThrow(/no open policy draft/);
    });

    test("a replay that was cancelled is not run, and cancelling one that runs ends it", async () => {
      const actor = { kind: "user", id: people.admin.userId } as const;
      const waiting = await start({ exceptionId: "EXC-2026-0002" });
      const key = { workspaceId: base.workspace.id, id: waiting };
      expect(await cancelReplay(base.db, key, actor, now)).toBe(true);
      expect(await cancelReplay(base.db, key, actor, now)).toBe(false);
      expect(await runNext()).toBeNull();
      expect((await read(waiting)).state).toBe("cancelled");
    });

    test("a server that stops marks what it ran as failed; so does the next one when nobody was left to", async () => {
      const stopped = await start({ exceptionId: "EXC-2026-0002" });
      const ending = new AbortController();
      ending.abort(new Error("The server was stopped."));
      await runNext(ending.signal);
      expect(await read(stopped)).toMatchObject({ state: "failed", fault: "The server was stopped." });

      const killed = await start({ exceptionId: "EXC-2026-0002" });
      await claimReplay(base.db, now);
      await endSilentReplays(base.db, now);
      expect((await read(killed)).state).toBe("running");
      await endSilentReplays(base.db, "2026-11-20T09:02:00.000Z");
      expect(await read(killed)).toMatchObject({ state: "failed", fault: "The server was stopped." });
    });

    test("of two processes that look for work, one gets it", async () => {
      const id = await start({ exceptionId: "EXC-2026-0002" });
      const claimed = await Promise.all([claimReplay(base.db, now), claimReplay(base.db, now)]);
      expect(claimed.flatMap((replay) => replay?.id ?? [])).toEqual([id]);
    });

    test("the blast radius of a draft counts whom it names and the sign-ins it would have let through", async () => {
      const draft = make.exception({
        workspaceId: base.workspace.id,
        id: "EXC-2026-0009",
        effect: "waive_mfa",
        scope: {
          ...make.exception().scope,
          ...{ servicePrincipals: [], protocols: [] },
          users: [people.requestor.userId, people.admin.userId],
        },
      });
      expect(await blastRadiusOf(base.db, draft, now)).toEqual({
        ...{ people: 2, privileged: 1, servicePrincipals: 0, applications: null },
        // Three of the requestor, the one of 3 November included, and one of the admin.
        ...{ signIns: 4, days: 30, hasMorePeople: false },
      });
      const forMail = { ...draft, scope: { ...draft.scope, users: [], applications: ["mail"] } };
      expect(await blastRadiusOf(base.db, forMail, now)).toMatchObject({ people: null, privileged: null, signIns: 0 });
    });
  });
