import { type FieldErrors, TextField } from "./field.tsx";

type Props = { typed: Readonly<Record<string, string>>; errors: FieldErrors };

/** Who holds an account for emergencies, and where its sealed secret lies. */
export function CustodyFields({ typed, errors }: Props) {
  const field = (name: string) => ({ name, error: errors[name], defaultValue: typed[name] ?? "" });
  return (
    <>
      <TextField
        {...field("firstCustodian")}
        label="First custodian"
        type="email"
        hint="Their address; a person, and not an auditor"
      />
      <TextField
        {...field("secondCustodian")}
        label="Second custodian"
        type="email"
        hint="Somebody else, in another team"
      />
      <TextField
        {...field("storageReference")}
        label="Storage reference"
        hint="Where the sealed secret lies, as “Safe 2, envelope 0417”; never the secret"
        maxLength={200}
      />
    </>
  );
}
