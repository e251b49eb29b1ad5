import { seesSignIns } from "#app/register/roles.ts";
import { decisionIdOf, placeOf } from "#app/signins/decision-id.ts";
import { readRecord } from "#app/signins/read-record.ts";
import { SignInParams, type SignInQuery, type SignInRow, signInQueryOf } from "#app/signins/sign-in-query.ts";
import { type DecisionRow, decisionsAt } from "#db/decisions.ts";
import { countSignIns, listSignIns } from "#db/sign-ins.ts";
import { findUserByName } from "#db/users.ts";
import type { Cell } from "./cell.ts";
import { namesOnce } from "./names-once.server.ts";
import type { Reading, Source } from "./source.server.ts";
import { viewerOf } from "./viewer-of.server.ts";

const pageSize = 500;
const atTheEnd = "end";

const columns = [
  "decision",
  "at",
  "subject_id",
  "subject",
  "application",
  "outcome",
  "reason",
  "exception",
  "required_aal",
  "achieved_aal",
  "methods",
  "ip",
  "country",
  "device",
  "protocol",
  "grace_until",
  "rules_won",
  "rules_lost",
  "policy_version",
  "request_id",
];

/** Sign-in decisions, the newest first, with what each rested on. */
export const decisionsSource: Source = {
  columns: () => columns,
  readable: {
    title: "Sign-in decisions",
    columns: () => ["at", "subject", "application", "outcome", "reason", "exception", "achieved_aal", "methods"],
  },
  async count(reading) {
    return countSignIns(reading.db, reading.workspaceId, await queryOf(reading));
  },
  async *read(reading, from) {
    if (from === atTheEnd) return;
    const { db, workspaceId } = reading;
    const query = await queryOf(reading);
    const { nameOf, learn } = namesOnce(db, workspaceId);
    let after: SignInQuery["after"] = from === null ? null : JSON.parse(from);
    do {
      const { signIns, next } = await listSignIns(db, workspaceId, { ...query, after, limit: pageSize });
      const records = await recordsOf(reading, signIns);
      await learn(signIns.map(({ subjectId }) => subjectId));
      after = next;
      const rows = signIns.map((signIn) => rowOf(signIn, records.get(signIn.decisionId), nameOf));
      yield { rows, after: after === null ? atTheEnd : JSON.stringify(after) };
    } while (after !== null);
  },
};

/** What the list was asked for; whoever may see only their own sign-ins gets those. */
async function queryOf(reading: Reading): Promise<SignInQuery> {
  const { db, workspaceId } = reading;
  const params = SignInParams.parse(Object.fromEntries(new URLSearchParams(reading.query)));
  const viewer = await viewerOf(reading);
  const { subject } = params;
  const asked = subject === undefined ? null : ((await findUserByName(db, workspaceId, subject))?.id ?? subject);
  const isOwn = viewer !== null && !seesSignIns(viewer.roles);
  return signInQueryOf(params, isOwn ? viewer.user.id : asked);
}

async function recordsOf({ db, workspaceId }: Reading, signIns: readonly SignInRow[]) {
  const places = signIns.map(({ decisionId }) => placeOf(decisionId)).filter((place) => place !== null);
  const records = await decisionsAt(db, workspaceId, places);
  return new Map(records.map((record) => [decisionIdOf(record), record]));
}

function rowOf(signIn: SignInRow, record: DecisionRow | undefined, nameOf: (id: string) => string): Cell[] {
  const { decisionId, at, subjectId, applicationId, outcome, reason, exceptionId } = signIn;
  const known = [decisionId, at, subjectId, nameOf(subjectId), applicationId, outcome, reason, exceptionId];
  if (record === undefined) return [...known, ...columns.slice(known.length).map(() => null)];
  const read = readRecord(record);
  const { client, completed } = read.signIn;
  return [
    ...known,
    ...[read.requiredAal, read.achievedAal, completed.map(({ method }) => method)],
    ...[client.ip, client.country, client.device, client.protocol],
    ...[read.graceEndsAt, read.won, read.lost, read.policyVersion, read.requestId],
  ];
}
