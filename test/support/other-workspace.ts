import { contentOf } from "#app/policy/policy-content.ts";
import { usualSettings } from "#app/register/list-settings.ts";
import { targetsOf } from "#app/register/targets.ts";
import { insertAccessRequest } from "#db/access-requests.ts";
import { insertAttachment } from "#db/attachments.ts";
import { readChain } from "#db/audit-events.ts";
import { issueChallenge } from "#db/challenges.ts";
import type { Db } from "#db/connect.ts";
import { insertControlCheck } from "#db/control-checks.ts";
import { listStreams } from "#db/decision-streams.ts";
import { noteDemand } from "#db/enrollment-demands.ts";
import { findException } from "#db/exceptions.ts";
import { insertFactor } from "#db/factors.ts";
import { beginGrace } from "#db/grace-periods.ts";
import { takeIdempotencyKey } from "#db/idempotency.ts";
import { newId } from "#db/ids.ts";
import { type Invitation, insertInvitation } from "#db/invitations.ts";
import { saveListSettings } from "#db/list-settings.ts";
import { listDueMessages } from "#db/outbox.ts";
import { setPasswordHash } from "#db/passwords.ts";
import { currentPolicy } from "#db/policies.ts";
import { insertPolicyDraft, type PolicyDraft } from "#db/policy-drafts.ts";
import { insertRecoveryBatch } from "#db/recovery-codes.ts";
import { insertReplay, insertReplayChanges } from "#db/replays.ts";
import { insertSavedView } from "#db/saved-views.ts";
import { insertSession } from "#db/sessions.ts";
import { listTokens } from "#db/tokens.ts";
import { findUserByName, setDisabled, usersWithRole } from "#db/users.ts";
import { write } from "#db/write.ts";

import { otherOath } from "./other-oath.ts";
import { otherOversight } from "./other-oversight.ts";
import { recordedDecisions } from "./recorded-decisions.ts";

/** One of each thing that a workspace has, for asking about it from another one. */
export type Other = Awaited<ReturnType<typeof otherWorkspace>>;

