import { Search } from "lucide-react";

type Props = { label: string; value: string; name?: string | undefined; placeholder?: string | undefined };

/** The search of a list; stands in the form that filters it. */
export function SearchField({ label, value, name = "q", placeholder }: Props) {
  return (
    <div className="search">
      <Search aria-hidden="true" />
      <input type="search" name={name} aria-label={label} placeholder={placeholder ?? label} defaultValue={value} />
    </div>
  );
}
