import { Link } from "@remix-run/react";
import type { EventWords, ShownValue } from "#app/audit/event-words.ts";
import type { ExceptionState } from "#app/engine/types.ts";
import { DiffTable } from "./diff-table.tsx";
import { Facts } from "./facts.tsx";
import { exact } from "./relative-time.ts";
import { stateLabels } from "./state-labels.ts";

/** What an event changed, before and after, and whatever else it says. */
export function EventDetails({ words: { changes, facts }, at }: { words: EventWords; at: string }) {
  return (
    <div className="stack">
      {changes.length > 0 && (
        <DiffTable
          caption={`What was changed on ${exact(at)}`}
          changes={distinct(changes).map(({ label, before, after }) => ({
            field: label,
            before: before && <Value value={before} />,
            after: after && <Value value={after} />,
          }))}
        />
      )}
      {facts.length > 0 && (
        <Facts
          isTight
          facts={distinct(facts).map(({ label, value }) => ({ term: label, detail: <Value value={value} /> }))}
        />
      )}
      {changes.length + facts.length === 0 && <p className="hint">It says nothing more.</p>}
    </div>
  );
}

/** Two fields may be called alike; each entry of a list needs a name of its own. */
function distinct<Entry extends { label: string }>(entries: readonly Entry[]): Entry[] {
  const seen = new Map<string, number>();
  return entries.map((entry) => {
    const times = (seen.get(entry.label) ?? 0) + 1;
    seen.set(entry.label, times);
    return times === 1 ? entry : { ...entry, label: `${entry.label} (${times})` };
  });
}

/** So much is read at a glance; what is longer is folded. */
const longest = 240;

function Value({ value: { text, kind, to } }: { value: ShownValue }) {
  if (kind === "instant") return <time dateTime={text}>{exact(text)}</time>;
  if (kind === "state") return stateLabels[text as ExceptionState]?.label ?? text; // another word finds no label
  const shown = kind === "code" ? <code className="break-all whitespace-pre-wrap">{text}</code> : text;
  if (to) return <Link to={to}>{shown}</Link>;
  if (text.length <= longest) return shown;
  return (
    <details>
      <summary>{text.length.toLocaleString("en-GB")} characters</summary>
      {shown}
    </details>
  );
}
