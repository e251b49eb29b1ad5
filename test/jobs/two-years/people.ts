import { expect } from "vitest";
import { fileException } from "#app/register/file-exception.server.ts";
import { Refused } from "#app/register/refused.ts";
import { completeDraft, putInPlace } from "#test/support/active-exception.ts";
import { commandsOf } from "#test/support/give-command.ts";
import type { People } from "#test/support/people.ts";
import { day, hour, localDaysLater, text } from "./calendar.ts";
import { type Kind, type Known, kinds, patience, reviewed } from "./promises.ts";
import type { Dice } from "./timeline.ts";
import type { World } from "./world.ts";

/** By how much an extension may add, and what a record of the kind has to say beside the usual. */
const more: Record<Kind, { extension: number; details: Record<string, string> }> = {
  break_glass: {
    extension: 180,
    details: {
      ...{ first_custodian: "Ada", second_custodian: "Ben", storage_reference: "Safe 4" },
      ...{ last_rotation: "2026-10-20", last_drill: "2026-10-20" },
    },
  },
  administrative_exclusion: { extension: 7, details: { change_reference: "CHG-1" } },
  legacy_or_service_account: { extension: 90, details: { exit_plan: "A connector" } },
  enrollment_constraint: { extension: 14, details: { missing_item: "A key", arrives_on: "Next week" } },
  accessibility: { extension: 180, details: { alternative_factor: "A passkey" } },
  federated_partner: { extension: 90, details: { partner_contact: "Cleo", remediation_plan: "Claims" } },
  incident_or_test: { extension: 3, details: { incident_reference: "INC-1" } },
};

/** Likelihood and impact that make a rating. */
const risks = ([2, 3, 4, 5] as const).map((score) => ({ likelihood: score, impact: score }));
const approvers = ["identity", "identity", "risk", "leadership"] as const;

/** Rounds to the seventh second of a minute, as everything that people do is. */
const moment = (at: number) => Math.floor(at / 60_000) * 60_000 + 7000;

