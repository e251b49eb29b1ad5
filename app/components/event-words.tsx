import { Link } from "@remix-run/react";
import type { EventChange, EventFact, EventWords, ShownValue } from "#app/audit/event-words.ts";
import type { ExceptionState } from "#app/engine/types.ts";
import { Facts } from "./facts.tsx";
import { exact } from "./relative-time.ts";
import { stateLabels } from "./state-labels.ts";
import { TableBox } from "./table-box.tsx";

/** What an event changed, before and after, and whatever else it says. */
export function EventDetails({ words: { changes, facts }, at }: { words: EventWords; at: string }) {
  return (
    <div className="stack">
      {changes.length > 0 && <Changes changes={changes} caption={`What was changed on ${exact(at)}`} />}
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

/** Two fields may be called alike; each pair of a list needs a name of its own. */
function distinct(facts: readonly EventFact[]): EventFact[] {
  const seen = new Map<string, number>();
  return facts.map(({ label, value }) => {
    const times = (seen.get(label) ?? 0) + 1;
    seen.set(label, times);
    return { label: times === 1 ? label : `${label} (${times})`, value };
  });
}

function Changes({ changes, caption }: { changes: readonly EventChange[]; caption: string }) {
  return (
    <TableBox label={caption}>
      <table className="diff">
        <caption className="sr">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">Field</th>
            <th scope="col">Before</th>
            <th scope="col">After</th>
          </tr>
        </thead>
        <tbody>
          {changes.map(({ label, before, after }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: what an event says never changes
            <tr key={index}>
              <th scope="row">{label}</th>
              <td>
                {before ? (
                  <del>
                    <Value value={before} />
                  </del>
                ) : (
                  "–"
                )}
              </td>
              <td>
                {after ? (
                  <ins>
                    <Value value={after} />
                  </ins>
                ) : (
                  "–"
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableBox>
  );
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
