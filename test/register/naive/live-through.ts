import { isDeepStrictEqual } from "node:util";
import { apply } from "#app/register/apply.server.ts";
import type { CommandInput } from "#app/register/command-schemas.ts";
import type { Exception } from "#app/register/exception.ts";
import { DraftSchema } from "#app/register/exception-schemas.ts";
import { editException, fileException } from "#app/register/file-exception.server.ts";
import { clock } from "#app/register/guards.ts";
import { Refused } from "#app/register/refused.ts";
import { ratings } from "#app/register/risk.ts";
import type { Db } from "#db/connect.ts";
import { findException } from "#db/exceptions.ts";
import { follow, rewrite } from "./follow.ts";
import { type Attempt, type History, settle, start } from "./histories.ts";
import { checkInForce } from "./invariants.ts";
import type { Someone } from "./may.ts";
import { type Asked, begin, goesThrough, hour, type NaiveRecord } from "./record.ts";

export type Register = { db: Db; workspaceId: string };

/** How often what was tried went through, so that a test can see that something happened. */
export type Tally = Map<string, number>;

const instant = (milliseconds: number) => new Date(milliseconds).toISOString();

/** Lives through one history twice at once, in the register and on paper; throws where the two part. */
export async function liveThrough(register: Register, history: History, tally: Tally): Promise<void> {
  const { asked, requestor } = history;
  let now = start;
  let real = await fileException(register.db, {
    workspaceId: register.workspaceId,
    draft: draftOf(asked),
    requestor: { userId: requestor.id, roles: requestor.roles },
    actor: { kind: "user", id: requestor.id },
    now: instant(now),
  });
  let naive = begin(asked, requestor.id);
  for (const attempt of history.attempts) {
    now += attempt.pause * hour + 1;
    const turn = attempt.kind === "edit" ? editing(naive, attempt, now) : trying(naive, attempt, now);
    const answer = await turn.real(register, real, now);
    if ((answer !== null) !== (turn.naive !== null))
      throw new Error(`${turn.what} ${answer ? "went through" : "was refused"}, expected the opposite`);
    if (!(answer && turn.naive)) continue;
    tally.set(turn.kind, (tally.get(turn.kind) ?? 0) + 1);
    [real, naive] = [answer, withRealRating(turn.naive, answer)];
    compare(real, naive, turn.what);
    await checkInForce(register, real, instant(now));
  }
  const stored = await findException(register.db, register.workspaceId, real.id);
  const changed = differing(stored, real);
  if (changed.length > 0) throw new Error(`a refused command changed ${changed.join(", ")} of ${real.id}`);
}

/** What is tried: its name, what becomes of it on paper, and how to try it in the register; null where it is refused. */
type Turn = {
  what: string;
  kind: string;
  naive: NaiveRecord | null;
  real: (register: Register, record: Exception, now: number) => Promise<Exception | null>;
};

function trying(naive: NaiveRecord, attempt: Attempt, now: number): Turn {
  const { someone, input } = settle(naive, attempt, now);
  const goes = goesThrough(naive, input, someone, now);
  return {
    what: `${input.command} by ${someone.id || "the clock"} from ${naive.state}`,
    kind: input.command,
    naive: goes ? follow(naive, { input, someone, now }) : null,
    real: (register, { id }) => unlessRefused(run(register, { id, input, someone, now })),
  };
}

const editable: readonly string[] = ["draft", "changes_requested", "submitted", "assessed"];

function editing(naive: NaiveRecord, { who, asked }: Attempt, at: number): Turn {
  const isRequestors = who.id === naive.requestor && !who.roles.includes("auditor");
  return {
    what: `edit by ${who.id} from ${naive.state}`,
    kind: "edit",
    naive: isRequestors && editable.includes(naive.state) ? rewrite(naive, asked, at) : null,
    real: ({ db, workspaceId }, { id, version }, now) =>
      unlessRefused(
        editException(db, {
          workspaceId,
          id,
          version,
          draft: draftOf(asked),
          editor: { userId: who.id, roles: who.roles },
          actor: { kind: "user", id: who.id },
          now: instant(now),
        }),
      ),
  };
}

type Run = { id: string; input: CommandInput; someone: Someone; now: number };

function run({ db, workspaceId }: Register, { id, input, someone, now }: Run): Promise<Exception> {
  const { minutesSinceFactor, aal, roles } = someone;
  const factorUsedAt = minutesSinceFactor === null ? null : instant(now - minutesSinceFactor * 60_000);
  const actor = someone.isClock ? clock : { userId: someone.id, roles, aal, factorUsedAt };
  const auditActor = someone.isClock
    ? ({ kind: "job", id: "model" } as const)
    : ({ kind: "user", id: someone.id } as const);
  return apply(db, { workspaceId, id, input, actor, auditActor, now: instant(now) });
}

async function unlessRefused(change: Promise<Exception>): Promise<Exception | null> {
  try {
    return await change;
  } catch (caught) {
    if (caught instanceof Refused) return null;
    throw caught;
  }
}

/** Whom an exception reaches may raise its rating; that is judged elsewhere, and here only never lowered. */
function withRealRating(naive: NaiveRecord, { rating }: Exception): NaiveRecord {
  if (naive.rating === rating || naive.rating === null || rating === null) return naive;
  if (ratings.indexOf(rating) < ratings.indexOf(naive.rating))
    throw new Error(`it is rated ${rating}, expected at least ${naive.rating}`);
  return { ...naive, rating };
}

function differing(stored: Exception | undefined, expected: Exception): string[] {
  const fields = Object.keys(expected) as (keyof Exception)[]; // the keys of the one type
  return fields.filter((field) => !isDeepStrictEqual(stored?.[field], expected[field]));
}

function compare(real: Exception, naive: NaiveRecord, what: string): void {
  const described = (state: string, version: number, ends: number, extensions: number, rating: string | null) =>
    `${state}, version ${version}, until ${instant(ends)}, extended ${extensions} times, rated ${rating}`;
  const found = described(real.state, real.version, Date.parse(real.endsAt), real.extensionCount, real.rating);
  const expected = described(naive.state, naive.version, naive.endsAt, naive.extensions, naive.rating);
  if (found !== expected) throw new Error(`after ${what} it is ${found}; expected ${expected}`);
}

function draftOf({ category, users, hasGroup, beneficiary, owner, startsAt, endsAt, reason }: Asked) {
  const parts = ["exit_plan", "missing_item", "arrives_on", "incident_reference"];
  return DraftSchema.parse({
    title: "IMAP polling for the claims mailbox",
    category,
    scope: { users: [...users], groups: hasGroup ? ["claims"] : [], applications: ["mail"] },
    ownerId: owner,
    beneficiaryId: beneficiary,
    justification: reason,
    startsAt: instant(startsAt),
    endsAt: instant(endsAt),
    estimate: { likelihood: 2, impact: 2 },
    compensatingControls: [{ name: "Restricted network", howChecked: "Firewall rule 12" }],
    monitoringPlan: "Messaging looks at its sign-ins every week.",
    milestones: [{ title: "Connector bought", dueAt: instant(endsAt) }],
    details: Object.fromEntries(parts.map((part) => [part, "2026-11-20"])),
  });
}
