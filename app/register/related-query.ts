const fields = {
  "scope.users": "user",
  "scope.servicePrincipals": "service_principal",
  "scope.groups": "group",
  "scope.roles": "role",
  "scope.applications": "application",
} as const;

/** Returns what to ask for what is related to the people and applications that a form names, saved or not. */
export function relatedQuery(form: FormData, id: string | null): string {
  const query = new URLSearchParams(id ? { id } : {});
  for (const [field, name] of Object.entries(fields))
    for (const line of linesIn(String(form.get(field) ?? ""))) query.append(name, line);
  return query.toString();
}

/** One entry a line; commas and semicolons separate too, as people paste lists of every kind. */
export function linesIn(text: string): string[] {
  return text
    .split(/[\n,;]/)
    .map((line) => line.trim())
    .filter(Boolean);
}
