import { useFetcher } from "@remix-run/react";
import { type FormEvent, type KeyboardEvent, type ReactNode, useId, useRef } from "react";
import type { DirectoryKind } from "#app/directory/directory-kind.ts";
import type { Choice } from "#app/directory/find-choices.server.ts";
import { TextAreaField } from "./field.tsx";
import { useScripted } from "./use-scripted.ts";

type Props = {
  name: string;
  label: string;
  hint: ReactNode;
  error: string | undefined;
  /** What it holds, one a line. */
  values: readonly string[];
  kind: DirectoryKind | "user";
  /** What the search beside it is called, as “Add a person”. */
  addLabel: string;
};

/** A list, one entry a line, and where scripts run a search of the directory that adds to it. */
export function PickField({ values, kind, addLabel, ...field }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const isScripted = useScripted();
  const add = (value: string) => {
    const list = box.current?.querySelector("textarea");
    if (!list || list.value.split("\n").includes(value)) return;
    list.value = [list.value.trimEnd(), value].filter(Boolean).join("\n");
    list.dispatchEvent(new Event("input", { bubbles: true }));
  };
  return (
    <div className="pick" ref={box}>
      <TextAreaField {...field} defaultValue={values.join("\n")} className="short" rows={2} />
      {isScripted && <Search kind={kind} label={addLabel} onPick={add} />}
    </div>
  );
}

type SearchProps = { kind: Props["kind"]; label: string; onPick: (value: string) => void };

function Search({ kind, label, onPick }: SearchProps) {
  const id = useId();
  const found = useFetcher<{ choices: Choice[] }>();
  const choices = found.data?.choices ?? [];
  const search = ({ currentTarget: input }: FormEvent<HTMLInputElement>) => {
    const typed = input.value;
    if (choices.some(({ value }) => value === typed)) {
      onPick(typed);
      input.value = "";
    } else found.load(`/exceptions/choices?${new URLSearchParams({ kind, q: typed })}`);
  };
  // Enter would hand in the whole form, half-way through looking for somebody.
  const choose = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    const [only, ...more] = choices;
    if (!only || more.length > 0) return;
    onPick(only.value);
    event.currentTarget.value = "";
  };
  return (
    <div className="field picker">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="search"
        list={`${id}-found`}
        autoComplete="off"
        placeholder="Type a name, then choose"
        onInput={search}
        onKeyDown={choose}
      />
      <datalist id={`${id}-found`}>
        {choices.map(({ value, label: name }) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </datalist>
    </div>
  );
}
