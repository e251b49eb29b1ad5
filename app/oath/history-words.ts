import { z } from "zod";
import { matterLabels } from "./custody.ts";

const Facts = z.object({
  userId: z.string().nullish(),
  reason: z.string().optional(),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
  matter: z.enum(["token", "seed"]).optional(),
});

const Place = z.object({ holderId: z.string(), place: z.string() });

const read = (text: string) => Facts.parse(JSON.parse(text));

/** Returns whom an event of a token is about beside who did it. */
export function peopleInEvent(data: string): string[] {
  const { userId, after } = read(data);
  const place = Place.safeParse(after);
  return [...(userId ? [userId] : []), ...(place.success ? [place.data.holderId] : [])];
}

/** Says what an event of a token changed, in a line; null where its sentence says it all. */
export function changeInEvent(data: string, nameOf: (id: string) => string): string | null {
  const { userId, reason, before, after, matter } = read(data);
  const place = Place.safeParse(after);
  if (matter && place.success) return `${matterLabels[matter]}: ${nameOf(place.data.holderId)}, ${place.data.place}`;
  const parts = [
    ...(reason ? [`Reason: ${reason}`] : []),
    ...(typeof after === "string" ? [after] : []),
    ...(typeof before === "number" && typeof after === "number" ? [`${before} to ${after} steps ahead`] : []),
    ...(userId ? [nameOf(userId)] : []),
  ];
  return parts.length > 0 ? parts.join(" · ") : null;
}
