import { decisionDefaults } from "#app/register/decision-settings.ts";
import { accessRequestRoutes } from "./access-request-routes.ts";
import { api, change, type Entry, everyone, own, page, record } from "./answers.ts";
import { aroundRecordRoutes } from "./around-record-routes.ts";
import { auditRoutes } from "./audit-routes.ts";
import { backInRoutes } from "./back-in-routes.ts";
import { checkpointRoutes } from "./checkpoint-routes.ts";
import { custodyRoutes } from "./custody-routes.ts";
import { decisionRoutes } from "./decision-routes.ts";
import { delegationRoutes } from "./delegation-routes.ts";
import { directoryRoutes } from "./directory-routes.ts";
import { emergencyRoutes } from "./emergency-routes.ts";
import { exportRoutes } from "./export-routes.ts";
import { figureRoutes } from "./figure-routes.ts";
import { jobRoutes } from "./job-routes.ts";
import { listRoutes } from "./list-routes.ts";
import { messageRoutes } from "./message-routes.ts";
import { oathRoutes } from "./oath-routes.ts";
import { policyRoutes } from "./policy-routes.ts";
import { reportRoutes } from "./report-routes.ts";
import { reviewRoutes } from "./review-routes.ts";
import { checkRoutes, rulesRoutes } from "./rules-routes.ts";
import { sessionRoutes } from "./session-routes.ts";
import { signInRoutes } from "./sign-in-routes.ts";
import { singleSignOnRoutes } from "./single-sign-on-routes.ts";
import { webhookRoutes } from "./webhook-routes.ts";

/** The register that is visited: one record in force, one draft, and somebody who has a token. */
export const inForce = "EXC-2026-0001";
export const draft = "EXC-2026-0002";

const draftBody = { category: "accessibility", title: "Walked in", version: 1 };

const decisions = Object.fromEntries(Object.entries(decisionDefaults).map(([name, value]) => [name, String(value)]));

type Visited = { userId: string; tokenId: string; decisionId: string };

/** A signature over no challenge that anybody was given. */
const signature = {
  id: "x",
  rawId: "x",
  type: "public-key",
  response: { clientDataJSON: "x", authenticatorData: "x", signature: "x" },
};

