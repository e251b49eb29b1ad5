import { z } from "zod";
import type { AuditRow } from "#app/audit/chain.ts";
import { sentenceOf } from "#app/audit/sentences.ts";
import { exceptionStates, type Instant } from "#app/engine/types.ts";
import { viewerOf } from "#app/exports/viewer-of.server.ts";
import type { Exception } from "#app/register/exception.ts";
import { fits } from "#app/register/fits.ts";
import { readListParams } from "#app/register/list-params.ts";
import type { ListQuery } from "#app/register/list-query.ts";
import { listRequest } from "#app/register/list-request.server.ts";
import { namesFor } from "#app/register/names.server.ts";
import { Refused } from "#app/register/refused.ts";
import { rulesOnce } from "#app/register/rules-for.server.ts";
import { concerningOf } from "#app/register/show.server.ts";
import { statusOf } from "#app/register/status.ts";
import { historiesOf } from "#db/audit-trail.ts";
import type { Db } from "#db/connect.ts";
import { registerAsOf } from "#db/register-as-of.ts";
import { findWorkspace } from "#db/workspaces.ts";
import { type Poam, poamDocument } from "./poam.ts";
import type { PoamEvent, PoamRecord } from "./poam-parts.ts";
import { riskStatusOf } from "./poam-status.ts";
import type { Reader } from "./record-facts.server.ts";
import { effectOf, scopeOf } from "./record-words.ts";

export type PoamRequest = Reader & {
  from: Instant;
  to: Instant;
  /** The filters of the register, as they stand in its address; left out for everything. */
  query?: string;
};

const pageSize = 200;

/**
 * Makes a period's exceptions an OSCAL plan of action and milestones, each as it stood at the end of the period. Reasons
 * that are for approvers only are never in it, whoever asks: it is made to be handed on.
 * @throws Refused 403 for somebody who does not see the whole register, 400 for filters that are not understood.
 */
export async function poam(db: Db, workspaceId: string, request: PoamRequest): Promise<Poam> {
  const { from, to, now } = request;
  const workspace = await findWorkspace(db, workspaceId);
  if (!workspace) throw new Error(`workspace ${workspaceId} is missing, expected it to be there`);
  const [at = now] = [to, now].toSorted();
  const isAsked = await filterOf(db, workspaceId, request, at);
  const records: PoamRecord[] = [];
  for (let after = ""; ; ) {
    const page = await registerAsOf(db, workspaceId, { at, after, limit: pageSize });
    const kept = page.flatMap(({ record }) => (record && isAsked(record) && isOf(record, from, at) ? [record] : []));
    records.push(...(await written(db, workspaceId, kept, at)));
    const last = page.at(-1);
    if (!last || page.length < pageSize) break;
    after = last.id;
  }
  const people = [...new Set(records.flatMap(peopleIn))].sort();
  const names = await namesFor(db, workspaceId, [], people);
  return poamDocument({
    workspace,
    period: { from, to },
    records,
    people: people.map((id) => ({ id, name: names.get(id) ?? id })),
    now,
  });
}

async function filterOf(db: Db, workspaceId: string, { viewerId, query = "" }: PoamRequest, at: Instant) {
  const params = readListParams(new URLSearchParams(query));
  if (!params.success) throw new Refused(400, "invalid_query", "This does not say which records.");
  const viewer = await viewerOf({ db, workspaceId, viewerId });
  if (viewer === null) return () => true;
  if (concerningOf(viewer) !== null)
    throw new Refused(403, "not_for_you", "This is for people who see the whole register.");
  const asked: ListQuery = await listRequest(db, viewer, params.data, at);
  return (record: Exception) => fits(record, asked);
}

/** Whether it was asked for, and was in force, open or still moving at some time of the period. */
function isOf(record: Exception, from: Instant, at: Instant): boolean {
  if (record.submittedAt === null && record.activatedAt === null) return false;
  const isOver = riskStatusOf(record.state) === "closed" || statusOf(record, at).isExpired;
  return !isOver || record.updatedAt >= from || (record.endedAt ?? record.endsAt) >= from;
}

async function written(db: Db, workspaceId: string, records: readonly Exception[], at: Instant): Promise<PoamRecord[]> {
  const ids = records.map(({ id }) => id);
  const histories = await historiesOf(db, workspaceId, { kind: "exception", ids, upTo: at });
  const names = Object.fromEntries(await namesFor(db, workspaceId, records));
  const rules = rulesOnce(db);
  return Promise.all(
    records.map(async (record) => {
      const category = await rules(record);
      return {
        record,
        status: statusOf(record, at).isExpired ? ("closed" as const) : riskStatusOf(record.state),
        category: category.label,
        isPrivate: category.reasonIsPrivate,
        effect: effectOf({ record }),
        scope: scopeOf({ record, names }) ?? "It names nobody yet.",
        events: (histories.get(record.id) ?? []).filter(({ type }) => type !== "document.made").map(eventOf),
      };
    }),
  );
}

const Moved = z.object({ from: z.enum(exceptionStates), to: z.enum(exceptionStates) });

function eventOf({ seq, at, hash, type, data, actorKind, actorId }: AuditRow): PoamEvent {
  const moved = Moved.safeParse(JSON.parse(data)).data;
  const [before, after] = moved ? [riskStatusOf(moved.from), riskStatusOf(moved.to)] : [null, null];
  const begins = moved?.from === "draft" && moved.to === "submitted";
  return {
    ...{ seq, at, hash, type },
    title: sentenceOf(type),
    actorId: actorKind === "user" ? actorId : null,
    status: begins || before !== after ? after : statusAtEnd(type),
  };
}

/** An end that came by itself moves no state. */
function statusAtEnd(type: string): PoamEvent["status"] {
  return type === "exception.expired" ? "closed" : null;
}

function peopleIn({ record, events }: PoamRecord): string[] {
  const { requestorId, ownerId, lastValidation } = record;
  const named = [requestorId, ownerId, lastValidation?.by, ...events.map(({ actorId }) => actorId)];
  return named.filter((id) => id !== null && id !== undefined);
}
