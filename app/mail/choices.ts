import { z } from "zod";
import { type MailMode, mailModes, modesFor } from "./mail-modes.ts";
import { type Topic, topics } from "./traits.ts";

/** From when to when, by the clocks of a zone, only what is urgent is mailed; it may go over midnight. */
export type QuietHours = { from: string; to: string };

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

/** What somebody has chosen, a person or, for everybody, an admin; what is left out is as it is one step above. */
export const ChoicesSchema = z.object({
  modes: z.partialRecord(z.enum(topics), z.enum(mailModes)).default({}),
  quiet: z.union([z.literal("none"), z.object({ from: clock, to: clock })]).optional(),
  /** The full hour at which what is mailed once a day is. */
  digestHour: z.number().int().min(0).max(23).optional(),
  timeZone: z.string().optional(),
});
export type Choices = z.output<typeof ChoicesSchema>;

export const noChoices: Choices = { modes: {} };

/** What holds for one person, once every choice is weighed. */
export type MailRules = {
  modes: Readonly<Record<Topic, MailMode>>;
  quiet: QuietHours | null;
  digestHour: number;
  timeZone: string;
};

/**
 * What holds where nobody has chosen. Comments are many and seldom press; everything else names something that comes due or
 * has just changed, and a register that keeps that to itself is worse than one that writes once too often.
 */
const shipped: Omit<MailRules, "timeZone"> = {
  modes: {
    approvals: "at_once",
    requests: "at_once",
    exceptions: "at_once",
    reviews: "at_once",
    comments: "digest",
    duties: "at_once",
    reports: "at_once",
    policy: "at_once",
    account: "at_once",
    alarms: "at_once",
  },
  quiet: null,
  digestHour: 8,
};

/** Weighs what a person chose, then what the workspace did, then what the product ships with. */
export function rulesOf(own: Choices, workspace: Choices, workspaceZone: string): MailRules {
  const modeOf = (topic: Topic) => {
    const allowed = modesFor(topic);
    const chosen = [own.modes[topic], workspace.modes[topic]].find((mode) => mode && allowed.includes(mode));
    return [topic, chosen ?? shipped.modes[topic]] as const;
  };
  const quiet = own.quiet ?? workspace.quiet ?? "none";
  return {
    modes: Object.fromEntries(topics.map(modeOf)) as MailRules["modes"], // one entry for each topic
    quiet: quiet === "none" ? null : quiet,
    digestHour: own.digestHour ?? workspace.digestHour ?? shipped.digestHour,
    timeZone: own.timeZone ?? workspaceZone,
  };
}