/** Completes the demo's workspace with what its register lacks, and returns one of everything in it. */
export async function otherWorkspace(db: Db, workspaceId: string, now: string) {
  const user = await findUserByName(db, workspaceId, "tomasz.wilk@marlowfinch.example");
  const used = (await recordedDecisions(db)).find(({ exceptionId }) => exceptionId !== null);
  const exception = await findException(db, workspaceId, used?.exceptionId ?? "");
  const [stream] = await listStreams(db, workspaceId);
  const [message] = await listDueMessages(db, workspaceId, now, 1);
  const [token] = await listTokens(db, workspaceId, null);
  if (!user || !exception || !stream || !message || !token)
    throw new Error("the demo lacks something that is asked about");

  const soon = new Date(Date.parse(now) + 3_600_000).toISOString();
  const userId = user.id;
  const credentialId = "credential-of-the-other";
  const factor = {
    workspaceId,
    id: newId("fac"),
    userId,
    kind: "passkey",
    label: "Key",
    createdAt: now,
    lastUsedAt: null,
    totp: null,
  } as const;
  const recoveryCode = { factorId: newId("fac"), codeHash: "hash-of-a-code" };
  const codeHashes = [recoveryCode.codeHash, "hash-of-another"];
  await insertRecoveryBatch(db, { workspaceId, id: recoveryCode.factorId, userId, label: "Codes", codeHashes, now });
  const backup = { backupEligible: false, backedUp: false };
  await insertFactor(db, {
    ...factor,
    credential: { credentialId, publicKey: "x", counter: 1, transports: [], aaguid: "x", ...backup },
  });
  const binding = { workspaceId, purpose: "passkey_sign_in", userId: null, sessionHash: null } as const;
  const webauthn = { challenge: "x", origin: "https://acme.example", rpId: "acme.example" };
  const challenge = { ...binding, id: await issueChallenge(db, { ...binding, ...webauthn, expiresAt: soon, now }) };
  const session = { workspaceId, idHash: "hash-of-the-other", userId, methods: [], createdAt: now, lastSeenAt: now };
  const basis = { decisionId: null, isBypass: false, exceptionId: null, graceEndsAt: null };
  await insertSession(db, { ...session, ...basis, expiresAt: soon, revokedAt: null, ip: null, userAgent: null });
  await insertInvitation(db, {
    workspaceId,
    userId,
    purpose: "invitation",
    tokenHash: "invitation-of-the-other",
    expiresAt: soon,
    now,
  });
  const key = { workspaceId, tokenId: token.id, key: "key-of-the-other" };
  await takeIdempotencyKey(db, key, "hash", now);
  await setPasswordHash(db, workspaceId, userId, "hash-of-a-password");
  await db
    .updateTable("users")
    .set({ externalId: "external-1" })
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", userId)
    .execute();
  await db
    .updateTable("directoryObjects")
    .set({ externalId: "external-finance" })
    .where("workspaceId", "=", workspaceId)
    .where("kind", "=", "group")
    .where("id", "=", "finance")
    .execute();
  const financier = await findUserByName(db, workspaceId, "nadia.petrova@marlowfinch.example");
  const { id: barred } = await barSomebody(db, workspaceId, now);
  const { ward } = await makeNeedless(db, workspaceId, now);
  await db
    .updateTable("directoryObjects")
    .set({ disabledAt: now })
    .where("workspaceId", "=", workspaceId)
    .where("kind", "=", "service_principal")
    .execute();
  const counted = await db.selectFrom("exemptionUses").select("exceptionId").executeTakeFirstOrThrow();
  const [target] = targetsOf(exception.scope);
  const { subjectId: letIn } = await db
    .selectFrom("signIns")
    .select("subjectId")
    .where("workspaceId", "=", workspaceId)
    .where("outcome", "=", "allow")
    .where("subjectId", "like", "usr_%")
    .executeTakeFirstOrThrow();
  const grace = { userId, startedAt: now };
  await beginGrace(db, workspaceId, grace);
  const policy = await currentPolicy(db, workspaceId);
  const policyDraft: PolicyDraft = {
    id: "pol_of_the_other",
    basedOn: policy.version,
    content: contentOf(policy),
    forcesReenrollment: false,
    reason: "To be tried out",
    state: "waiting",
    authorId: userId,
    createdAt: now,
    updatedAt: now,
    decidedBy: null,
    decidedAt: null,
    comment: null,
  };
  await insertPolicyDraft(db, workspaceId, policyDraft);
  const demand = { userId, at: now, applicationId: "payroll", reason: "MFA_REQUIRED_NO_FACTOR", decisionId: "s.1.0" };
  await noteDemand(db, workspaceId, demand);
  const imported = await db
    .selectFrom("exceptions")
    .select("sourceKey")
    .where("sourceKey", "is not", null)
    .executeTakeFirstOrThrow();

  const { id: ownerId } = (await usersWithRole(db, workspaceId, ["owner"]))[0] ?? { id: "" };
  const place = (await recordedDecisions(db)).find((decision) => decision.workspaceId === workspaceId);
  if (!place) throw new Error("the demo has recorded no decision, expected some");
  const replay = { workspaceId, id: "rpl_of_the_other", done: 1 };
  const asked = { policyDraftId: null, exceptionId: exception.id, days: 1, startedBy: userId };
  const trial = { policy: null, exemption: null };
  await insertReplay(db, { ...replay, ...asked, trial, fromAt: now, toAt: now, createdAt: now });
  const about = { decisionId: "x", at: now, subjectId: userId, applicationId: "mail" };
  const outcomes = { outcomeBefore: "deny", reasonBefore: "x", outcomeAfter: "allow", reasonAfter: "x" };
  await insertReplayChanges(db, replay, [{ kind: "let_in", number: 1, ...about, ...outcomes }]);
  const oversight = { exceptionId: exception.id, userId, deputyId: ownerId, now };
  const { delegation, campaign, silence } = await otherOversight(db, workspaceId, oversight);

  const checked = exception.id;
  const check = { id: "chk_of_the_other", exceptionId: checked, control: "Session monitoring", at: now, by: userId };
  await insertControlCheck(db, workspaceId, { ...check, result: "passed", note: "Played back" });

  const savedView = { id: "svw_of_the_other", ownerId: null, name: "Of the other", query: "view=live" };
  await insertSavedView(db, workspaceId, { ...savedView, id: "svw_before", name: "Before" }, now);
  await insertSavedView(db, workspaceId, savedView, now);
  await saveListSettings(db, workspaceId, userId, { ...usualSettings, pageSize: 25 });
  const comment = await db
    .selectFrom("exceptionComments")
    .select(["id", "exceptionId"])
    .where("workspaceId", "=", workspaceId)
    .executeTakeFirstOrThrow();
  const attachment = { exceptionId: exception.id, id: "att_of_the_other" };
  await insertAttachment(db, {
    ...{ workspaceId, ...attachment, name: "ticket.txt", mediaType: "text/plain", size: 1, sha256: "0".repeat(64) },
    ...{ note: "", uploadedBy: userId, at: now, withdrawn: null },
  });
  const watch = await db
    .selectFrom("exceptionWatchers")
    .select(["exceptionId", "userId"])
    .where("workspaceId", "=", workspaceId)
    .executeTakeFirstOrThrow();

  const subject = { subjectKind: "user" as const, subjectKey: userId, applicationId: "mail" };
  const accessRequest = { ...subject, exceptionId: exception.id, tokenId: "tok_of_the_other", decisionId: "a.1.1" };
  await insertAccessRequest(db, workspaceId, {
    ...accessRequest,
    reason: "MFA_GRACE_EXPIRED",
    isEmergency: false,
    createdAt: now,
  });

  const former = { kind: "user", id: ownerId };
  await write(db, { workspaceId, actor: { kind: "console", id: null }, now }, async (_tx, { audit }) =>
    audit("user.pseudonymised", former, { reason: "Has left", texts: ["txt_of_the_other"] }),
  );
  const chain = await readChain(db, workspaceId, { after: 0, limit: 100 });
  const created = chain.find(({ type, subjectId }) => type === "user.created" && subjectId === userId);
  if (!created) throw new Error("the log does not say how the person was added");

  const oath = await otherOath(db, workspaceId, { userId, now });

  return {
    created,
    barred,
    oath,
    accessRequest,
    savedView,
    delegation,
    checked,
    campaign,
    silence,
    userId,
    ownerId,
    comment,
    watch,
    attachment,
    place,
    replay,
    userName: user.userName,
    externalId: "external-1",
    financier: financier?.id ?? "",
    letIn,
    target: target ?? "",
    limited: counted.exceptionId,
    ward,
    exception,
    sourceKey: imported.sourceKey ?? "",
    stream,
    message,
    token,
    grace,
    demand,
    factorId: factor.id,
    recoveryCode,
    credentialId,
    challenge,
    invitation: (await db
      .selectFrom("invitations")
      .select(["workspaceId", "id", "userId", "purpose", "createdAt", "expiresAt"])
      .where("tokenHash", "=", "invitation-of-the-other")
      .executeTakeFirstOrThrow()) as Invitation,
    key,
    policyDraft,
  };
}

