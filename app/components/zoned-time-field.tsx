import type { ReactNode } from "react";
import { wallClockOf } from "#app/register/wall-clock.ts";
import { TextField } from "./field.tsx";

type Props = {
  name: string;
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
  /** An ISO instant, or what was typed. */
  value: string;
  timeZone: string;
  idPrefix?: string | undefined;
};

/** A date and a time of day by the clocks of a zone. The browser shows no zone, so the label does. */
export function ZonedTimeField({ label, value, timeZone, ...field }: Props) {
  return (
    <TextField
      {...field}
      label={`${label} (${timeZone})`}
      type="datetime-local"
      step={60}
      defaultValue={toWall(value, timeZone)}
    />
  );
}

/** Writes an instant as the control takes it; what was typed and is none stays as it is. */
export function toWall(value: string, timeZone: string): string {
  return value.endsWith("Z") && !Number.isNaN(Date.parse(value)) ? wallClockOf(value, timeZone) : value;
}
