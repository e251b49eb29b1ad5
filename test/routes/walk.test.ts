import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openPendingSession, openSession } from "#app/auth/session.server.ts";
import type { CompletedMethod, Instant } from "#app/engine/types.ts";
import { contentOf } from "#app/policy/policy-content.ts";
import { createWorkspace } from "#app/register/create-workspace.server.ts";
import { fileException } from "#app/register/file-exception.server.ts";
import { insertCampaign } from "#db/campaigns.ts";
import { addDirectoryObject } from "#db/directory.ts";
import { insertFactor } from "#db/factors.ts";
import { currentPolicy } from "#db/policies.ts";
import { insertPolicyDraft } from "#db/policy-drafts.ts";
import { insertReplay } from "#db/replays.ts";
import { insertVerification } from "#db/verifications.ts";
import { insertEndpoint } from "#db/webhook-endpoints.ts";
import { activeException, completeDraft } from "#test/support/active-exception.ts";
import { askDecider } from "#test/support/ask-decider.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { personalToken, serviceToken } from "#test/support/decisions.ts";
import { dumpWorkspace } from "#test/support/dump-workspace.ts";
import { makeContext } from "#test/support/make-context.ts";
import { makeEndpoint } from "#test/support/make-webhook.ts";
import { addPeople, type People, type Person } from "#test/support/people.ts";
import { putPolicy } from "#test/support/put-policy.ts";
import { later, letIn, nobody, openTestSecrets } from "#test/support/sign-in.ts";
import { type RouteModule, visit } from "#test/support/visit.ts";
import type { Entry } from "./answers.ts";
import { verification, walkedVerification } from "./audit-routes.ts";
import { custodyVisited } from "./custody-routes.ts";
import { replay } from "./decision-routes.ts";
import { visitedGroup, walkedGroup } from "./directory-routes.ts";
import { emergencyVisited } from "./emergency-routes.ts";
import { draft, everyRoute, inForce } from "./every-route.ts";
import { exportVisited } from "./export-routes.ts";
import { keyOf } from "./key-of.ts";
import { stockVisited } from "./oath-routes.ts";
import { oddForms } from "./odd-forms.ts";
import { onlyForOwners, ownWrites } from "./only-for-owners.ts";
import { policyDraft } from "./policy-routes.ts";
import { reportVisited } from "./report-routes.ts";
import { campaign } from "./review-routes.ts";
import { visitedWebhook } from "./webhook-routes.ts";

const routes = Object.fromEntries(
  Object.entries(import.meta.glob<RouteModule>("../../app/routes/*", { eager: true })).map(([path, route]) => [
    path.slice(path.lastIndexOf("/") + 1),
    route,
  ]),
);

const secrets = openTestSecrets();
const now = later(testStart, 3600);
/** In every record of the workspace that is visited, and in nothing else. */
const mark = "Ferryhouse";

/** The tables that an event is written to. */
const theLog = ["audit_events", "audit_head"];

