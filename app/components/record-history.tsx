import { sentenceOf } from "#app/audit/sentences.ts";
import { Avatar } from "./avatar.tsx";
import type { RecordView } from "./record-view.ts";
import { exact, relative } from "./relative-time.ts";

type Props = { history: RecordView["history"]; now: string };

/** Everything that happened to the record, oldest first, with what was said and what was changed. */
export function RecordHistory({ history, now }: Props) {
  return (
    <section className="card" aria-labelledby="history-h">
      <header>
        <h2 id="history-h">Decisions and history</h2>
        <span className="push hint">oldest first</span>
      </header>
      <div className="body">
        <ol className="thread">
          {history.map(({ seq, at, type, who, comment, changes }) => (
            <li key={seq}>
              <Avatar name={who} />
              <div>
                <p className="who">
                  <b>{who}</b> {sentenceOf(type)}{" "}
                  <time dateTime={at} title={exact(at)}>
                    {relative(at, now)}
                  </time>
                </p>
                {comment && <p className="said prose">{comment}</p>}
                {changes.length > 0 && <Changes changes={changes} />}
              </div>
            </li>
          ))}
        </ol>
      </div>
    </section>
  );
}

function Changes({ changes }: { changes: Props["history"][number]["changes"] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls has to be reachable by keyboard
    <section className="table-box" tabIndex={0} aria-label="What changed, table">
      <table className="diff">
        <caption className="sr">Fields that changed</caption>
        <thead>
          <tr>
            <th scope="col">Field</th>
            <th scope="col">Before</th>
            <th scope="col">After</th>
          </tr>
        </thead>
        <tbody>
          {changes.map(({ field, before, after }) => (
            <tr key={field}>
              <th scope="row">{field}</th>
              <td>
                <del>{before}</del>
              </td>
              <td>
                <ins>{after}</ins>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
