import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Exception } from "#app/register/exception.ts";
import { newTally } from "#app/replays/tally.ts";
import { anySignIn } from "#app/signins/sign-in-query.ts";
import { readChain, readChainEnd } from "#db/audit-events.ts";
import { auditTrail, historyOf } from "#db/audit-trail.ts";
import type { Db } from "#db/connect.ts";
import {
  batchesAfter,
  decisionsOfBatches,
  findBatch,
  lastBatch,
  listStreams,
  sealOver,
  sealsOf,
  streamSpans,
} from "#db/decision-streams.ts";
import { decisionsAt, findDecision } from "#db/decisions.ts";
import { demoPeople } from "#db/demo-people.ts";
import { listNewDemands, listOpenDemands, meetDemands, noteDemand } from "#db/enrollment-demands.ts";
import { approvalsOf, findException, hasSourceKey, nextExceptionId, saveException, takeDuty } from "#db/exceptions.ts";
import { exemptionsAt } from "#db/exemption-versions.ts";
import { listUnrecordedEnds, listUnwarned, markWarned, recordEnd } from "#db/expiry.ts";
import { beginGrace, endGrace, listRunOutGrace, listUntoldGrace } from "#db/grace-periods.ts";
import { rememberAnswer, takeIdempotencyKey } from "#db/idempotency.ts";
import { spendInvitation } from "#db/invitations.ts";
import { memberIds, rolesOfPeople } from "#db/members.ts";
import { listPeople } from "#db/people-list.ts";
import { endReplay, findReplay, listReplayChanges, listReplays, noteProgress } from "#db/replays.ts";
import { objectsAfter, usersAfter } from "#db/search-candidates.ts";
import { seedDemo } from "#db/seed.ts";
import { listSignIns, signInsSince } from "#db/sign-ins.ts";
import { endToken, endTokensOf, findToken, listTokens, noteTokenUse } from "#db/tokens.ts";
import { databases, type TestDatabase } from "#test/support/databases.ts";
import { dumpWorkspace } from "#test/support/dump-workspace.ts";
import { plainSecrets } from "#test/support/job-context.ts";
import { otherDue } from "#test/support/other-due.ts";
import { type Other, otherWorkspace } from "#test/support/other-workspace.ts";
import { aroundChanges, aroundReads } from "./isolation-around-records.ts";
import { others } from "./isolation-exempt.ts";
import { accessRequestReads } from "./isolation-of-access-requests.ts";
import { calendarChanges, calendarReads, otherCalendar } from "./isolation-of-calendars.ts";
import { checkpointChanges, checkpointOwn, checkpointReads, otherCheckpoints } from "./isolation-of-checkpoints.ts";
import { decisionChanges, decisionReads } from "./isolation-of-decisions.ts";
import { directoryChanges, directoryReads } from "./isolation-of-directory.ts";
import { dueChanges, dueReads } from "./isolation-of-due.ts";
import { custodyChanges, custodyReads, otherEmergencyAccounts } from "./isolation-of-emergency-accounts.ts";
import { emergencyUseChanges, emergencyUseReads, otherEmergencyUses } from "./isolation-of-emergency-uses.ts";
import { exportChanges, exportReads, otherExports } from "./isolation-of-exports.ts";
import { factorChanges, factorReads } from "./isolation-of-factors.ts";
import { figureChanges, figureOwn, figureReads, otherFigures } from "./isolation-of-figures.ts";
import { backInChanges, backInReads, otherGettingBackIn } from "./isolation-of-getting-back-in.ts";
import { jobChanges, jobReads, otherJobs } from "./isolation-of-jobs.ts";
import { listChanges, listReads } from "./isolation-of-lists.ts";
import { messageChanges, messageReads, otherMessages } from "./isolation-of-messages.ts";
import { oathChanges, oathReads } from "./isolation-of-oath.ts";
import { oversightChanges, oversightReads } from "./isolation-of-oversight.ts";
import { peopleChanges, peopleReads } from "./isolation-of-people.ts";
import { policyChanges, policyOwn, policyReads } from "./isolation-of-policy.ts";
import { pseudonymChanges, pseudonymReads } from "./isolation-of-pseudonyms.ts";
import { otherReports, reportChanges, reportReads } from "./isolation-of-reports.ts";
import { rulesChanges, rulesOwn, rulesReads } from "./isolation-of-rules.ts";
import { otherSessions, sessionChanges, sessionReads } from "./isolation-of-sessions.ts";
import { otherSingleSignOn, singleSignOnChanges, singleSignOnReads } from "./isolation-of-single-sign-on.ts";
import { sourceReads } from "./isolation-of-sources.ts";
import { otherStepUp, stepUpChanges } from "./isolation-of-step-up.ts";
import { pastReads } from "./isolation-of-the-past.ts";
import { useChanges, useReads } from "./isolation-of-use.ts";
import { otherVerifications, verificationChanges, verificationReads } from "./isolation-of-verifications.ts";
import { otherWebhook, webhookChanges, webhookReads } from "./isolation-of-webhooks.ts";