test("every loader and action of every route is on the list that is walked", () => {
  const there = Object.entries(routes).flatMap(([file, route]) =>
    (["loader", "action"] as const).filter((handler) => route[handler]).map((handler) => `${file} ${handler}`),
  );
  const listed = everyRoute({ userId: "", tokenId: "", decisionId: "" }).map(
    ({ file, handler }) => `${file} ${handler}`,
  );
  expect(listed.sort()).toEqual(there.sort());
});

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let base: TestDatabase;
    let people: People;
    let foreign: { workspace: TestDatabase["workspace"]; admin: Person };
    let entries: Entry[];
    beforeAll(async () => {
      base = await open();
      people = await addPeople(base);
      const title = `${mark} mailbox`;
      const live = await activeException(base, people, { now: testStart, title });
      const { requestor } = people;
      const filed = await fileException(base.db, {
        workspaceId: base.workspace.id,
        draft: completeDraft({ title }),
        requestor,
        actor: { kind: "user", id: requestor.userId },
        now: testStart,
      });
      expect([live.id, filed.id]).toEqual([inForce, draft]);
      const policy = await currentPolicy(base.db, base.workspace.id);
      await insertPolicyDraft(base.db, base.workspace.id, {
        id: policyDraft,
        basedOn: policy.version,
        content: contentOf({ ...policy, graceHours: 720 }),
        forcesReenrollment: false,
        reason: `${mark} needs a month`,
        state: "waiting",
        authorId: people.boss.userId,
        createdAt: testStart,
        updatedAt: testStart,
        decidedBy: null,
        decidedAt: null,
        comment: null,
      });
      foreign = await addForeignAdmin(base);
      const groups = { visited: base.workspace.id, walked: foreign.workspace.id };
      await addDirectoryObject(base.db, groups.visited, { kind: "group", id: visitedGroup, name: mark }, testStart);
      await addDirectoryObject(base.db, groups.walked, { kind: "group", id: walkedGroup, name: "Home" }, testStart);
      await personalToken(base, requestor.userId, ["read"]);
      const { id: tokenId } = await base.db.selectFrom("tokens").select("id").executeTakeFirstOrThrow();
      await insertReplay(base.db, {
        ...{ workspaceId: base.workspace.id, id: replay, policyDraftId: null, exceptionId: draft, days: 1 },
        ...{ fromAt: testStart, toAt: now, startedBy: people.boss.userId, createdAt: testStart },
        trial: { policy: null, exemption: null },
      });
      await insertCampaign(
        base.db,
        base.workspace.id,
        {
          ...{ id: campaign, name: `${mark} review`, createdAt: testStart, createdBy: people.boss.userId },
          selection: { category: null, rating: null, ownerId: null, application: null },
          ...{ deadline: now, closedAt: null, closedBy: null, statement: null },
        },
        [{ exceptionId: inForce, reviewerId: people.boss.userId }],
      );
      const walk = { upTo: null, createdAt: testStart };
      const { visited, walked } = groups;
      await insertVerification(base.db, {
        ...walk,
        workspaceId: visited,
        id: verification,
        startedBy: people.boss.userId,
      });
      const startedBy = foreign.admin.userId;
      await insertVerification(base.db, { ...walk, workspaceId: walked, id: walkedVerification, startedBy });
      const webhook = { workspaceId: base.workspace.id, id: visitedWebhook, description: mark, createdAt: testStart };
      await insertEndpoint(base.db, makeEndpoint(webhook));
      await reportVisited(base.db, { workspaceId: base.workspace.id, mark, now: testStart });
      await insertFactor(base.db, keyOf(base.workspace.id, people.boss.userId));
      await stockVisited(base.db, groups, { mark, now: testStart });
      const { userId } = people.requestor;
      await custodyVisited(base.db, { workspaceId: base.workspace.id, people, mark, now: testStart });
      await emergencyVisited(base.db, { workspaceId: base.workspace.id, userId, mark, now: testStart });
      await exportVisited(base.db, { workspaceId: base.workspace.id, userId, mark, now: testStart });
      const { token } = await serviceToken(base);
      const [decisionId = ""] = await askDecider(base, token, [{ subjectId: requestor.userName, at: testStart }]);
      entries = everyRoute({ userId: requestor.userId, tokenId, decisionId });
    });
    afterAll(() => base.close());

    /** Makes every request, each with headers of its own; returns what was answered, and where the mark was read. */
    const walk = async (
      kind: keyof Entry["answers"],
      headersFor: () => Promise<Record<string, string>>,
      but: Record<string, Entry["answers"]["nobody"]> = {},
    ) => {
      const written = await countEvents(base);
      const [answered, expected]: [Record<string, unknown>, Record<string, unknown>] = [{}, {}];
      const leaks: string[] = [];
      // What an auditor is given is looked at by itself, below.
      for (const entry of entries.filter(({ isNoted = false }) => !(isNoted && kind === "auditor"))) {
        const place = `${entry.file} ${entry.handler}`;
        const { [entry.file]: route = {} } = routes;
        const given = { context: makeContext(base, { secrets, now }), headers: await headersFor() };
        const { answer, text } = await visit(route, entry.handler, entry, given);
        answered[place] = answer;
        expected[place] = but[place] ?? entry.answers[kind];
        if (text.includes(mark) || text.includes(people.requestor.userName)) leaks.push(place);
      }
      expect(answered).toEqual(expected);
      expect(await countEvents(base)).toBe(written);
      return leaks;
    };

    const sessionOf = async (workspaceId: string, userId: string, method: CompletedMethod, openedAt: Instant) => {
      const opening = { workspaceId, userId, methods: [method], client: nobody, now: openedAt };
      const isHalf = method.method === "password";
      const { value } = await (isHalf
        ? openPendingSession(base.db, { ...opening, isEnrolling: false })
        : openSession(base.db, { ...opening, admission: letIn }));
      return { Cookie: `mfa_session=${value}` };
    };
    const passkeyAt = (completedAt: Instant) => ({ method: "passkey", completedAt, userVerified: true }) as const;

    test("without a session nothing is read and nothing is written, anywhere", async () => {
      expect(await walk("nobody", async () => ({}))).toEqual([]);
    });

    const half = { method: "password", completedAt: now, userVerified: false } as const;

    test("a password without its second factor opens nothing, not even for an owner of the workspace", async () => {
      expect(await walk("nobody", () => sessionOf(base.workspace.id, people.boss.userId, half, now))).toEqual([]);
    });

    test("whoever stands before the wall may enrol a factor and do nothing else", async () => {
      await putPolicy(base, { graceHours: 0 });
      const wall = () => sessionOf(base.workspace.id, people.admin.userId, half, now);
      const toEnrol: Record<string, Entry["answers"]["nobody"]> = {
        "sign-in.tsx loader": "→ /enroll",
        "enroll.tsx loader": 200,
        "enroll.tsx action": 400,
        "api.mfa.passkeys.start.ts action": 200,
        "api.mfa.passkeys.finish.ts action": 409,
      };
      expect(await walk("nobody", wall, toEnrol)).toEqual([]);
    });

    test("a session that has ended opens nothing", async () => {
      const yesterday = later(now, -86_400);
      const ended = () => sessionOf(base.workspace.id, people.boss.userId, passkeyAt(yesterday), yesterday);
      expect(await walk("nobody", ended)).toEqual([]);
    });

    test("an admin of another workspace finds nothing of this one", async () => {
      const { workspace, admin } = foreign;
      const token = await personalToken({ db: base.db, workspace }, admin.userId, ["read", "write", "directory"]);
      const headersFor = async () => ({
        ...(await sessionOf(workspace.id, admin.userId, passkeyAt(now), now)),
        Authorization: `Bearer ${token}`,
      });
      expect(await walk("stranger", headersFor)).toEqual([]);
    });

    test("an auditor reads what there is and changes nothing", async () => {
      const { userId } = people.auditor;
      const token = await personalToken(base, userId, ["read", "write", "directory"]);
      const headersFor = async () => ({
        ...(await sessionOf(base.workspace.id, userId, passkeyAt(now), now)),
        Authorization: `Bearer ${token}`,
      });
      const before = await dumpWorkspace(base.db, base.workspace.id);
      expect(await walk("auditor", headersFor)).toContain("exceptions._index.tsx loader");
      const after = await dumpWorkspace(base.db, base.workspace.id);
      const changed = Object.keys(after).filter((table) => `${after[table]}` !== `${before[table]}`);
      expect(changed.filter((table) => !(table in ownWrites))).toEqual([]);
    });

    test("what an auditor takes away is noted in the log, and nothing else is written", async () => {
      const { userId } = people.auditor;
      const noted = entries.filter(({ isNoted = false }) => isNoted);
      const headers = await sessionOf(base.workspace.id, userId, passkeyAt(now), now);
      const [before, written] = [await dumpWorkspace(base.db, base.workspace.id), await countEvents(base)];
      for (const entry of noted) {
        const given = { context: makeContext(base, { secrets, now }), headers };
        const { answer } = await visit(routes[entry.file] ?? {}, entry.handler, entry, given);
        expect(answer, entry.file).toBe(entry.answers.auditor);
      }
      const after = await dumpWorkspace(base.db, base.workspace.id);
      expect(Object.keys(after).filter((table) => `${after[table]}` !== `${before[table]}`)).toEqual(theLog);
      expect(await countEvents(base)).toBe(written + noted.length);
    });

    test("an auditor is shown every page that an owner is, but for those that are forms alone", async () => {
      const { userId } = people.boss;
      const token = await personalToken(base, userId, ["read", "directory"]);
      const hidden: string[] = [];
      // What an auditor is answered has been walked already.
      for (const entry of entries.filter(({ handler, answers }) => handler === "loader" && answers.auditor !== 200)) {
        const { [entry.file]: route = {} } = routes;
        const cookie = await sessionOf(base.workspace.id, userId, passkeyAt(now), now);
        const headers = { ...cookie, Authorization: `Bearer ${token}` };
        const given = { context: makeContext(base, { secrets, now }), headers };
        if ((await visit(route, "loader", entry, given)).answer === 200) hidden.push(entry.file);
      }
      expect(hidden.sort()).toEqual(Object.keys(onlyForOwners).sort());
    });

    test("a form that no page of ours sends is answered, and never a fault", async () => {
      const headers = await sessionOf(base.workspace.id, people.boss.userId, passkeyAt(now), now);
      for (const { file, handler, form = {}, json: _, ...entry } of entries.filter((each) => each.handler === "action"))
        for (const forged of oddForms(form)) {
          const given = { context: makeContext(base, { secrets, now }), headers };
          const sending = visit(routes[file] ?? {}, handler, { ...entry, form: forged }, given);
          await expect(sending, `${file} ${Object.keys(forged)}`).resolves.toBeDefined();
        }
    });
  });

async function addForeignAdmin({ db }: TestDatabase) {
  const workspace = await createWorkspace(db, {
    slug: "elsewhere",
    name: "Elsewhere",
    timeZone: "UTC",
    securityContact: null,
    actor: { kind: "console", id: null },
    now: testStart,
  });
  const { admin } = await addPeople({ db, workspace });
  return { workspace, admin };
}

/** Counts what all workspaces have in their audit logs; signing out is everybody's own to do. */
async function countEvents({ db, workspace }: TestDatabase): Promise<number> {
  const { count } = await db
    .selectFrom("auditEvents")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("workspaceId", "=", workspace.id)
    .where("type", "!=", "session.revoked")
    .executeTakeFirstOrThrow();
  return count;
}
