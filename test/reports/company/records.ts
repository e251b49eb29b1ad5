import type { ExceptionState } from "#app/engine/types.ts";
import { categoryIds } from "#app/register/category.ts";
import { addDays } from "#app/register/days.ts";
import { type Exception, emptyScope } from "#app/register/exception.ts";
import { ratings } from "#app/register/risk.ts";
import { addUsage } from "#db/exception-usage.ts";
import { insertApproval, insertException, saveException } from "#db/exceptions.ts";
import { insertReview } from "#db/reviews.ts";
import type { TestDatabase } from "#test/support/databases.ts";
import { make } from "#test/support/make.ts";
import type { People } from "#test/support/people.ts";
import type { Chance } from "./chance.ts";

const live: readonly ExceptionState[] = ["active", "suspended"];

/** Records that come and go by chance; each change is saved as the register saves it. */
export function openRecords({ db, workspace }: Pick<TestDatabase, "db" | "workspace">, people: People, chance: Chance) {
  const workspaceId = workspace.id;
  const records: Exception[] = [];
  const ids = Object.values(people).map(({ userId }) => userId);

  async function save(index: number, at: string, over: Partial<Exception>) {
    const before = records[index];
    if (!before) return;
    const after = { ...before, ...over, version: before.version + 1, updatedAt: at };
    await saveException(db, after, before.version);
    records[index] = after;
  }

  async function file(at: string) {
    const category = chance.of(categoryIds);
    const scope = {
      ...emptyScope,
      ...(chance.isLucky(0.4) ? { groups: ["finance"], applications: ["mail", "crm"] } : { users: [chance.of(ids)] }),
      ...(category === "legacy_or_service_account" ? { servicePrincipals: [`svc-${records.length % 5}`] } : {}),
    };
    const record = make.exception({
      ...{ workspaceId, id: `EXC-2026-${String(records.length + 1).padStart(4, "0")}`, category, scope },
      ...{ effect: chance.of(["waive_mfa", "allow_factors", "allow_legacy_protocol"] as const) },
      ...{ requestorId: people.requestor.userId, ownerId: chance.of(ids), version: 1, state: "submitted" as const },
      ...{ startsAt: at, endsAt: addDays(at, chance.between(5, 120)), createdAt: at, updatedAt: at },
      ...{ submittedAt: at, waitingSince: at, rating: null, contentHash: `${records.length}`.padStart(64, "0") },
      compensatingControls: chance.isLucky(0.6) ? [{ name: "Network", howChecked: "", catalogueId: null }] : [],
    });
    await insertException(db, record, null);
    records.push(record);
  }

  const putInPlace = { state: "active" as const, implementerId: people.implementer.userId };

  /** What may happen next to a record in each state. */
  async function moveOn(index: number, at: string) {
    const record = records[index];
    if (!record) return;
    const { id, state, contentHash } = record;
    if (state === "submitted") return save(index, at, { state: "assessed", rating: chance.of(ratings) });
    if (state === "assessed" && chance.isLucky(0.2))
      return save(index, at, { state: "rejected", endedAt: at, waitingSince: null });
    if (state === "assessed") {
      const approval = make.approval({ exceptionId: id, approverId: people.identity.userId, contentHash, at });
      await insertApproval(db, workspaceId, approval, people.requestor.userId);
      return save(index, at, { state: "approved", approvedAt: at, waitingSince: null });
    }
    if (state === "approved")
      return save(index, at, { ...putInPlace, activatedAt: at, nextReviewAt: addDays(at, chance.between(5, 40)) });
    if (live.includes(state)) return moveLive(index, record, at);
    if (state === "revoked") return save(index, at, { state: "closed" });
  }

  async function moveLive(index: number, record: Exception, at: string) {
    const { id, state, endsAt } = record;
    if (endsAt <= at) return save(index, at, { state: "closed", endedAt: record.endedAt ?? endsAt });
    const roll = chance.roll();
    if (roll < 0.25) return save(index, at, { state: state === "active" ? "suspended" : "active" });
    if (roll < 0.4) return save(index, at, { state: "revoked", endedAt: at });
    if (roll < 0.55)
      return save(index, at, {
        extensionCount: record.extensionCount + 1,
        endsAt: addDays(endsAt, 30),
        approvedAt: at,
      });
    if (roll < 0.8) return use(id, at);
    await review(index, record, at);
  }

  async function review(index: number, { id, endsAt, nextReviewAt: dueAt }: Exception, at: string) {
    if (dueAt === null || dueAt > at) return;
    const said = {
      exceptionId: id,
      at,
      dueAt,
      reviewerId: people.owner.userId,
      outcome: "keep" as const,
    };
    await insertReview(db, workspaceId, { ...said, justification: "", endsAt });
    await save(index, at, { nextReviewAt: addDays(at, 30) });
  }

  /** Beside some reviews lies a case of their silence, so that some come too late, or not at all. */
  async function leaveUnanswered(index: number, at: string) {
    const record = records[index];
    if (!record?.nextReviewAt || record.nextReviewAt > at || record.state !== "active") return;
    const { id: exceptionId, nextReviewAt: dueAt } = record;
    const steps = { warnedAt: null, nextAt: null, consequence: "suspend", actsAt: at };
    await db
      .insertInto("silences")
      .values({ workspaceId, exceptionId, dueAt, remindedAt: dueAt, answeredAt: at, ...steps })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }

  /** A sign-in that rests on a record, as it is after decisions have been gathered. */
  async function use(id: string, at: string) {
    const quarter = `${at.slice(0, 14)}${["00", "15", "30", "45"][Math.floor(Number(at.slice(14, 16)) / 15)]}`;
    await addUsage(db, workspaceId, [
      { exceptionId: id, facet: "all", value: "", uses: 1, lastAt: at },
      { exceptionId: id, facet: "quarter", value: quarter, uses: 1, lastAt: at },
    ]);
  }

  return {
    act: async (at: string) => {
      if (records.length < 8 || chance.isLucky(0.09)) await file(at);
      // The last of them mostly: a record of long ago is over.
      const index = Math.max(0, records.length - 1 - Math.floor(chance.between(0, 40)));
      if (chance.isLucky(0.1)) await leaveUnanswered(index, at);
      await moveOn(index, at);
    },
  };
}
