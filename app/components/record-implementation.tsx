import { Banner } from "./banner.tsx";
import { Card } from "./card.tsx";
import { Facts } from "./facts.tsx";
import type { RecordView } from "./record-view.ts";
import { exact } from "./relative-time.ts";
import { Written } from "./written.tsx";

/** What was put in place, where, by whom and under which change. */
export function RecordImplementation({ view: { record, names }, now }: { view: RecordView; now: string }) {
  const { implementerId, implementation, activatedAt, changeReference, startsAt } = record;
  if (activatedAt === null)
    return (
      <Banner tone="info">
        Everybody has agreed, and nothing is in place yet: no sign-in changes before an implementer has said where it
        was changed, and what.
      </Banner>
    );
  const facts = [
    { term: "Where", detail: implementation?.where },
    { term: "What was changed", detail: implementation && <Written text={implementation.what} /> },
    { term: "Change reference", detail: changeReference },
    // One that was granted in an emergency is in force by the approver's word; no implementer had a part in it.
    { term: "Put in place by", detail: implementerId && (names[implementerId] ?? implementerId) },
    { term: "Put in place on", detail: exact(activatedAt) },
    { term: "In force from", detail: exact([startsAt, activatedAt].toSorted()[1] ?? activatedAt) },
  ];
  return (
    <>
      {startsAt > now && (
        <Banner tone="info">
          <strong>In force from {exact(startsAt)}.</strong> It is in place, and changes no sign-in before that.
        </Banner>
      )}
      <Card title="What was put in place">
        <Facts facts={facts} />
      </Card>
    </>
  );
}
