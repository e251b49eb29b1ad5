import { Link } from "@remix-run/react";
import type { EventWords } from "#app/audit/event-words.ts";
import { EventDetails } from "./event-words.tsx";
import { clockOf, dateOf } from "./relative-time.ts";
import { TableBox } from "./table-box.tsx";

type Event = { seq: number; at: string; type: string; who: string; prevHash: string; hash: string; words: EventWords };

/** Events in words, each with its place in the chain; what it changed unfolds. */
export function EventTable({ events }: { events: readonly Event[] }) {
  return (
    <TableBox label="Audit log">
      <table>
        <caption className="sr">Events, {events.length} on this page</caption>
        <thead>
          <tr>
            <th scope="col">No.</th>
            <th scope="col">When</th>
            <th scope="col">Who and what</th>
            <th scope="col" className="off-phone">
              About
            </th>
            <th scope="col" className="off-phone">
              Hash
            </th>
          </tr>
        </thead>
        <tbody>
          {events.map((event) => (
            <Row key={event.seq} event={event} />
          ))}
        </tbody>
      </table>
    </TableBox>
  );
}

function Row({ event: { seq, at, type, who, prevHash, hash, words } }: { event: Event }) {
  const { label, to } = words.about;
  return (
    <tr>
      <td>
        <Link to={`/audit/${seq}`} aria-label={`Event ${seq}`}>
          {seq}
        </Link>
      </td>
      <td>
        <time dateTime={at}>
          <span className="nowrap">{dateOf(at)},</span> <span className="nowrap">{clockOf(at)}</span>
        </time>
      </td>
      <td>
        <details>
          <summary>
            <b>{who}</b> {words.sentence} <span className="hint off-phone">{type}</span>
          </summary>
          <EventDetails words={words} at={at} />
        </details>
      </td>
      <td className="off-phone">{to ? <Link to={to}>{label}</Link> : label}</td>
      <td className="off-phone">
        <code title={`${hash}, after ${prevHash}`}>{hash.slice(0, 12)}</code>
      </td>
    </tr>
  );
}