const now = "2026-11-20T10:30:00.000Z";
const later = "2027-06-01T00:00:00.000Z";
const page = { after: 0, limit: 50 };

/** What each query answers when it is asked, from a workspace without any of that, for what another one has. */
const reads: Record<string, [ask: (db: Db, workspaceId: string, other: Other) => Promise<unknown>, answer: unknown]> = {
  auditTrail: [
    (db, id, { userId }) => auditTrail(db, id, { types: [], subjectId: userId, limit: 9 }),
    { rows: [], next: null },
  ],
  historyOf: [(db, id, { userId }) => historyOf(db, id, { kind: "user", id: userId }), []],
  listStreams: [(db, id) => listStreams(db, id), []],
  lastBatch: [(db, id, { stream }) => lastBatch(db, id, stream), undefined],
  findBatch: [(db, id, { stream }) => findBatch(db, id, { stream, seq: 1 }), undefined],
  batchesAfter: [(db, id, { stream }) => batchesAfter(db, id, { stream, seq: 0, most: 9 }), []],
  decisionsOfBatches: [(db, id, { stream }) => decisionsOfBatches(db, id, { stream, after: 0, upTo: 9 }), []],
  streamSpans: [(db, id) => streamSpans(db, id, { from: "2000-01-01T00:00:00.000Z", to: later }), []],
  sealOver: [(db, id, { stream }) => sealOver(db, id, { stream, batch: 1, at: "2000-01-01T00:00:00.000Z" }), undefined],
  findDecision: [(db, id, { place }) => findDecision(db, id, place), undefined],
  decisionsAt: [(db, id, { place }) => decisionsAt(db, id, [place]), []],
  listSignIns: [(db, id) => listSignIns(db, id, anySignIn), { signIns: [], next: null }],
  signInsSince: [
    (db, id) =>
      signInsSince(db, id, { column: "applicationId", ids: ["mail"], from: "2000-01-01T00:00:00.000Z", most: 9 }),
    [],
  ],
  exemptionsAt: [(db, id, { exception }) => exemptionsAt(db, id, [[exception.id, exception.version]]), []],
  memberIds: [(db, id) => memberIds(db, id, { groups: ["finance"], roles: ["owner"], limit: 9 }), []],
  rolesOfPeople: [(db, id, { ownerId }) => rolesOfPeople(db, id, [ownerId]), new Map()],
  findReplay: [(db, id, { replay }) => findReplay(db, id, replay.id), undefined],
  listReplays: [(db, id) => listReplays(db, id, { limit: 9 }), []],
  listReplayChanges: [
    (db, id, { replay }) => listReplayChanges(db, id, { replayId: replay.id, kind: "let_in", after: 0, limit: 9 }),
    [],
  ],
  sealsOf: [(db, id, { stream }) => sealsOf(db, id, stream), []],
  demoPeople: [(db, id) => demoPeople(db, id), []],
  ...directoryReads,
  ...emergencyUseReads,
  ...exportReads,
  ...sourceReads,
  ...factorReads,
  ...listReads,
  ...oversightReads,
  ...decisionReads,
  ...policyReads,
  ...rulesReads,
  ...useReads,
  ...aroundReads,
  ...pastReads,
  ...accessRequestReads,
  ...calendarReads,
  ...pseudonymReads,
  ...backInReads,
  ...oathReads,
  ...custodyReads,
  ...sessionReads,
  ...dueReads,
  ...figureReads,
  ...messageReads,
  ...singleSignOnReads,
  ...webhookReads,
  ...checkpointReads,
  ...reportReads,
  findException: [(db, id, { exception }) => findException(db, id, exception.id), undefined],
  hasSourceKey: [(db, id, { sourceKey }) => hasSourceKey(db, id, sourceKey), false],
  approvalsOf: [(db, id, { exception }) => approvalsOf(db, id, [exception.id]), []],
  listUnrecordedEnds: [(db, id) => listUnrecordedEnds(db, id, later, 500), []],
  listUnwarned: [(db, id) => listUnwarned(db, id, { thresholdDays: [365], now, limit: 500 }), []],
  listNewDemands: [(db, id) => listNewDemands(db, id, { since: "", limit: 500 }), []],
  listOpenDemands: [(db, id) => listOpenDemands(db, id, { after: "", limit: 500 }), []],
  listUntoldGrace: [(db, id) => listUntoldGrace(db, id, { since: "", isEverybody: true, after: "", limit: 500 }), []],
  listRunOutGrace: [(db, id) => listRunOutGrace(db, id, { until: later, limit: 500 }), []],
  ...jobReads,
  ...verificationReads,
  listPeople: [(db, id) => listPeople(db, id, { search: "", after: null, limit: 9 }), { people: [], next: null }],
  usersAfter: [(db, id) => usersAfter(db, id, { after: "", limit: 9 }), []],
  objectsAfter: [(db, id) => objectsAfter(db, id, "group", { after: "", limit: 9 }), []],
  findToken: [(db, id, { token }) => findToken(db, id, token.id), undefined],
  listTokens: [(db, id) => listTokens(db, id, null), []],
  ...peopleReads,
};

