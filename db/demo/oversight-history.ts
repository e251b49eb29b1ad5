import { beginCampaign } from "#app/campaigns/begin-campaign.server.ts";
import { apply } from "#app/register/apply.server.ts";
import { addDays } from "#app/register/days.ts";
import { clock } from "#app/register/guards.ts";
import { answered, beginSilence, type SilenceCase, warned } from "#app/register/silence.ts";
import { assignedTo } from "../campaigns.ts";
import type { Db } from "../connect.ts";
import { findException } from "../exceptions.ts";
import { insertSilence, stepSilence } from "../silences.ts";
import { write } from "../write.ts";
import type { Act } from "./acts-of.ts";
import type { CastKey } from "./cast.ts";
import { idOf } from "./discussions.ts";
import { actorOf, perform, type Stage, type Step } from "./play-story.ts";

/** Returns what was done about exceptions in force: tests, reviews, progress, a silence and a campaign. */
export function oversightHistory(stage: Stage): Step[] {
  return [
    ...happenings.map(({ ago, title, who, said }) => actOn(stage, title, { who, said, at: addDays(stage.now, -ago) })),
    ...silenceOf(stage, "Ward tablets share a mailbox", 14.4),
    ...campaign(stage),
  ];
}

type Happening = { ago: number; title: string; who: CastKey; said: Act["said"] };

const happenings: readonly Happening[] = [
  {
    ago: 30,
    title: "Result mailer reads its mailbox over IMAP",
    who: "mei.tanaka",
    said: {
      command: "validate",
      result: "passed",
      comment: "The mailer signed in from its subnet, and was refused from the guest network. Both in CHG-2900.",
    },
  },
  {
    ago: 15,
    title: "Label printers of the cold store",
    who: "mei.tanaka",
    said: {
      command: "validate",
      result: "passed",
      comment: "Two printers fetched labels; the office network was refused.",
    },
  },
  {
    ago: 5,
    title: "Label printers of the cold store",
    who: "fatima.haddad",
    said: { command: "report_progress", milestone: "Firmware tried on one printer", is_done: true, comment: "Works." },
  },
  {
    ago: 1.2,
    title: "Label printers of the cold store",
    who: "mei.tanaka",
    said: {
      command: "validate",
      result: "failed",
      comment: "A laptop in the cold store signed in with the printers' password as well. Screenshots with the change.",
    },
  },
  {
    ago: 24,
    title: "Study portal of the university",
    who: "lena.vogt",
    said: { command: "report_progress", milestone: "Agreement on the claim", is_done: true, comment: "Signed." },
  },
  {
    ago: 21,
    title: "Study portal of the university",
    who: "amara.diallo",
    said: { command: "review", outcome: "keep", comment: "The study runs until spring, and the claim is agreed on." },
  },
];

/** One thing that one of the cast does to the record of a title. */
function actOn(stage: Stage, title: string, act: Act): Step {
  return { at: act.at, run: async (tx) => perform(tx, stage, await idOf(tx, stage, title), act) };
}

/** A review that nobody answered: the reminder, the warning, and the exception on hold. */
function silenceOf(stage: Stage, title: string, answeredAgo: number): Step[] {
  const { workspaceId, now } = stage;
  const graceDays = 14;
  let silence: SilenceCase;
  const say = async (tx: Db, at: string, event: "reminded" | "warned" | "unanswered", next: SilenceCase) => {
    await write(
      tx,
      { workspaceId, actor: { kind: "job", id: "answer-silence" }, now: at },
      async (inner, { audit }) => {
        if (event === "reminded") await insertSilence(inner, workspaceId, next);
        else await stepSilence(inner, workspaceId, { before: silence, after: next });
        const { dueAt, actsAt, consequence } = next;
        audit(`exception.review_${event}`, { kind: "exception", id: next.exceptionId }, { dueAt, actsAt, consequence });
      },
    );
    silence = next;
  };
  const step = (daysAgo: number, run: (tx: Db, at: string) => Promise<void>): Step => {
    const at = addDays(now, -daysAgo);
    return { at, run: (tx) => run(tx, at) };
  };
  return [
    step(answeredAgo + graceDays, async (tx, at) => {
      const id = await idOf(tx, stage, title);
      const dueAt = (await findException(tx, workspaceId, id))?.nextReviewAt ?? at;
      const grace = { consequence: "suspend", graceDays, timeZone: "UTC" } as const;
      await say(tx, at, "reminded", beginSilence({ exceptionId: id, dueAt }, grace, at));
    }),
    step(answeredAgo + graceDays / 2, (tx, at) => say(tx, at, "warned", warned(silence, at))),
    step(answeredAgo, async (tx, at) => {
      await say(tx, at, "unanswered", answered(silence, at));
      const id = await idOf(tx, stage, title);
      const { version } = (await findException(tx, workspaceId, id)) ?? { version: 0 };
      const input = { command: "suspend", comment: "Nobody answered its review.", version } as const;
      const auditActor = { kind: "job", id: "answer-silence" } as const;
      await apply(tx, { workspaceId, id, input, actor: clock, auditActor, cause: "silence", now: at });
    }),
  ];
}

/** A campaign over what cannot show a prompt, half answered. */
function campaign(stage: Stage): Step[] {
  const { workspaceId, people, now } = stage;
  const reviewers: readonly CastKey[] = ["jonas.eklund", "tomasz.wilk"];
  const begun = addDays(now, -12);
  const begin: Step = {
    at: begun,
    run: async (tx) => {
      await beginCampaign(tx, {
        ...{ workspaceId, now: begun, ...actorOf(stage, "priya.raman", begun) },
        wish: {
          name: "Clients that cannot prompt, autumn",
          selection: { category: "legacy_or_service_account", rating: null, owner_id: null, application: null },
          reviewer_ids: reviewers.map((who) => people.get(who) ?? ""),
          deadline: addDays(now, 9),
        },
      });
    },
  };
  const answers = [
    { ago: 6, title: "Invoice scanner delivers over SMTP", comment: "Two devices are converted; the rest follows." },
    { ago: 3, title: "Freezer alarms reach the sample tracker", comment: "The firmware is announced for next month." },
  ].map(({ ago, title, comment }): Step => {
    const at = addDays(now, -ago);
    return {
      at,
      run: async (tx) => {
        const id = await idOf(tx, stage, title);
        const who = await reviewerOf(tx, stage, id, reviewers);
        await perform(tx, stage, id, { who, at, said: { command: "review", outcome: "keep", comment } });
      },
    };
  });
  return [begin, ...answers];
}

/** Whoever of the reviewers was given the record. */
async function reviewerOf(tx: Db, { workspaceId, people }: Stage, id: string, reviewers: readonly CastKey[]) {
  for (const who of reviewers) if ((await assignedTo(tx, workspaceId, people.get(who) ?? "")).has(id)) return who;
  throw new Error(`${id} was given to nobody in the campaign`);
}
