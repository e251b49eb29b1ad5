import { PageHeader } from "./page-header.tsx";
import type { RecordView } from "./record-view.ts";
import { exact, span, urgency } from "./relative-time.ts";
import { RiskBadge } from "./risk-badge.tsx";
import { StateBadge } from "./state-badge.tsx";

/** Which record, how it stands, and how long it has left. */
export function RecordHeader({ view, now }: { view: RecordView; now: string }) {
  const { record, status, category, names } = view;
  return (
    <PageHeader
      title={record.title || "Untitled draft"}
      crumbs={[{ label: "Register", to: "/exceptions" }, { label: record.id }]}
      meta={
        <>
          <StateBadge state={record.state} status={status} filled />
          {record.rating && <RiskBadge rating={record.rating} filled suffix=" residual risk" />}
          <span className="badge text">{category.label}</span>
          {record.ownerId && <span>Owner {names[record.ownerId] ?? record.ownerId}</span>}
          {record.source && <span>{record.source}</span>}
        </>
      }
      actions={status.isLive ? <Countdown endsAt={record.endsAt} now={now} /> : undefined}
    />
  );
}

function Countdown({ endsAt, now }: { endsAt: string; now: string }) {
  return (
    <div className="until">
      <p className="countdown">
        <b className={urgency(endsAt, now)}>{span(now, endsAt)}</b> <span className="muted small">until it ends</span>
      </p>
      <p className="hint">{exact(endsAt)}</p>
    </div>
  );
}
