import { z } from "zod";
import { NewObjectWire, NewUserWire } from "./directory-wire.ts";

/** What is left empty is nothing. */
const emptied = z
  .string()
  .trim()
  .transform((text) => (text === "" ? null : text));

/** The fields of a person, as the forms send them; judged by what the API takes. */
export const UserForm = z.object({
  userName: z.string().trim().pipe(NewUserWire.shape.user_name),
  displayName: NewUserWire.shape.display_name,
  externalId: emptied.pipe(z.string().max(256).nullable()),
  department: emptied.pipe(z.string().max(200).nullable()),
  ssoRequired: z
    .literal("yes")
    .optional()
    .transform((ticked) => ticked === "yes"),
});

/** The fields of a group, role, application or service principal. */
export const ObjectForm = z.object({
  id: NewObjectWire.shape.id,
  name: NewObjectWire.shape.name,
  externalId: emptied.pipe(z.string().max(256).nullable()),
});
