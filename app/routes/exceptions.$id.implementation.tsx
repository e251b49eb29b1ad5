import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { secretsOfRecord } from "#app/break-glass/secrets-view.server.ts";
import { RecordFrame } from "#app/components/record-frame.tsx";
import { RecordImplementation } from "#app/components/record-implementation.tsx";
import { RecordSecrets } from "#app/components/record-secrets.tsx";
import { RecordTests } from "#app/components/record-tests.tsx";
import { pageOf } from "#app/http/page.server.ts";
import { namesFor } from "#app/register/names.server.ts";
import { recordFrame } from "#app/register/record-frame.server.ts";
import { recordMeta } from "#app/register/record-meta.ts";
import { validationsOf } from "#db/validations.ts";

export async function loader(args: LoaderFunctionArgs) {
  const { db, now } = args.context;
  return pageOf(async () => {
    const { caller, sight, frame } = await recordFrame(args, "implementation");
    const { workspace } = caller;
    const tests = await validationsOf(db, workspace.id, sight.record.id);
    const testers = tests.map(({ by }) => by);
    const secrets = sight.record.state === "active" ? await secretsOfRecord(db, caller, sight.record, now) : [];
    return { frame, tests, secrets, names: Object.fromEntries(await namesFor(db, workspace.id, [], testers)) };
  });
}

export const meta = recordMeta("implementation");

export default function ImplementationTab() {
  const { frame, tests, secrets, names } = useLoaderData<typeof loader>();
  const { view, now } = frame;
  return (
    <RecordFrame frame={frame}>
      <RecordImplementation view={view} now={now} />
      <RecordSecrets secrets={secrets} />
      {view.record.activatedAt && <RecordTests view={view} tests={tests} names={names} now={now} />}
    </RecordFrame>
  );
}