/** Bars one person of the many, and returns who that is. */
async function barSomebody(db: Db, workspaceId: string, now: string): Promise<{ id: string }> {
  const leaver = await findUserByName(db, workspaceId, "conor.walsh@marlowfinch.example");
  if (!leaver) throw new Error("the demo lacks somebody to bar");
  await setDisabled(db, workspaceId, leaver.id, now);
  return leaver;
}

/** Enrols a factor for somebody whom an exception spares one, and returns who that is. */
async function makeNeedless(db: Db, workspaceId: string, now: string): Promise<{ ward: string }> {
  const { target } = await db
    .selectFrom("exceptionTargets as named")
    .innerJoin("exceptions", "exceptions.id", "named.exceptionId")
    .select("named.target")
    .where("named.workspaceId", "=", workspaceId)
    .where("named.target", "like", "user:%")
    .where("exceptions.state", "=", "active")
    .where("exceptions.effect", "=", "waive_mfa")
    .where("exceptions.endsAt", ">", now)
    .executeTakeFirstOrThrow();
  const ward = target.slice("user:".length);
  const totp = { secret: "sealed", lastStep: null, drift: 0 };
  const factor = { workspaceId, id: newId("fac"), userId: ward, kind: "totp", label: "Phone" } as const;
  await insertFactor(db, { ...factor, createdAt: now, lastUsedAt: null, credential: null, totp });
  return { ward };
}
