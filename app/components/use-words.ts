import { Clock, FlaskConical, type LucideIcon, TriangleAlert, Zap } from "lucide-react";
import type { UseClass, UseStanding } from "#app/break-glass/use.ts";
import type { Tone } from "./state-labels.ts";

type Words = { label: string; tone: Tone; icon: LucideIcon; text: string };

/** What a use can have been. */
export const useClassWords: Readonly<Record<UseClass, Words>> = {
  drill: { label: "Drill", tone: "info", icon: FlaskConical, text: "It was planned before, and within its time." },
  declared_emergency: {
    label: "Declared emergency",
    tone: "emergency",
    icon: Zap,
    text: "An emergency was declared, and this was part of it.",
  },
  misuse: {
    label: "Misuse",
    tone: "danger",
    icon: TriangleAlert,
    text: "Nobody should have signed in, or nobody can explain it. Opens a finding.",
  },
};

export function wordsOfUse({
  classification,
  standing,
}: {
  classification: UseClass | null;
  standing: UseStanding;
}): Omit<Words, "text"> {
  if (classification !== null) return useClassWords[classification];
  return standing === "overdue"
    ? { label: "Unexplained, overdue", tone: "danger", icon: TriangleAlert }
    : { label: "Unexplained", tone: "caution", icon: Clock };
}
