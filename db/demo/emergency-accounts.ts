import { registerAccount } from "#app/break-glass/keep-account.server.ts";
import { attestRotation, recordRotation } from "#app/break-glass/rotate.server.ts";
import type { RotationCause, SecretKind } from "#app/break-glass/rotation.ts";
import { addDays, addHours } from "#app/register/days.ts";
import type { CastKey } from "./cast.ts";
import { callerOf } from "./discussions.ts";
import type { Stage, Step } from "./play-story.ts";

type Custody = { account: CastKey; custodians: [CastKey, CastKey]; storage: string; ago: number };

const custodies: readonly Custody[] = [
  {
    account: "glass.north",
    custodians: ["siobhan.kearney", "helen.marsh"],
    storage: "Safe 2, envelope 0417",
    ago: 151,
  },
  {
    account: "glass.south",
    custodians: ["diego.navarro", "mei.tanaka"],
    storage: "Site B vault, drawer 3",
    ago: 150,
  },
];

/** One person replaces a secret, and hours later another attests it; null where nobody has yet. */
type Replaced = {
  of: CastKey | `svc-${string}`;
  ago: number;
  by: CastKey;
  attestedBy: CastKey | null;
  cause: RotationCause;
  reference: string;
};

const rotations: readonly Replaced[] = [
  ...(
    [
      [148, "Seal 0391"],
      [98, "Seal 0404"],
      [26, "Seal 0417"],
    ] as const
  ).map(
    ([ago, reference]): Replaced => ({
      ...{ of: "glass.north", ago, by: "helen.marsh", attestedBy: "siobhan.kearney", cause: "interval", reference },
    }),
  ),
  {
    of: "glass.south",
    ago: 92,
    by: "mei.tanaka",
    attestedBy: "diego.navarro",
    cause: "interval",
    reference: "Seal B-31",
  },
  { of: "glass.south", ago: 18, by: "diego.navarro", attestedBy: "mei.tanaka", cause: "drill", reference: "Seal B-36" },
  {
    ...{ of: "svc-result-mailer", ago: 20, by: "mei.tanaka", attestedBy: "fatima.haddad" },
    ...{ cause: "interval", reference: "CHG-2931" },
  },
  {
    ...{ of: "svc-courier-feed", ago: 0.4, by: "diego.navarro", attestedBy: null },
    ...{ cause: "suspicion", reference: "CHG-2988, key was in a mail" },
  },
];

/** Returns how the accounts for emergencies were registered, and what was replaced since. */
export function emergencyAccounts(stage: Stage): Step[] {
  return [
    ...custodies.map((custody) => registering(stage, custody)),
    ...rotations.map((each) => replacing(stage, each)),
  ];
}

function registering(stage: Stage, { account, custodians: [first, second], storage, ago }: Custody): Step {
  const at = addDays(stage.now, -ago);
  return {
    at,
    run: async (tx) => {
      await registerAccount(tx, {
        ...{ caller: await callerOf(tx, stage, "tomasz.wilk", at), userId: idOf(stage, account), now: at },
        ...{ firstCustodianId: idOf(stage, first), secondCustodianId: idOf(stage, second), storageReference: storage },
      });
    },
  };
}

function replacing(stage: Stage, { of, ago, by, attestedBy, cause, reference }: Replaced): Step {
  const at = addDays(stage.now, -ago);
  const kind: SecretKind = of.startsWith("svc-") ? "service_principal" : "user";
  const id = kind === "user" ? idOf(stage, of as CastKey) : of; // cast: what is no service principal is of the cast
  return {
    at,
    run: async (tx) => {
      const rotationId = await recordRotation(tx, {
        ...{ caller: await callerOf(tx, stage, by, at), kind, id, cause, outcome: "rotated", reference, note: "" },
        ...{ rotatedAt: addHours(at, -0.5), now: at },
      });
      if (attestedBy === null) return;
      const caller = await callerOf(tx, stage, attestedBy, at);
      await attestRotation(tx, { caller, rotationId, attestation: "confirmed", note: "", now: at });
    },
  };
}

function idOf({ people }: Stage, who: CastKey): string {
  const id = people.get(who);
  if (!id) throw new Error(`${who} is not in the cast`);
  return id;
}
