import { generate } from "otplib";
import type { Caller } from "#app/auth/caller.server.ts";
import type { SecretBox } from "#app/auth/secret-box.server.ts";
import { newTotpSecret } from "#app/auth/totp.server.ts";
import { answerAudit, closeAudit } from "#app/oath/answer-audit.server.ts";
import { assignToken } from "#app/oath/assign-token.server.ts";
import { changeCustody } from "#app/oath/change-custody.server.ts";
import { revokeOathToken, unassignToken } from "#app/oath/end-token.server.ts";
import { importTokens } from "#app/oath/import-tokens.server.ts";
import { type AuditQuestion, auditQuestions } from "#app/oath/oath-audit.ts";
import { openAudit } from "#app/oath/open-audit.server.ts";
import { resyncHardwareToken } from "#app/oath/resync-token.server.ts";
import { addDays } from "#app/register/days.ts";
import type { Db } from "../connect.ts";
import { noteWrongCode, spendTotpStep } from "../oath-seeds.ts";
import { type CastKey, demoCompany } from "./cast.ts";
import { callerOf } from "./discussions.ts";
import { actorOf, type Stage, type Step } from "./play-story.ts";

const keeper: CastKey = "tomasz.wilk";
const firstSerial = 40071;

/** What became of a token, counted in days before the demo's start. */
type Fate = {
  replacedIn: number;
  givenTo?: CastKey;
  givenAgo?: number;
  lostAgo?: number;
  backAgo?: number;
  /** How many steps its clock was found to be ahead. */
  ahead?: number;
  wrongCodes?: number;
  /** When a code of it was last used. */
  usedAgo?: number;
  /** Where it lies, where somebody has said so. */
  lies?: string;
};

const fates: readonly Fate[] = [
  { replacedIn: 820, givenTo: "amara.diallo", givenAgo: 178, usedAgo: 1 },
  { replacedIn: 820, givenTo: "diego.navarro", givenAgo: 177, ahead: 3, usedAgo: 0.3 },
  { replacedIn: 38, givenTo: "callum.byrne", givenAgo: 170, usedAgo: 3 },
  { replacedIn: -12, givenTo: "owen.price", givenAgo: 165, ahead: -4, usedAgo: 5 },
  { replacedIn: 820, givenTo: "beatriz.souza", givenAgo: 150, wrongCodes: 5 },
  { replacedIn: 820, givenTo: "dita.novak", givenAgo: 148, lostAgo: 46 },
  { replacedIn: 820, givenTo: "fatima.haddad", givenAgo: 140, backAgo: 31 },
  { replacedIn: 820, lies: "Drawer 2 of the identity desk" },
  { replacedIn: 820, lies: "Drawer 2 of the identity desk" },
  { replacedIn: 50, lies: "Drawer 2 of the identity desk" },
  { replacedIn: 820 },
  { replacedIn: 820 },
];

/** Returns what was done with the hardware tokens of the company, and the audits of them. */
export function tokenHistory(stage: Stage, secrets: SecretBox): Step[] {
  const tokens = fates.map((fate, index) => ({ fate, serial: `KT-${firstSerial + index}`, secret: newTotpSecret() }));
  return [
    importing(stage, tokens, secrets),
    ...tokens.flatMap((token) => fateOf(stage, token, secrets)),
    ...audits(stage),
  ];
}

type Token = { fate: Fate; serial: string; secret: string };

function importing(stage: Stage, tokens: readonly Token[], secrets: SecretBox): Step {
  const at = addDays(stage.now, -184);
  const lines = tokens.map(
    ({ serial, secret, fate }) =>
      `${serial},${secret},Key-ring token,${addDays(stage.now, fate.replacedIn).slice(0, 10)}`,
  );
  return {
    at,
    run: async (tx) => {
      await importTokens(tx, ["serial,secret,model,replacement_date", ...lines].join("\n"), {
        ...{ workspaceId: stage.workspaceId, by: { userId: stage.people.get(keeper) ?? "" }, now: at },
        ...{ actor: actorOf(stage, keeper, at).auditActor, secrets, isTrial: false },
        ...{ seedHolder: addressOf("siobhan.kearney"), seedPlace: "Sealed envelope 7 in the safe of the server room" },
      });
    },
  };
}

