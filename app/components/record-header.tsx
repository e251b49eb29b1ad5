import { Moon } from "lucide-react";
import { Badge } from "./badge.tsx";
import { Countdown } from "./countdown.tsx";
import { PageHeader } from "./page-header.tsx";
import { RecordDocuments } from "./record-documents.tsx";
import type { RecordView } from "./record-view.ts";
import { RiskBadge } from "./risk-badge.tsx";
import { StateBadge } from "./state-badge.tsx";

/** Which record, how it stands, and how long it has left. */
export function RecordHeader({ view, now }: { view: RecordView; now: string }) {
  const { record, status, category, names, signals } = view;
  return (
    <PageHeader
      title={record.title || "Untitled draft"}
      crumbs={[
        { label: "Register", to: "/exceptions" },
        { label: record.id, canCopy: true },
      ]}
      meta={
        <>
          <StateBadge state={record.state} status={status} filled />
          {status.isUnratified && record.emergency && (
            <span className="urgent">by the word of {names[record.emergency.grantedBy] ?? "one approver"} alone</span>
          )}
          {record.rating && <RiskBadge rating={record.rating} filled suffix=" residual risk" />}
          <Badge>{category.label}</Badge>
          {signals.dormancy && (
            <Badge tone="caution" icon={Moon}>
              Unused for {signals.dormancy.days} days
            </Badge>
          )}
          {record.ownerId && <span>Owner {names[record.ownerId] ?? record.ownerId}</span>}
          {record.source && <span>{record.source}</span>}
        </>
      }
      actions={
        <div className="row">
          {status.isLive && <Countdown at={record.endsAt} now={now} />}
          <RecordDocuments id={record.id} />
        </div>
      }
    />
  );
}
