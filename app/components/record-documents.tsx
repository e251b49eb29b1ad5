import { FileText } from "lucide-react";
import { safeguardIds, safeguards } from "#app/documents/hipaa-safeguards.ts";
import { pciRequirementNumbers, requirementNumber } from "#app/documents/pci-requirements.ts";
import { Button } from "./button.tsx";
import { DropPanel } from "./drop-panel.tsx";
import { SelectField, TextField } from "./field.tsx";

/** The documents that are made of a record, as files; plain forms, since what they fetch is no page. */
export function RecordDocuments({ id }: { id: string }) {
  return (
    <DropPanel label="Documents" icon={FileText}>
      <div className="stack">
        <p className="small">
          <a href={`/exceptions/${id}/memo.pdf`}>Approval memo</a>: the record, who approved which content, controls,
          reviews and closure. PDF.
        </p>
        <form method="get" action={`/exceptions/${id}/ccw.pdf`} className="stack">
          <TextField
            name="requirement"
            label="PCI DSS requirement that is not met"
            hint={`Its number: ${pciRequirementNumbers.join(", ")} or another one.`}
            defaultValue="8.4.2"
            pattern={requirementNumber.source}
            required
          />
          <Button isSmall>Compensating controls worksheet</Button>
        </form>
        <form method="get" action={`/exceptions/${id}/hipaa-memo.pdf`} className="stack">
          <SelectField name="safeguard" label="HIPAA safeguard">
            {safeguardIds.map((safeguard) => (
              <option key={safeguard} value={safeguard}>
                {safeguard} {safeguards[safeguard].label}
              </option>
            ))}
          </SelectField>
          <Button isSmall>Safeguard memo</Button>
        </form>
      </div>
    </DropPanel>
  );
}
