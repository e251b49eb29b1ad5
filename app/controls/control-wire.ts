import { z } from "zod";
import { type Control, type ControlContent, controlSchema } from "./control.ts";
import { type ControlCheck, checkResults } from "./control-states.ts";

const { name, description, howChecked } = controlSchema.shape;

const content = {
  name,
  description,
  how_checked: howChecked,
  check_every_days: z.number().int().min(1).max(365),
  is_enabled: z.boolean().describe("Whether it is offered to new exceptions."),
};

/** An entry of the catalogue as the API shows it. */
export const ControlWire = z.object({ id: z.string(), ...content });

/** A new entry, offered unless it says otherwise. */
export const ControlPost = z.strictObject({ ...content, is_enabled: content.is_enabled.default(true) });

/** What is to be changed of an entry; the rest stays. */
export const ControlPatch = z.strictObject(content).partial();

/** A check of a control that a record names, as the API shows it. */
export const ControlCheckWire = z.object({
  control: z.string(),
  result: z.enum(checkResults),
  note: z.string(),
  checked_by: z.string(),
  checked_at: z.iso.datetime(),
});

export function wireOfControl({ howChecked: how, checkEveryDays, isEnabled, ...rest }: Control) {
  return { ...rest, how_checked: how, check_every_days: checkEveryDays, is_enabled: isEnabled };
}

export function contentOfControlWire(wire: z.output<typeof ControlPost>): ControlContent {
  const { how_checked, check_every_days, is_enabled, ...rest } = wire;
  return { ...rest, howChecked: how_checked, checkEveryDays: check_every_days, isEnabled: is_enabled };
}

/** Returns only what was sent. */
export function changesOfControlWire(wire: z.output<typeof ControlPatch>): Partial<ControlContent> {
  return {
    ...(wire.name !== undefined && { name: wire.name }),
    ...(wire.description !== undefined && { description: wire.description }),
    ...(wire.how_checked !== undefined && { howChecked: wire.how_checked }),
    ...(wire.check_every_days !== undefined && { checkEveryDays: wire.check_every_days }),
    ...(wire.is_enabled !== undefined && { isEnabled: wire.is_enabled }),
  };
}

export function wireOfCheck({ control, result, note, by, at }: ControlCheck): z.output<typeof ControlCheckWire> {
  return { control, result, note, checked_by: by, checked_at: at };
}
