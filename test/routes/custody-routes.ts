import { registerBreakGlassAccount } from "#db/break-glass-accounts.ts";
import type { Db } from "#db/connect.ts";
import { insertFinding } from "#db/findings.ts";
import { insertRotation } from "#db/secret-rotations.ts";
import type { People } from "#test/support/people.ts";
import { api, change, type Entry, everyone, own, page, record } from "./answers.ts";

const [rotation, finding] = ["rot_visited", "fnd_visited"];
/** The service account that the record in force names. */
const principal = "svc-claims-mail";

type Visited = { workspaceId: string; people: People; mark: string; now: string };

/** The requestor as an account for emergencies, with a rotation that waits and a finding. */
export async function custodyVisited(db: Db, { workspaceId, people, mark, now }: Visited): Promise<void> {
  const { owner, requestor, implementer, admin } = people;
  const { userId } = requestor;
  await registerBreakGlassAccount(db, workspaceId, {
    ...{ userId, firstCustodianId: owner.userId, secondCustodianId: implementer.userId },
    ...{ storageReference: mark, registeredBy: admin.userId, registeredAt: now },
  });
  await insertRotation(db, workspaceId, {
    ...{ id: rotation, subjectKind: "user", subjectId: userId, cause: "other", operatorId: owner.userId },
    ...{ rotatedAt: now, outcome: "rotated", reference: mark, note: "", recordedAt: now },
  });
  await insertFinding(db, workspaceId, {
    ...{ id: finding, sourceKind: "rotation", sourceId: rotation, userId, title: mark, note: "" },
    ...{ openedBy: null, openedAt: now },
  });
}

const apiRecord = { ...api, stranger: 404 } as const;
/** Those who walk have tokens that read and write the register, and no more. */
const outOfScope = { nobody: 401, stranger: 403, auditor: 403 } as const;

const rotated = { cause: "other", outcome: "rotated", reference: "Walked in", note: "" };
const asForm = { ...rotated, intent: "rotate", rotatedAt: "2026-11-02T09:30" };

/** Every handler of these accounts and of secrets, with a request that would do something if it were let in. */
export function custodyRoutes(account: string): Entry[] {
  const params = { id: account };
  const [shown, wire] = [`/break-glass/accounts/${account}`, `/api/v1/break-glass/accounts/${account}`];
  const secret = { params: { id: principal }, path: `/break-glass/secrets/${principal}` };
  const rotations = {
    file: "api.v1.break-glass.$secrets.$id.rotations.ts",
    ...{ path: `${wire}/rotations`, params: { secrets: "accounts", id: account } },
  };
  const attesting = {
    file: "api.v1.break-glass.rotations.$id.attest.ts",
    ...{ path: `/api/v1/break-glass/rotations/${rotation}/attest`, params: { id: rotation } },
  };
  const list = { file: "api.v1.break-glass.accounts.ts", path: "/api/v1/break-glass/accounts" };
  const inventory = { file: "api.v1.break-glass.bypass.ts", path: "/api/v1/break-glass/bypass" };
  const retiring = { file: "api.v1.break-glass.accounts.$id.retire.ts", path: `${wire}/retire`, params };
  return [
    { file: "break-glass._index.tsx", handler: "loader", path: "/break-glass", answers: page },
    {
      ...{ file: "break-glass._index.tsx", handler: "action", path: "/break-glass", answers: change },
      form: { findingId: finding, resolution: "Walked in" },
    },
    { file: "break-glass.accounts.new.tsx", handler: "loader", path: "/break-glass/accounts/new", answers: own },
    {
      ...{ file: "break-glass.accounts.new.tsx", handler: "action", path: "/break-glass/accounts/new" },
      form: { account, firstCustodian: account, secondCustodian: account, storageReference: "Walked in" },
      answers: change,
    },
    { file: "break-glass.accounts.$id.tsx", handler: "loader", path: shown, params, answers: record },
    {
      ...{ file: "break-glass.accounts.$id.tsx", handler: "action", path: shown, params, answers: change },
      form: { intent: "retire", version: "1", reason: "Walked in" },
    },
    { file: "break-glass.bypass.tsx", handler: "loader", path: "/break-glass/bypass", answers: page },
    { file: "break-glass.secrets._index.tsx", handler: "loader", path: "/break-glass/secrets", answers: page },
    { file: "break-glass.secrets.$id.tsx", handler: "loader", ...secret, answers: record },
    { file: "break-glass.secrets.$id.tsx", handler: "action", ...secret, form: asForm, answers: change },
    { ...list, handler: "loader", answers: api },
    { ...list, handler: "action", json: { user_id: account }, answers: outOfScope },
    { file: "api.v1.break-glass.accounts.$id.ts", handler: "loader", path: wire, params, answers: apiRecord },
    {
      ...{ file: "api.v1.break-glass.accounts.$id.ts", handler: "action", method: "PUT", path: wire, params },
      ...{ json: { version: 1 }, answers: outOfScope },
    },
    { ...retiring, handler: "loader", answers: everyone(405) },
    { ...retiring, handler: "action", json: { version: 1, reason: "Walked in" }, answers: outOfScope },
    { ...rotations, handler: "loader", answers: apiRecord },
    { ...rotations, handler: "action", json: { ...rotated, rotated_at: "2026-11-02T09:30:00Z" }, answers: outOfScope },
    { ...attesting, handler: "loader", answers: everyone(405) },
    { ...attesting, handler: "action", json: { attestation: "confirmed" }, answers: outOfScope },
    { ...inventory, handler: "loader", answers: api },
    { ...inventory, handler: "action", json: {}, answers: everyone(405) },
  ];
}
