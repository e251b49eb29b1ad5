import { beDemoPerson } from "#app/auth/be-demo-person.server.ts";
import { addHours } from "#app/register/days.ts";
import { createOwnDecider } from "#app/signins/own-decider.server.ts";
import { sealStreams } from "#app/signins/seal-streams.server.ts";
import type { Database } from "../connect.ts";
import { findUserByName } from "../users.ts";
import { type CastKey, demoCompany } from "./cast.ts";

const browsers = {
  firefox: "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:143.0) Gecko/20100101 Firefox/143.0",
  edge: "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0",
  phone:
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1",
};

type SignedIn = { who: CastKey; minutesAgo: number; ip: string; browser: keyof typeof browsers };

/** Who is at work while the demo begins. */
const signedInPeople: readonly SignedIn[] = [
  { who: "siobhan.kearney", minutesAgo: 41, ip: "10.20.3.18", browser: "firefox" },
  { who: "tomasz.wilk", minutesAgo: 33, ip: "10.20.3.40", browser: "edge" },
  { who: "amara.diallo", minutesAgo: 24, ip: "10.20.8.3", browser: "firefox" },
  { who: "siobhan.kearney", minutesAgo: 12, ip: "203.0.113.88", browser: "phone" },
];

/** Signs some people in to the register itself, each from a browser that is known from then on. */
export async function signedIn(database: Database, workspaceId: string, now: string): Promise<void> {
  const { db } = database;
  const ownSignIns = createOwnDecider(db);
  for (const { who, minutesAgo, ip, browser } of signedInPeople) {
    const user = await findUserByName(db, workspaceId, `${who}@${demoCompany.domain}`);
    if (!user) throw new Error(`${who} is not in the demo, expected somebody of the cast`);
    const client = { ip, userAgent: browsers[browser], deviceHash: null };
    const at = addHours(now, -minutesAgo / 60);
    await beDemoPerson({ db, ownSignIns }, { workspaceId, userId: user.id, client, earlier: null, now: at });
  }
  await sealStreams(db, ownSignIns.heads(), now);
}
