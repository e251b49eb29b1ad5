import type { Category } from "#app/register/category.ts";
import type { MaterialContent } from "#app/register/exception.ts";
import type { intakeChoices } from "#app/register/intake-choices.server.ts";

/** The categories, the workspace's clocks and its controls, for the steps to offer. */
export type IntakeChoices = Awaited<ReturnType<typeof intakeChoices>>;

type Parts = { [Part in keyof MaterialContent]?: MaterialContent[Part] | undefined };

/** What the intake shows: the saved content, or, after a mistake, what was typed. */
export type IntakeContent = Omit<Parts, "category"> & { category?: string | undefined };

/** What a new exception may be: of a category that is closed to new ones only if it is already. */
export function offeredCategories({ categories }: IntakeChoices, chosen: string | undefined): Category[] {
  return categories.filter(({ id, isEnabled }) => isEnabled || id === chosen);
}
