/** What somebody may send in place of a form: nothing, what nobody offers, and its own fields with texts that nobody types. */
export function oddForms(form: object): Record<string, string>[] {
  const filled = (text: string) => Object.fromEntries(Object.keys(form).map((field) => [field, text]));
  return [{}, { intent: "__proto__", version: "1e99" }, filled("\u0007\u202E=%_9e99"), filled("\0")];
}
