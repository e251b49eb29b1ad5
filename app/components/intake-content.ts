import type { MaterialContent } from "#app/register/exception.ts";
import type { intakeChoices } from "#app/register/intake-choices.server.ts";

/** The categories and what the directory knows, for the steps to offer. */
export type IntakeChoices = Awaited<ReturnType<typeof intakeChoices>>;

type Parts = { [Part in keyof MaterialContent]?: MaterialContent[Part] | undefined };

/** What the intake shows: the saved content, or, after a mistake, what was typed. */
export type IntakeContent = Omit<Parts, "category"> & { category?: string | undefined };
