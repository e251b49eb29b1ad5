import { z } from "zod";
import { longestEmergencyHours } from "./command-schemas.ts";

/** The usual window; long enough for a working day. */
export const usualSkipHours = 8;

/** For how many days it is asked for, should the approvers ratify it. */
const usualDays = 7;
const mostDays = 30;

const text = (message: string, least = 1) => z.string(message).trim().min(least, message).max(1000);
const whole = (most: number, unit: string) => {
  const hint = `Enter 1 to ${most} ${unit}.`;
  return z.coerce.number(hint).int(`Enter a whole number of ${unit}.`).min(1, hint).max(most, hint);
};

/** What an admin says who lets somebody skip MFA for a while. */
export const ForceSkipForm = z.object({
  reason: text("Say why, in at least 20 characters.", 20),
  missing_item: text("Say what is missing: the device, key or token that has to arrive."),
  arrives_on: text("Say when it arrives."),
  control: text("Name what makes up for the missing factor."),
  hours: whole(longestEmergencyHours, "hours").default(usualSkipHours),
  days: whole(mostDays, "days").default(usualDays),
  /** None for every application. */
  applications: z.array(z.string().max(256)).max(500).default([]),
});
export type ForceSkipForm = z.output<typeof ForceSkipForm>;