/** Every handler of every route, with a request that would do something if it were let in. */
export function everyRoute({ userId, tokenId, decisionId }: Visited): Entry[] {
  return [
    { file: "account.security.tsx", handler: "loader", path: "/account/security", answers: page },
    { file: "account.recovery-codes.tsx", handler: "loader", path: "/account/recovery-codes", answers: page },
    {
      file: "account.recovery-codes.tsx",
      handler: "action",
      path: "/account/recovery-codes",
      form: { replaces: "fac_of_somebody_else" },
      answers: { nobody: "→ /sign-in", stranger: 400, auditor: 400 },
    },
    {
      file: "account.security.tsx",
      handler: "action",
      path: "/account/security",
      form: { intent: "revoke", id: "fac_of_somebody_else" },
      answers: { nobody: "→ /sign-in", stranger: 404, auditor: 404 },
    },
    { file: "reasons.tsx", handler: "loader", path: "/reasons", answers: page },
    { file: "api.$.ts", handler: "loader", path: "/api/v2", answers: everyone(404) },
    { file: "api.$.ts", handler: "action", path: "/api/v2", json: {}, answers: everyone(404) },
    {
      file: "api.auth.mfa.challenge.webauthn.ts",
      handler: "loader",
      path: "/api/auth/mfa/challenge/webauthn?purpose=step_up",
      answers: api,
    },
    {
      file: "api.auth.mfa.challenge.webauthn.ts",
      handler: "action",
      path: "/api/auth/mfa/challenge/webauthn",
      json: {},
      answers: everyone(405),
    },
    { file: "api.mfa.passkeys.start.ts", handler: "loader", path: "/api/mfa/passkeys/start", answers: everyone(405) },
    {
      file: "api.mfa.passkeys.start.ts",
      handler: "action",
      path: "/api/mfa/passkeys/start",
      json: {},
      answers: { nobody: 401, stranger: 200, auditor: 200 },
    },
    { file: "api.mfa.passkeys.finish.ts", handler: "loader", path: "/api/mfa/passkeys/finish", answers: everyone(405) },
    {
      file: "api.mfa.passkeys.finish.ts",
      handler: "action",
      path: "/api/mfa/passkeys/finish",
      json: { id: "x", rawId: "x", type: "public-key", response: { clientDataJSON: "x", attestationObject: "x" } },
      answers: { nobody: 401, stranger: 409, auditor: 409 },
    },
    {
      file: "api.auth.mfa.verify.webauthn.ts",
      handler: "loader",
      path: "/api/auth/mfa/verify/webauthn",
      answers: everyone(405),
    },
    {
      file: "api.auth.mfa.verify.webauthn.ts",
      handler: "action",
      path: "/api/auth/mfa/verify/webauthn?purpose=step_up",
      json: signature,
      answers: { nobody: 401, stranger: 409, auditor: 409 },
    },
    { file: "api.openapi[.]json.ts", handler: "loader", path: "/api/openapi.json", answers: everyone(200) },
    { file: "api.v1.exceptions.ts", handler: "loader", path: "/api/v1/exceptions", answers: api },
    {
      file: "api.v1.exceptions.ts",
      handler: "action",
      path: "/api/v1/exceptions",
      json: { ...draftBody, owner_id: userId },
      answers: { nobody: 401, stranger: 400, auditor: 403 },
    },
    {
      file: "api.v1.exceptions.$id.ts",
      handler: "loader",
      path: `/api/v1/exceptions/${inForce}`,
      params: { id: inForce },
      answers: { ...api, stranger: 404 },
    },
    {
      file: "api.v1.exceptions.$id.ts",
      handler: "action",
      method: "PUT",
      path: `/api/v1/exceptions/${draft}`,
      params: { id: draft },
      json: draftBody,
      answers: { nobody: 401, stranger: 404, auditor: 403 },
    },
    {
      file: "api.v1.exceptions.$id.usage.ts",
      handler: "loader",
      path: `/api/v1/exceptions/${inForce}/usage`,
      params: { id: inForce },
      answers: { ...api, stranger: 404 },
    },
    {
      file: "api.v1.exceptions.$id.usage.ts",
      handler: "action",
      path: `/api/v1/exceptions/${inForce}/usage`,
      params: { id: inForce },
      json: {},
      answers: everyone(405),
    },
    {
      file: "api.v1.exceptions.$id.$command.ts",
      handler: "loader",
      path: `/api/v1/exceptions/${inForce}/revoke`,
      answers: everyone(405),
    },
    {
      file: "api.v1.exceptions.$id.$command.ts",
      handler: "action",
      path: `/api/v1/exceptions/${inForce}/revoke`,
      params: { id: inForce, command: "revoke" },
      json: { version: 5, comment: "Because" },
      answers: { nobody: 401, stranger: 404, auditor: 403 },
    },
    ...aroundRecordRoutes({ inForce }),
    ...directoryRoutes(userId),
    ...backInRoutes(userId),
    ...sessionRoutes(userId),
    ...singleSignOnRoutes,
    ...webhookRoutes,
    ...checkpointRoutes,
    ...reportRoutes,
    ...decisionRoutes({ decisionId, userId }),
    ...policyRoutes,
    ...jobRoutes,
    ...oathRoutes,
    ...emergencyRoutes,
    ...custodyRoutes(userId),
    ...rulesRoutes,
    ...accessRequestRoutes(inForce),
    ...delegationRoutes,
    ...checkRoutes(inForce),
    ...reviewRoutes(inForce),
    { file: "approvals.tsx", handler: "loader", path: "/approvals", answers: page },
    ...auditRoutes,
    { file: "demo.tsx", handler: "loader", path: "/demo", answers: everyone(404) },
    { file: "demo.tsx", handler: "action", path: "/demo", form: { userId }, answers: everyone(404) },
    { file: "account.calendar.tsx", handler: "loader", path: "/account/calendar", answers: page },
    {
      file: "account.calendar.tsx",
      handler: "action",
      path: "/account/calendar",
      form: { intent: "revoke" },
      answers: { nobody: "→ /sign-in", stranger: 409, auditor: 409 },
    },
    { file: "calendar.$token[.]ics.ts", handler: "loader", path: "/calendar/made-up.ics", answers: everyone(404) },
    { file: "demo_.mailbox._index.tsx", handler: "loader", path: "/demo/mailbox", answers: everyone(404) },
    { file: "demo_.mailbox.$id.tsx", handler: "loader", path: "/demo/mailbox/msg_1", answers: everyone(404) },
    ...listRoutes(inForce),
    ...messageRoutes,
    {
      file: "exceptions.choices.ts",
      handler: "loader",
      path: `/exceptions/choices?kind=user&q=reque`,
      answers: { ...page, auditor: 403 },
    },
    { file: "exceptions.related.ts", handler: "loader", path: `/exceptions/related?user=${userId}`, answers: page },
    {
      file: "exceptions.new.tsx",
      handler: "loader",
      path: "/exceptions/new",
      answers: { ...page, auditor: 403 },
    },
    {
      file: "exceptions.new.tsx",
      handler: "action",
      path: "/exceptions/new",
      form: { category: "accessibility", title: "Walked in", "scope.users": userId },
      answers: { nobody: "→ /sign-in", stranger: 400, auditor: 403 },
    },
    {
      file: "exceptions.$id._index.tsx",
      handler: "loader",
      path: `/exceptions/${inForce}`,
      params: { id: inForce },
      answers: record,
    },
    ...["scope", "risk", "approvals", "implementation", "activity", "evidence", "history"].map((tab) => ({
      file: `exceptions.$id.${tab}.tsx`,
      handler: "loader" as const,
      path: `/exceptions/${inForce}/${tab}`,
      params: { id: inForce },
      answers: record,
    })),
    {
      file: "exceptions.$id.closure.tsx",
      handler: "loader",
      path: `/exceptions/${inForce}/closure`,
      params: { id: inForce },
      answers: { ...record, auditor: `→ /exceptions/${inForce}` },
    },
    {
      file: "exceptions.$id.edit.$step.tsx",
      handler: "loader",
      path: `/exceptions/${draft}/edit/what`,
      params: { id: draft, step: "what" },
      answers: { ...record, auditor: 403 },
    },
    {
      file: "exceptions.$id.edit.$step.tsx",
      handler: "action",
      path: `/exceptions/${draft}/edit/what`,
      params: { id: draft, step: "what" },
      form: { version: "1", category: "accessibility", title: "Walked in" },
      answers: change,
    },
    {
      file: "exceptions.$id.$command.tsx",
      handler: "loader",
      path: `/exceptions/${inForce}/revoke`,
      params: { id: inForce, command: "revoke" },
      answers: record,
    },
    {
      file: "exceptions.$id.$command.tsx",
      handler: "action",
      path: `/exceptions/${inForce}/revoke`,
      params: { id: inForce, command: "revoke" },
      form: { version: "5", comment: "Because" },
      answers: change,
    },
    { file: "settings.people.tsx", handler: "loader", path: "/settings/people", answers: page },
    {
      file: "settings.people.tsx",
      handler: "action",
      path: "/settings/people",
      form: { intent: "disable", userId },
      answers: change,
    },
    { file: "settings.tokens.tsx", handler: "loader", path: "/settings/tokens", answers: page },
    {
      file: "settings.tokens.tsx",
      handler: "action",
      path: "/settings/tokens",
      form: { intent: "revoke", id: tokenId },
      answers: change,
    },
    { file: "settings.workspace.tsx", handler: "loader", path: "/settings/workspace", answers: page },
    {
      file: "settings.workspace.tsx",
      handler: "action",
      path: "/settings/workspace",
      form: { name: "Taken over", timeZone: "UTC", securityContact: "", mfaResetBy: "owners", ...decisions },
      answers: own,
    },
    ...figureRoutes,
    ...exportRoutes,
    ...signInRoutes,
    { file: "theme.ts", handler: "loader", path: "/theme", answers: everyone("→ /") },
  ];
}
