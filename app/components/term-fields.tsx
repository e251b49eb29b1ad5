import { type FormEvent, useState } from "react";
import type { Category } from "#app/register/category.ts";
import { daysText } from "#app/register/category-words.ts";
import { addDays, daysBetween } from "#app/register/days.ts";
import { atItsEnd } from "#app/register/describe.ts";
import { instantOf, wallClockOf } from "#app/register/wall-clock.ts";
import { exactIn } from "./exact-in.ts";
import { type FieldErrors, TextField } from "./field.tsx";
import { exact } from "./relative-time.ts";
import { toWall } from "./time-field.tsx";
import { useTimeZone } from "./time-zone-context.tsx";
import { useScripted } from "./use-scripted.ts";

type Props = {
  startsAt: string;
  endsAt: string;
  category: Category | undefined;
  errors: FieldErrors;
};

/** From when and until when. Where scripts run, a slider sets the end within what the category allows. */
export function TermFields({ startsAt, endsAt, category, errors }: Props) {
  const timeZone = useTimeZone();
  const [starts, setStarts] = useState(toWall(startsAt, timeZone));
  const [ends, setEnds] = useState(toWall(endsAt, timeZone));
  const isScripted = useScripted();
  const start = instantIn(starts, timeZone);
  const end = instantIn(ends, timeZone);
  const latest = category && start ? addDays(start, category.mostTermDays) : null;
  const setTerm = (days: number) => {
    if (start) setEnds(wallClockOf(addDays(start, days), timeZone));
  };
  return (
    <>
      <div className="pair">
        <Wall
          name="startsAt"
          label={`Starts (${timeZone})`}
          hint={start ? exact(start) : "By the clocks of this workspace."}
          error={errors.startsAt}
          value={starts}
          onChange={setStarts}
        />
        <Wall
          name="endsAt"
          label={`Ends (${timeZone})`}
          hint={latest ? `At the latest ${exactIn(latest, timeZone)}` : "Choose a category first."}
          error={errors.endsAt}
          value={ends}
          onChange={setEnds}
          max={latest ? wallClockOf(latest, timeZone) : undefined}
        />
      </div>
      <p className="hint">{atItsEnd}</p>
      {isScripted && category && start && (
        <TermSlider
          category={category}
          days={end ? daysBetween(start, end) : category.defaultTermDays}
          onChange={setTerm}
        />
      )}
    </>
  );
}

function instantIn(wall: string, timeZone: string): string | null {
  const at = instantOf(wall, timeZone);
  return at.endsWith("Z") && !Number.isNaN(Date.parse(at)) ? at : null;
}

type WallProps = {
  name: string;
  label: string;
  hint: string;
  error: string | undefined;
  value: string;
  onChange: (value: string) => void;
  max?: string | undefined;
};

function Wall({ value, onChange, ...field }: WallProps) {
  return (
    <TextField
      {...field}
      type="datetime-local"
      step={60}
      value={value}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    />
  );
}

type SliderProps = { category: Category; days: number; onChange: (days: number) => void };

function TermSlider({ category: { mostTermDays }, days, onChange }: SliderProps) {
  const shown = Math.min(Math.max(Math.round(days), 1), mostTermDays);
  const slide = ({ currentTarget }: FormEvent<HTMLInputElement>) => onChange(Number(currentTarget.value));
  return (
    <div className="field term">
      <label htmlFor="term">
        Term: <output>{daysText(shown)}</output>
      </label>
      <input
        id="term"
        type="range"
        min={1}
        max={mostTermDays}
        value={shown}
        onInput={slide}
        onChange={slide}
        aria-valuetext={`${daysText(shown)} of at most ${daysText(mostTermDays)}`}
      />
    </div>
  );
}