function fateOf(stage: Stage, { serial, secret, fate }: Token, secrets: SecretBox): Step[] {
  const { givenTo, givenAgo = 0, lostAgo, backAgo, ahead, wrongCodes = 0, usedAgo, lies } = fate;
  const step = (
    ago: number,
    act: (tx: Db, about: { caller: Caller; tokenId: string; now: string }) => Promise<void>,
  ) => {
    const now = addDays(stage.now, -ago);
    const run = async (tx: Db) =>
      act(tx, { caller: await callerOf(tx, stage, keeper, now), tokenId: await tokenIdOf(tx, stage, serial), now });
    return { at: now, run };
  };
  const shown = (now: string, steps: number) => generate({ secret, epoch: Date.parse(now) / 1000 + steps * 30 });
  const steps: Step[] = [];
  if (givenTo)
    steps.push(
      step(givenAgo, async (tx, about) =>
        assignToken(tx, { ...about, userName: addressOf(givenTo), code: await shown(about.now, 0), secrets }),
      ),
    );
  if (lies)
    steps.push(
      step(160, (tx, about) =>
        changeCustody(tx, { ...about, matter: "token", holder: addressOf(keeper), place: lies }),
      ),
    );
  if (ahead !== undefined)
    steps.push(
      step(9, async (tx, about) => {
        const codes = { first: await shown(about.now, ahead - 1), second: await shown(about.now, ahead) };
        await resyncHardwareToken(tx, { ...about, ...codes, secrets });
      }),
    );
  if (lostAgo !== undefined)
    steps.push(step(lostAgo, (tx, about) => revokeOathToken(tx, { ...about, revocation: "lost" })));
  if (backAgo !== undefined)
    steps.push(step(backAgo, (tx, about) => unassignToken(tx, { ...about, place: "Drawer 2 of the identity desk" })));
  if (usedAgo !== undefined)
    steps.push(
      step(usedAgo, async (tx, { tokenId, now }) => {
        const drift = ahead ?? 0;
        const at = Math.floor(Date.parse(now) / 30_000) + drift;
        await spendTotpStep(tx, { workspaceId: stage.workspaceId, tokenId, step: at, drift, now });
      }),
    );
  if (wrongCodes > 0)
    steps.push(
      step(2, async (tx, { tokenId }) => {
        for (let wrong = 0; wrong < wrongCodes; wrong += 1) await noteWrongCode(tx, stage.workspaceId, [tokenId]);
      }),
    );
  return steps;
}

const lastQuarter: Readonly<Record<AuditQuestion, string>> = {
  issued: "Compared with the list of the identity desk: seven are with the people named, the others in drawer 2.",
  revoked: "None was to be revoked. Asked the heads of department for tokens left behind; none.",
  ageing: "Nothing due before the winter. Two are ordered ahead.",
  drifting: "All on time at their last use.",
  seeds: "Envelope 7 seen in the safe with its seal whole, together with the owner.",
};

/** The last audit is closed; this quarter's was begun. */
function audits(stage: Stage): Step[] {
  const { workspaceId } = stage;
  const workspace = { id: workspaceId, timeZone: demoCompany.timeZone };
  let open = "";
  const opening = (ago: number): Step => {
    const now = addDays(stage.now, -ago);
    const clock = { kind: "job", id: "open-oath-audits" } as const;
    return {
      at: now,
      run: async (tx) => {
        open = await openAudit(tx, { workspace, openedBy: null, actor: clock, now });
      },
    };
  };
  const answering = (ago: number, answers: Partial<Record<AuditQuestion, string>>): Step => {
    const now = addDays(stage.now, -ago);
    return {
      at: now,
      run: async (tx) => {
        const caller = await callerOf(tx, stage, keeper, now);
        for (const question of auditQuestions) {
          const note = answers[question];
          if (note) await answerAudit(tx, { caller, id: open, question, note, now });
        }
      },
    };
  };
  const closing = addDays(stage.now, -91);
  return [
    opening(99),
    answering(93, lastQuarter),
    {
      at: closing,
      run: async (tx) =>
        closeAudit(tx, {
          ...{ caller: await callerOf(tx, stage, keeper, closing), id: open, now: closing },
          statement: "Every token was seen or confirmed by its holder. Nothing is open.",
          evidence: "AUD-118, with the signed list of the identity desk",
        }),
    },
    opening(6),
    answering(4, {
      issued:
        "Compared with the list of the identity desk. KT-40081 and KT-40082 are in stock and nobody signed for them.",
      revoked: "KT-40076 was reported lost and revoked on the same day.",
    }),
  ];
}

async function tokenIdOf(tx: Db, { workspaceId }: Stage, serial: string): Promise<string> {
  const { id } = await tx
    .selectFrom("oathTokens")
    .select("id")
    .where("workspaceId", "=", workspaceId)
    .where("serial", "=", serial)
    .executeTakeFirstOrThrow();
  return id;
}

const addressOf = (who: CastKey) => `${who}@${demoCompany.domain}`;