/** These have rows in both workspaces; each has to see its own. */
const own: Record<string, (db: Db, workspaceId: string) => Promise<unknown>> = {
  ...policyOwn,
  readChain: (db, id) => readChain(db, id, page),
  readChainEnd: (db, id) => readChainEnd(db, id),
  ...rulesOwn,
  ...figureOwn,
  ...checkpointOwn,
};

/** Changes that name what another workspace has; each may be refused or do nothing. */
const changes: Record<string, (db: Db, workspaceId: string, other: Other) => Promise<unknown>> = {
  ...directoryChanges,
  ...emergencyUseChanges,
  ...factorChanges,
  ...listChanges,
  ...oversightChanges,
  ...decisionChanges,
  ...policyChanges,
  ...rulesChanges,
  ...useChanges,
  ...aroundChanges,
  ...pseudonymChanges,
  ...calendarChanges,
  ...stepUpChanges,
  ...sessionChanges,
  ...dueChanges,
  ...figureChanges,
  ...messageChanges,
  ...singleSignOnChanges,
  ...webhookChanges,
  ...checkpointChanges,
  ...reportChanges,
  ...backInChanges,
  nextExceptionId: (db, id) => nextExceptionId(db, id, 2026),
  saveException: (db, id, { exception }) =>
    saveException(db, { ...exception, workspaceId: id, title: "Taken over" } satisfies Exception, exception.version),
  takeDuty: (db, id, { exception, userId }) =>
    takeDuty(db, id, { exceptionId: exception.id, userId, duty: "approver", at: now }),
  recordEnd: (db, id, { exception }) => recordEnd(db, id, exception.id, later),
  markWarned: (db, id, { exception }) => markWarned(db, id, exception, { thresholdDays: [1], now }),
  noteDemand: (db, id, { demand }) => noteDemand(db, id, { ...demand, at: later }),
  meetDemands: (db, id, { userId }) => meetDemands(db, id, [userId], later),
  beginGrace: (db, id, { userId }) => beginGrace(db, id, { userId, startedAt: later }),
  endGrace: (db, id, { grace }) => endGrace(db, id, grace, { outcome: "expired", now: later }),
  ...oathChanges,
  ...custodyChanges,
  endReplay: (db, id, { replay }) => endReplay(db, { ...replay, workspaceId: id, state: "failed", fault: null }, later),
  noteProgress: (db, id, { replay }) =>
    noteProgress(db, { ...replay, workspaceId: id, total: 1, counts: newTally().counts() }, later),
  takeIdempotencyKey: (db, id, { key }) => takeIdempotencyKey(db, { ...key, workspaceId: id }, "hash", now),
  rememberAnswer: (db, id, { key }) =>
    rememberAnswer(db, { ...key, workspaceId: id }, { status: 500, body: "taken over" }),
  spendInvitation: (db, id, { invitation }) => spendInvitation(db, { ...invitation, workspaceId: id }, now),
  ...exportChanges,
  ...jobChanges,
  ...verificationChanges,
  endToken: (db, id, { token }) => endToken(db, id, token.id, now),
  endTokensOf: (db, id, { userId }) => endTokensOf(db, id, userId, now),
  noteTokenUse: (db, id, { token }) => noteTokenUse(db, { ...token, workspaceId: id }, later),
  ...peopleChanges,
};

