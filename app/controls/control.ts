import { z } from "zod";

/** One entry of the workspace's catalogue of measures that lower a risk. */
export type Control = {
  id: string;
  name: string;
  description: string;
  howChecked: string;
  checkEveryDays: number;
  /** Whether it is offered to new exceptions; those that named it keep it. */
  isEnabled: boolean;
};

/** What an admin decides about a control. */
export const controlSchema = z.object({
  name: z.string().trim().min(1, "Name the control.").max(80, "At most 80 letters."),
  description: z.string().trim().min(1, "Say what it does.").max(300, "At most 300 letters."),
  howChecked: z.string().trim().min(1, "Say how one sees that it works.").max(300, "At most 300 letters."),
  checkEveryDays: z.coerce
    .number("Enter whole days.")
    .int("Enter whole days.")
    .min(1, "Enter at least one day.")
    .max(365, "Enter at most 365 days."),
  isEnabled: z.boolean(),
});
export type ControlContent = z.output<typeof controlSchema>;

const shipped = { isEnabled: true };

/**
 * Returns which of the controls that ship with the register a catalogue lacks: one that was renamed is known by its id, and
 * one of the same name is there already.
 */
export function missingControls(catalogue: readonly Pick<Control, "id" | "name">[]): readonly Control[] {
  const known = new Set(catalogue.flatMap(({ id, name }) => [id, name]));
  return controlPack.filter(({ id, name }) => !known.has(id) && !known.has(name));
}

/** The catalogue as shipped; each workspace keeps its own copy, which admins edit. */
export const controlPack: readonly Control[] = [
  {
    ...shipped,
    id: "just_in_time_elevation",
    name: "Just-in-time elevation",
    description: "Rights are given for a task and taken back after it.",
    howChecked: "The log of elevations shows none without a ticket, and none that stayed",
    checkEveryDays: 30,
  },
  {
    ...shipped,
    id: "device_compliance",
    name: "Device compliance",
    description: "Only devices that are managed and up to date are let in.",
    howChecked: "Sign-ins of the last period all came from compliant devices",
    checkEveryDays: 30,
  },
  {
    ...shipped,
    id: "restricted_network",
    name: "Restricted network",
    description: "Only addresses of a known network are let in.",
    howChecked: "A sign-in from outside is refused, and the firewall rule is as approved",
    checkEveryDays: 30,
  },
  {
    ...shipped,
    id: "session_monitoring",
    name: "Session monitoring",
    description: "Sessions are recorded or watched while they last.",
    howChecked: "A recent session can be played back from beginning to end",
    checkEveryDays: 14,
  },
  {
    ...shipped,
    id: "change_alerts",
    name: "Change alerts",
    description: "Somebody is told at once when the account or its rights change.",
    howChecked: "A harmless change raised an alert that somebody answered",
    checkEveryDays: 30,
  },
  {
    ...shipped,
    id: "dual_control",
    name: "Dual control",
    description: "Two people have to act together.",
    howChecked: "Each use in the log names two different people",
    checkEveryDays: 90,
  },
  {
    ...shipped,
    id: "sealed_storage",
    name: "Sealed storage",
    description: "The secret lies sealed where opening it leaves a trace.",
    howChecked: "The seal is whole, and its number is the one on record",
    checkEveryDays: 30,
  },
  {
    ...shipped,
    id: "credential_vaulting",
    name: "Credential vaulting with rotation",
    description: "The secret is kept in a vault, checked out by name and changed after use.",
    howChecked: "The vault shows who took it last, and a rotation after that",
    checkEveryDays: 90,
  },
  {
    ...shipped,
    id: "least_privilege",
    name: "Least privilege",
    description: "The account may do what its task needs and nothing else.",
    howChecked: "The list of its rights was compared with its task",
    checkEveryDays: 90,
  },
  {
    ...shipped,
    id: "sign_in_alerts",
    name: "Sign-in alerts",
    description: "Every use is reported to the people who watch.",
    howChecked: "The last use was reported within minutes",
    checkEveryDays: 30,
  },
];
