import { z } from "zod";

/** How long the sessions of a workspace last, and what people are told of them. */
export type SessionSettings = {
  /** A session without a request for so long is over. */
  idleMinutes: number;
  /** However busy, a session is over so long after the sign-in. */
  absoluteMinutes: number;
  /** Whether people are told by mail of a sign-in from a browser that is not known. */
  tellsNewDevices: boolean;
};

/** NIST SP 800-63B-4, 2.2.3: at AAL2 an hour without activity, and 24 hours overall. */
export const sessionDefaults: SessionSettings = { idleMinutes: 60, absoluteMinutes: 24 * 60, tellsNewDevices: true };

const mostMinutes = 24 * 60;

const minutes = (least: number, outside: string) =>
  z.coerce
    .number({ error: "Enter a number of minutes." })
    .int("Enter whole minutes.")
    .min(least, outside)
    .max(mostMinutes, outside);

/** The limits as an admin enters them. Longer ones are refused, since nobody would notice a stolen session in time. */
export const SessionSettingsForm = z
  .object({
    idleMinutes: minutes(5, "Choose between 5 minutes and 24 hours (1440 minutes)."),
    absoluteMinutes: minutes(60, "Choose between 1 hour (60 minutes) and 24 hours (1440 minutes)."),
    tellsNewDevices: z
      .enum(["yes"])
      .optional()
      .transform((ticked) => ticked === "yes"),
  })
  .refine(({ idleMinutes, absoluteMinutes }) => idleMinutes <= absoluteMinutes, {
    path: ["idleMinutes"],
    message: "A session cannot be left alone for longer than it lasts.",
  });