/** People who file, approve, review, extend, close and forget, by chance that is the same each time. */
export function openPeople(world: World, people: People, dice: Dice) {
  const give = commandsOf(world.database, people);
  const { db, workspace } = world.database;
  let filed = 0;

  const act = (at: number, deed: (at: number) => Promise<void>) => world.act(at, deed);

  const refusalOf = async (doing: Promise<unknown>): Promise<string | null> => {
    try {
      await doing;
      return null;
    } catch (caught) {
      if (caught instanceof Refused) return caught.code;
      throw caught;
    }
  };

  const agree = async (id: string, command: "approve" | "ratify", rating: number, at: number) => {
    const needed = [...new Set(approvers.slice(0, rating + 1))];
    for (const who of needed) await give(id, who, { command, comment: "" }, text(at));
  };

  /** Files one of a kind and does with it what chance says. */
  const file = async (kind: Kind, at: number): Promise<void> => {
    filed += 1;
    const principal = `svc-${filed}`;
    const { most } = kinds[kind];
    const start = dice.isLucky(0.15) ? at + Math.round(dice.between(60, 5 * 24 * 60)) * 60_000 : at;
    const isTooLong = dice.isLucky(0.05);
    const term = isTooLong ? most * day + hour : Math.round(dice.between(0.3, 1) * most * 24 * 60) * 60_000;
    const end = start + term;
    const hasPlan = kind === "legacy_or_service_account";
    const dueAt = text(start + Math.round(term / 100) * 40);
    const { id } = await fileException(db, {
      workspaceId: workspace.id,
      draft: completeDraft({
        ...{ title: `Number ${filed}`, category: kind, effect: "waive_mfa", details: more[kind].details },
        scope: { ...completeDraft().scope, servicePrincipals: [principal], protocols: [] },
        ...{ startsAt: text(start), endsAt: text(end) },
        milestones: hasPlan ? [{ title: "Half-way", dueAt, doneAt: null }] : [],
      }),
      requestor: people.requestor,
      actor: { kind: "user", id: people.requestor.userId },
      now: text(at),
    });
    const submitting = refusalOf(give(id, "requestor", { command: "submit", comment: "" }, text(at)));
    expect(await submitting, `${kind} for ${term / day} days`).toBe(isTooLong ? "incomplete" : null);
    if (isTooLong) return act(at + day, (then) => file(kind, then));
    const known: Known = {
      ...{ id, principal, kind, rating: Math.floor(dice.between(0, 4)), state: "waits", start, end, activated: at },
      ...{ startTold: start <= at, endTold: false, closureTold: false, endedAt: null, nextReview: null },
      ...{ silence: null, warned: new Set(), wait: null, question: null, isEmergency: false },
      milestone: hasPlan ? { dueAt: Date.parse(dueAt), isTold: false, isDone: false } : null,
    };
    world.known.push(known);
    await decide(known, at);
    world.settle(known, at);
  };

  const decide = async (known: Known, at: number): Promise<void> => {
    const fate = dice.roll();
    if (fate < 0.04) {
      known.wait = { ...patience.request, since: at };
    } else if (fate < 0.08) {
      await give(known.id, "identity", { command: "request_changes", comment: "Why?" }, text(at));
      Object.assign(known, { state: "asked", question: { since: at, lapsesAt: null } });
      if (dice.isLucky(0.5)) act(at + dice.between(0.5, 12) * day, (then) => answer(known, then));
    } else if (fate < 0.25 && known.kind === "incident_or_test" && known.start <= at) {
      await grant(known, at);
    } else {
      await putInForce(known, at);
    }
  };

  const answer = async (known: Known, at: number): Promise<void> => {
    if (known.state !== "asked") return;
    if (at >= known.end) return;
    await give(known.id, "requestor", { command: "resubmit", comment: "Because" }, text(at));
    Object.assign(known, { state: "waits", question: null });
    await putInForce(known, at);
    world.settle(known, at);
  };

  const putInForce = async (known: Known, at: number): Promise<void> => {
    const { id, kind, rating, start } = known;
    const risk = risks[rating] ?? risks[0];
    if (!risk) throw new Error("there is no such rating");
    await give(id, "identity2", { command: "assess", inherent: risk, residual: risk, comment: "Seen" }, text(at));
    await agree(id, "approve", rating, at);
    const record = await give(id, "implementer", { command: "implement", ...putInPlace, comment: "" }, text(at));
    Object.assign(known, { state: "active", activated: at, startTold: start <= at });
    const { first, every } = kinds[kind];
    known.nextReview = localDaysLater(at, first ?? every[rating] ?? Number.NaN);
    expect(record.nextReviewAt).toBe(text(known.nextReview));
    expectReview(known);
    considerExtension(known);
    const { milestone } = known;
    if (milestone && dice.isLucky(0.5))
      act(milestone.dueAt - day, async (then) => {
        if (!isInForce(known) || then <= known.activated) return;
        const progress = { command: "report_progress", milestone: "Half-way", is_done: true, comment: "" } as const;
        await give(id, "owner", progress, text(then));
        milestone.isDone = true;
      });
  };

  /** By one person's word, for a day; with luck the others agree in time. */
  const grant = async (known: Known, at: number): Promise<void> => {
    const agreedEnd = known.end;
    await give(known.id, "identity", { command: "grant_emergency", comment: "It burns" }, text(at));
    Object.assign(known, { state: "active", activated: at, isEmergency: true, end: Math.min(known.end, at + day) });
    Object.assign(known, { nextReview: localDaysLater(at, 1), rating: 3, wait: { ...patience.emergency, since: at } });
    if (!dice.isLucky(0.5)) return;
    act(at + dice.between(0.5, 20) * hour, async (then) => {
      if (known.state !== "active" || then >= known.end) return;
      const [low] = risks;
      if (!low) return;
      await give(
        known.id,
        "leadership",
        { command: "assess", inherent: low, residual: low, comment: "Seen" },
        text(then),
      );
      await give(known.id, "identity2", { command: "ratify", comment: "" }, text(then));
      Object.assign(known, { end: agreedEnd, isEmergency: false, wait: null, rating: 0 });
      expectReview(known);
      world.settle(known, then);
    });
  };

  /** Somebody answers in time, or late, or never. */
  const expectReview = (known: Known): void => {
    const { nextReview, kind } = known;
    if (nextReview === null) return;
    const fate = dice.roll();
    if (fate > 0.82) return;
    const delay = kinds[kind].grace * (fate < 0.7 ? dice.between(0.01, 0.95) : dice.between(1.1, 2));
    act(nextReview + delay * day, async (then) => {
      if (!isInForce(known) || known.nextReview !== nextReview || then >= known.end) return;
      await review(known, then);
      world.settle(known, then);
    });
  };

  const review = async (known: Known, at: number): Promise<void> => {
    const { id, start, end } = known;
    const fate = dice.roll();
    const said = { command: "review", comment: "Looked at" } as const;
    const latest = Math.max(at, start) + hour;
    if (fate < 0.08 && end - latest > day) {
      const sooner = moment(dice.between(latest, end - hour));
      await give(id, "risk", { ...said, outcome: "shorten", ends_at: text(sooner) }, text(at));
      reviewed(known, at);
      known.end = sooner;
    } else if (fate < 0.12) {
      await give(id, "risk", { ...said, outcome: "let_expire" }, text(at));
      Object.assign(known, { nextReview: null, silence: null });
    } else if (fate < 0.16) {
      await give(id, "risk", { ...said, outcome: "revoke" }, text(at));
      Object.assign(known, { state: "revoked", endedAt: at, nextReview: null });
    } else {
      const record = await give(id, "risk", { ...said, outcome: "keep" }, text(at));
      reviewed(known, at);
      expect(record.nextReviewAt).toBe(text(known.nextReview ?? 0));
    }
    if (known.state === "suspended") {
      await give(id, "leadership", { command: "resume", comment: "Reviewed" }, text(at));
      known.state = "active";
    }
    expectReview(known);
  };

  /** Some want it longer, and some of those want more than there is. */
  const considerExtension = (known: Known): void => {
    if (!dice.isLucky(0.45)) return;
    const { id, kind, end } = known;
    act(end - dice.between(0.05, 0.3) * Math.min(30 * day, end - known.start), async (then) => {
      if (!isInForce(known) || known.end !== end || then >= end) return;
      const { lifetime } = kinds[kind];
      const byExtension = end + more[kind].extension * day;
      const latest = lifetime === null ? byExtension : Math.min(byExtension, known.activated + lifetime * day);
      const ask = (until: number) =>
        refusalOf(
          give(id, "owner", { command: "request_extension", ends_at: text(until), comment: "Late" }, text(then)),
        );
      expect(["extension_too_long", "no_extension_left"]).toContain(await ask(Math.max(latest, end) + 1));
      const refusal = await ask(latest);
      if (refusal) return void expect(refusal).toBe("no_extension_left");
      await agree(id, "approve", known.rating, then);
      known.end = latest;
      considerExtension(known);
      world.settle(known, then);
    });
  };

  /** What has ended is closed by most, and sooner or later somebody wants the next one. */
  const ended = new Set<Known>();
  world.onChange((known, at) => {
    const isOver = known.endTold || known.state === "revoked" || known.state === "withdrawn";
    if (!isOver || ended.has(known)) return;
    ended.add(known);
    act(at + dice.between(3, 30) * day, (then) => file(known.kind, then));
    if (known.state === "withdrawn" || dice.isLucky(0.3)) return;
    act(at + dice.between(0.5, 10) * day, async (then) => {
      const closing = {
        cause: "replaced",
        evidence: "Seen",
        replaced_by: "A key",
        would_have_avoided: "Keys",
      } as const;
      await give(known.id, "owner", { command: "close", ...closing, comment: "" }, text(then));
      known.endedAt ??= known.end;
      Object.assign(known, { state: "closed", nextReview: null });
    });
  });

  return { begin: (kind: Kind, at: number) => act(at, (then) => file(kind, then)) };
}

function isInForce({ state }: Known): boolean {
  return state === "active" || state === "suspended";
}
