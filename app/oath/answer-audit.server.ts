import type { Caller } from "#app/auth/caller.server.ts";
import { refuseManager } from "#app/auth/managing.server.ts";
import type { Instant } from "#app/engine/types.ts";
import { Refused } from "#app/register/refused.ts";
import type { Db } from "#db/connect.ts";
import { answerOathAudit, closeOathAudit, findOathAudit } from "#db/oath-audits.ts";
import { type Journal, write } from "#db/write.ts";
import { type AuditQuestion, type OathAudit, openQuestions, questionWording } from "./oath-audit.ts";
import { OpenAlready, openAudit } from "./open-audit.server.ts";

type ByAdmin = { caller: Caller; now: Instant };

/**
 * Opens an audit out of its turn, and returns its id.
 * @throws Refused 403 not an admin, 409 one is open.
 */
export async function openAuditByHand(db: Db, { caller, now }: ByAdmin): Promise<string> {
  const { workspace, user, auditActor: actor } = caller;
  await refuseManager(db, managingOf(caller, now), []);
  try {
    return await openAudit(db, { workspace, openedBy: user.id, actor, now });
  } catch (caught) {
    if (caught instanceof OpenAlready)
      throw new Refused(409, "audit_open", "An audit of the tokens is open already. Close it first.");
    throw caught;
  }
}

type Answering = ByAdmin & { id: string; question: AuditQuestion; note: string };

/**
 * Answers a question of an open audit, in the place of an earlier answer.
 * @throws Refused 403 not an admin, 404 no such audit, 409 it is closed.
 */
export async function answerAudit(db: Db, { caller, id, question, note, now }: Answering): Promise<void> {
  await change(db, { caller, id, now }, async (tx, { audit }) => {
    const answer = { auditId: id, question, note, answeredAt: now, answeredBy: caller.user.id };
    if (!(await answerOathAudit(tx, caller.workspace.id, answer))) throw closed();
    audit("oath_audit.answered", { kind: "oath_audit", id }, { question, note });
  });
}

type Closing = ByAdmin & { id: string; statement: string; evidence: string };

/**
 * Signs an audit off, with a statement and where the evidence lies; every question has to be answered.
 * @throws Refused 403 not an admin, 404 no such audit, 409 it is closed, or a question is open.
 */
export async function closeAudit(db: Db, { caller, id, statement, evidence, now }: Closing): Promise<void> {
  await change(db, { caller, id, now }, async (tx, { audit }, found) => {
    const open = openQuestions(found).map((question) => questionWording[question].title);
    if (open.length > 0)
      throw new Refused(409, "questions_open", `Answer these first: ${open.join(", ")}.`, { questions: open });
    const closing = { id, statement, evidence, closedAt: now, closedBy: caller.user.id };
    if (!(await closeOathAudit(tx, caller.workspace.id, closing))) throw closed();
    audit("oath_audit.closed", { kind: "oath_audit", id }, { quarter: found.quarter, statement, evidence });
  });
}

type Change = (tx: Db, journal: Journal, found: OathAudit) => Promise<void>;

async function change(db: Db, { caller, id, now }: ByAdmin & { id: string }, carryOut: Change): Promise<void> {
  const managing = managingOf(caller, now);
  await write(db, managing, async (tx, journal) => {
    await refuseManager(tx, managing, []);
    const found = await findOathAudit(tx, managing.workspaceId, id);
    if (!found) throw new Refused(404, "not_found", "There is no such audit.");
    if (found.closedAt !== null) throw closed();
    await carryOut(tx, journal, found);
  });
}

function managingOf({ workspace, user, auditActor }: Caller, now: Instant) {
  return { workspaceId: workspace.id, by: { userId: user.id }, actor: auditActor, now };
}

function closed(): Refused {
  return new Refused(409, "audit_closed", "The audit has been closed; nothing in it changes any more.");
}
