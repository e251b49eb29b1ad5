import type { besideDraft, checkDraft } from "#app/register/intake-view.server.ts";
import type { Gap } from "#app/register/readiness.ts";
import { BlastRadiusCard } from "./blast-radius.tsx";
import { IntakeProgress } from "./intake-form.tsx";
import { Readiness } from "./readiness.tsx";
import { RecordOverview } from "./record-overview.tsx";
import type { RecordView } from "./record-view.ts";
import { RelatedExceptions } from "./related-exceptions.tsx";
import { SignInPreview } from "./sign-in-preview.tsx";
import { WhoApproves } from "./who-approves.tsx";
import { WhoReads } from "./who-reads.tsx";

type Props = {
  view: RecordView;
  gaps: readonly Gap[];
  beside: Awaited<ReturnType<typeof besideDraft>>;
  check: Awaited<ReturnType<typeof checkDraft>>;
  mayReplay: boolean;
};

/** The last step: what is missing, whom it reaches, what it would do, and who has to agree, before it is submitted. */
export function IntakeCheck({ view, gaps, beside, check, mayReplay }: Props) {
  const { record, category } = view;
  return (
    <>
      <IntakeProgress step="check" id={record.id} gaps={gaps} />
      <div className="cols">
        <div className="stack-wide">
          <Readiness gaps={gaps} id={record.id} state={record.state} />
          <WhoApproves who={check.who} expected={check.expected} floor={beside.floor} />
          <SignInPreview preview={check.preview} />
          <RecordOverview view={view} />
        </div>
        <div className="rail">
          <BlastRadiusCard id={record.id} radius={check.radius} mayReplay={mayReplay} />
          <WhoReads category={category} isForAnother={record.beneficiaryId !== null} />
          <RelatedExceptions related={beside.related} none="Nothing else names the same people or applications." />
        </div>
      </div>
    </>
  );
}
