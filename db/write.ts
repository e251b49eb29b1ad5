import { genesis, hashRow } from "#app/audit/chain.ts";
import { type AuditActor, type AuditSubject, type EventData, type EventType, eventSchemas } from "#app/audit/events.ts";
import type { Instant } from "#app/engine/types.ts";
import { traits } from "#app/mail/traits.ts";
import { insertKeptTexts, type KeptText, takeApart } from "./audit-personal.ts";
import type { Db } from "./connect.ts";
import { type Message, queueMessages } from "./outbox.ts";
import { findToken } from "./tokens.ts";

/** Who changes what, where and when. */
export type WriteContext = {
  workspaceId: string;
  actor: AuditActor;
  now: Instant;
  /** Whether it was due while nothing ran: then what is not urgent reaches each person in one message. */
  isCatchingUp?: boolean;
};

/** What a change says about itself; both commit or vanish with it. */
export type Journal = {
  /** What names people in clear is about the subject, or about `whose` where the subject is no person. */
  audit<T extends EventType>(type: T, subject: AuditSubject, data: EventData<T>, whose?: string | null): void;
  notify(message: Message): void;
};

type Pending = { type: EventType; subject: AuditSubject; data: unknown; userId: string | null };

/**
 * The one door for changes: runs `change` in a transaction that holds the workspace's audit head, then appends what
 * it audited and queues what it notified. Because the head is taken first, two writers cannot fork the chain.
 * @throws when the workspace has no audit head, or when the change audited nothing.
 */
export async function write<T>(
  db: Db,
  { workspaceId, actor, now, isCatchingUp = false }: WriteContext,
  change: (tx: Db, journal: Journal) => Promise<T>,
): Promise<T> {
  return inTransaction(db, async (tx) => {
    const head = await tx
      .updateTable("auditHead")
      .set((eb) => ({ seq: eb.ref("seq") }))
      .where("workspaceId", "=", workspaceId)
      .returning(["seq", "hash"])
      .executeTakeFirst();
    if (!head) throw new Error(`audit head missing, expected one row for workspace ${workspaceId}`);
    const events: Pending[] = [];
    const messages: Message[] = [];
    const result = await change(tx, {
      audit: (type, subject, data, whose = subject.kind === "user" ? subject.id : null) =>
        void events.push({ type, subject, data: eventSchemas[type].parse(data), userId: whose }),
      notify: (message) => void messages.push(message),
    });
    if (events.length === 0) throw new Error("a change audited nothing, expected at least one event");

    let { seq, hash } = head;
    const texts: KeptText[] = [];
    const rows = events.map(({ type, subject, userId, ...event }) => {
      seq += 1;
      const apart = takeApart(event.data, { seq, userId });
      texts.push(...apart.texts);
      const row = {
        workspaceId,
        seq,
        at: now,
        type,
        actorKind: actor.kind,
        actorId: actor.id,
        subjectKind: subject.kind,
        subjectId: subject.id,
        data: JSON.stringify(apart.data),
        prevHash: hash,
      };
      hash = hashRow(row);
      return { ...row, hash };
    });
    await tx.insertInto("auditEvents").values(rows).execute();
    await insertKeptTexts(tx, workspaceId, texts);
    await tx.updateTable("auditHead").set({ seq, hash }).where("workspaceId", "=", workspaceId).execute();
    const queuings = (await withoutActor(tx, { workspaceId, actor }, messages)).map((message) => {
      // Who has no account, the security contact above all, is told at once.
      const waits = isCatchingUp && message.toUserId !== null && !traits[message.template].isUrgent;
      return { message, bundle: waits ? ("catch_up" as const) : null };
    });
    await queueMessages(tx, workspaceId, queuings, now);
    return result;
  });
}

/** Nobody is told of their own act, but for what could be a thief's. */
async function withoutActor(
  tx: Db,
  { workspaceId, actor }: Pick<WriteContext, "workspaceId" | "actor">,
  messages: readonly Message[],
): Promise<Message[]> {
  if (messages.length === 0) return [];
  const userId = actor.kind === "token" ? await bearerOf(tx, workspaceId, actor.id) : actor.id;
  const isPerson = actor.kind === "user" || actor.kind === "token";
  if (!isPerson || userId === null) return [...messages];
  return messages.filter(({ template, toUserId }) => toUserId !== userId || traits[template].tellsActor);
}

async function bearerOf(tx: Db, workspaceId: string, tokenId: string | null): Promise<string | null> {
  const token = tokenId === null ? undefined : await findToken(tx, workspaceId, tokenId);
  return token?.userId ?? null;
}

/** Runs several writes as one: inside `work`, write joins the transaction that is open already. */
export async function inTransaction<T>(db: Db, work: (tx: Db) => Promise<T>): Promise<T> {
  return db.isTransaction ? work(db) : db.transaction().execute(work);
}

/** Begins the chain of a new workspace; everything after goes through write. */
export async function beginChain(db: Db, workspaceId: string): Promise<void> {
  await db.insertInto("auditHead").values({ workspaceId, seq: 0, hash: genesis }).execute();
}
