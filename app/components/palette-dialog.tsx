import { useFetcher, useNavigate } from "@remix-run/react";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import type { FoundRecord } from "#app/register/find-records.server.ts";
import { StateBadge } from "./state-badge.tsx";

/** A page that somebody can go to. */
export type Place = { to: string; label: string };

type Option = Place & { kind: string; record?: FoundRecord | undefined };

/** How long somebody pauses in typing before we search. */
const pauseMs = 120;

/** Finds a record or a page by a few letters and goes there, by keyboard alone. */
export function PaletteDialog({ places, close }: { places: readonly Place[]; close: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  const navigate = useNavigate();
  const [text, setText] = useState("");
  const [place, setPlace] = useState(0);
  const records = useRecords(text);
  const options = optionsFor(text, records, places);
  const current = Math.min(place, options.length - 1);
  useEffect(() => dialog.current?.showModal(), []);
  useEffect(() => {
    document.getElementById(`${id}-${current}`)?.scrollIntoView({ block: "nearest" });
  }, [id, current]);

  const go = (option: Option | undefined) => {
    if (!option) return;
    dialog.current?.close();
    navigate(option.to);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const next = placeAfter(event.key, current, options.length);
    if (next === null && event.key !== "Enter") return;
    event.preventDefault();
    if (next === null) go(options[current]);
    else setPlace(next);
  };
  return (
    <dialog className="palette" aria-label="Find a record or a page" ref={dialog} onClose={close}>
      <input
        type="text"
        role="combobox"
        aria-label="Record or page"
        aria-expanded="true"
        aria-autocomplete="list"
        aria-controls={`${id}-list`}
        aria-activedescendant={options.length > 0 ? `${id}-${current}` : undefined}
        placeholder="Id, title or scope of a record, or a page"
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={({ currentTarget }) => {
          setText(currentTarget.value);
          setPlace(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div role="listbox" id={`${id}-list`} aria-label="Found">
        {options.map((option, index) => (
          // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus and names the option that is meant
          // biome-ignore lint/a11y/useKeyWithClickEvents: keys are the field's
          <div
            key={option.to}
            role="option"
            id={`${id}-${index}`}
            aria-selected={index === current}
            onClick={() => go(option)}
          >
            <span>{option.label}</span>
            <span className="push hint">
              {option.record ? <StateBadge state={option.record.state} status={option.record.status} /> : option.kind}
            </span>
          </div>
        ))}
      </div>
      <p className="foot hint">
        <kbd>↑</kbd> <kbd>↓</kbd> to choose, <kbd>Enter</kbd> to go there, <kbd>Esc</kbd> to close
      </p>
      <p className="sr" role="status">
        {options.length === 1 ? "1 found" : `${options.length} found`}
      </p>
    </dialog>
  );
}

/** The records that fit what is typed; those of before stay until the new ones have come. */
function useRecords(text: string): readonly FoundRecord[] {
  const { load, data } = useFetcher<{ records: FoundRecord[] }>();
  const asked = text.trim();
  useEffect(() => {
    if (asked === "") return;
    const timer = setTimeout(() => load(`/search/records?${new URLSearchParams({ q: asked })}`), pauseMs);
    return () => clearTimeout(timer);
  }, [asked, load]);
  return asked === "" ? [] : (data?.records ?? []);
}

function optionsFor(text: string, records: readonly FoundRecord[], places: readonly Place[]): Option[] {
  const asked = text.trim();
  const found = records.map((record) => ({
    to: `/exceptions/${record.id}`,
    label: `${record.title} · ${record.id}`,
    kind: "Record",
    record,
  }));
  const pages = places
    .filter(({ label }) => label.toLowerCase().includes(asked.toLowerCase()))
    .map((page) => ({ ...page, kind: "Page" }));
  const all = {
    to: `/exceptions?${new URLSearchParams({ q: asked })}`,
    label: `All records with “${asked}”`,
    kind: "Register",
  };
  return asked === "" ? pages : [...found, ...pages, all];
}

/** Where a key leads among the options, round and round; null for a key that leads nowhere. */
function placeAfter(key: string, place: number, count: number): number | null {
  if (key === "ArrowDown") return (place + 1) % count;
  if (key === "ArrowUp") return (place - 1 + count) % count;
  return null;
}
