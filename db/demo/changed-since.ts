import type { SecretBox } from "#app/auth/secret-box.server.ts";
import { newTotpSecret } from "#app/auth/totp.server.ts";
import { addMember } from "#app/directory/change-object.server.ts";
import { addDays } from "#app/register/days.ts";
import type { Db } from "../connect.ts";
import { insertFactor } from "../factors.ts";
import { newId } from "../ids.ts";
import { write } from "../write.ts";
import type { CastKey } from "./cast.ts";
import type { Stage, Step } from "./play-story.ts";

/** What has changed around exceptions since they were approved: somebody joined a group, and somebody enrolled a factor. */
export function changedSince(stage: Stage, secrets: SecretBox): Step[] {
  const joined = addDays(stage.now, -1.4);
  const enrolled = addDays(stage.now, -0.7);
  return [
    { at: joined, run: (tx) => joinFinance(tx, stage, "beatriz.souza", joined) },
    { at: enrolled, run: (tx) => enrolKey(tx, stage, secrets, { who: "conor.walsh", now: enrolled }) },
  ];
}

async function joinFinance(tx: Db, { workspaceId, people }: Stage, who: CastKey, now: string): Promise<void> {
  const member = { kind: "group", objectId: "finance", userId: people.get(who) ?? "" } as const;
  await addMember(tx, { workspaceId, by: null, actor: { kind: "console", id: null }, member, now });
}

async function enrolKey(
  tx: Db,
  { workspaceId, people }: Stage,
  secrets: SecretBox,
  { who, now }: { who: CastKey; now: string },
): Promise<void> {
  const userId = people.get(who) ?? "";
  const factor = { kind: "totp", label: "Key-ring token" } as const;
  await write(tx, { workspaceId, actor: { kind: "user", id: userId }, now }, async (changing, { audit }) => {
    const totp = { secret: secrets.seal(newTotpSecret()), lastStep: null, drift: 0 };
    const about = { workspaceId, id: newId("fac"), userId, createdAt: now, lastUsedAt: null, credential: null };
    await insertFactor(changing, { ...about, ...factor, totp });
    audit("ACCOUNT_MFA_DEVICE_ENROLLED", { kind: "user", id: userId }, factor);
  });
}
