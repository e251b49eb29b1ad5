import type { ReactNode } from "react";
import { wallClockOf } from "#app/register/wall-clock.ts";
import { TextField } from "./field.tsx";
import { useTimeZone } from "./time-zone-context.tsx";

type Props = {
  name: string;
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
  /** An ISO instant, or what was typed. */
  value: string;
  /** ISO instants. */
  min?: string | undefined;
  max?: string | undefined;
  idPrefix?: string | undefined;
};

/** A date and a time of day by the clocks of the workspace. The browser shows no zone, so the label does. */
export function TimeField({ label, value, min, max, ...field }: Props) {
  const timeZone = useTimeZone();
  return (
    <TextField
      {...field}
      label={`${label} (${timeZone})`}
      type="datetime-local"
      step={60}
      defaultValue={toWall(value, timeZone)}
      min={min && toWall(min, timeZone)}
      max={max && toWall(max, timeZone)}
    />
  );
}

/** Writes an instant as the control takes it; what was typed and is none stays as it is. */
export function toWall(value: string, timeZone: string): string {
  return value.endsWith("Z") && !Number.isNaN(Date.parse(value)) ? wallClockOf(value, timeZone) : value;
}