const plumbing =
  /\/(connect|immediate-sqlite|keep-statements|pipelined-batches|refuse-nul|pooled-postgres|migrate|statements|ids|seed|write|schema)\.ts$/;

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let database: TestDatabase;
    let other: Other;
    let demoId: string;
    let held: Record<string, string[]>;
    beforeAll(async () => {
      database = await open();
      demoId = await seedDemo(database.database, now, plainSecrets);
      other = await otherWorkspace(database.db, demoId, now);
      await otherCalendar(database.db, demoId, other);
      await otherEmergencyUses(database.db, demoId, other.userId);
      await otherDue(database.db, demoId, now);
      await otherFigures(database.db, demoId, other);
      await otherStepUp(database.db, demoId, other.userId);
      await otherSessions(database.db, demoId, other);
      await otherMessages(database.db, demoId, other);
      await otherGettingBackIn(database.db, demoId, other.userId);
      await otherSingleSignOn(database.db, demoId, other.userId);
      await otherWebhook(database.db, demoId);
      await otherCheckpoints(database.db, demoId);
      await otherReports(database.db, demoId);
      await otherEmergencyAccounts(database.db, demoId, other.userId);
      await otherJobs(database.db, demoId);
      await otherVerifications(database.db, demoId, other.userId);
      await otherExports(database.db, demoId, other.userId);
      held = await dumpWorkspace(database.db, demoId);
    });
    afterAll(() => database.close());

    test.each(Object.entries(reads))("%s sees nothing of another workspace", async (_name, [ask, answer]) => {
      const { db, workspace } = database;
      expect(await ask(db, workspace.id, other)).toEqual(answer);
      // Asked from the workspace that has it, there is something to see; otherwise this test would prove nothing.
      expect(await ask(db, demoId, other)).not.toEqual(answer);
    });

    test.each(Object.entries(own))("%s sees its own workspace", async (_name, ask) => {
      const { db, workspace } = database;
      const [ours, theirs] = [await ask(db, workspace.id), await ask(db, demoId)];
      expect(JSON.stringify(ours)).not.toContain(demoId);
      expect(JSON.stringify(theirs)).not.toContain(workspace.id);
    });

    test.each(Object.entries(changes))("%s changes nothing of another workspace", async (_name, change) => {
      const { db, workspace } = database;
      const before = held;
      await change(db, workspace.id, other).catch(() => undefined);
      // What is held after one change is what is held before the next.
      held = await dumpWorkspace(db, demoId);
      expect(held).toEqual(before);
    });
  });

test("every query function of db/ is tested here", () => {
  const modules = import.meta.glob<Record<string, unknown>>("../../db/*.ts", { eager: true });
  const exported = Object.entries(modules)
    .filter(([path]) => !plumbing.test(path))
    .flatMap(([, module]) => Object.entries(module))
    .flatMap(([name, value]) => (typeof value === "function" ? [name] : []));
  const tested = new Set([...Object.keys(reads), ...Object.keys(own), ...Object.keys(changes), ...others]);
  expect(exported.filter((name) => !tested.has(name) && !name.startsWith("insert"))).toEqual([]);
});
