import { Ticks } from "./choices.tsx";
import type { FieldErrors } from "./field.tsx";
import { TextField } from "./field.tsx";

type Known = {
  userName: string;
  displayName: string;
  externalId: string | null;
  department: string | null;
  ssoRequired: boolean;
};

/** What the directory says of a person; without `known`, of somebody new. */
export function UserFields({ errors, known }: { errors: FieldErrors; known?: Known | undefined }) {
  return (
    <>
      <div className="pair">
        <TextField name="displayName" label="Name" error={errors.displayName} defaultValue={known?.displayName} />
        <TextField
          name="userName"
          type="email"
          label="E-mail address"
          error={errors.userName}
          defaultValue={known?.userName}
        />
      </div>
      <div className="pair">
        <TextField
          name="department"
          label="Department"
          error={errors.department}
          defaultValue={known?.department ?? ""}
        />
        <TextField
          name="externalId"
          label="External id"
          hint="The identity provider’s own id for this person"
          error={errors.externalId}
          defaultValue={known?.externalId ?? ""}
        />
      </div>
      <Ticks
        name="ssoRequired"
        legend="Identity provider"
        hint="Left unticked, the account may sign in while the identity provider is down."
        errors={errors}
        choices={[{ value: "yes", label: "Signs in through the identity provider" }]}
        chosen={(known?.ssoRequired ?? true) ? ["yes"] : []}
      />
    </>
  );
}
