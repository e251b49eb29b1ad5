import { networkSizeText } from "#app/register/network-size.ts";

/** Says how many addresses each network holds; what is no network is told of at its field. */
export function NetworkSizes({ networks }: { networks: readonly string[] }) {
  const sizes = networks.flatMap((network) => {
    const text = networkSizeText(network);
    return text ? [{ network, text }] : [];
  });
  if (sizes.length === 0) return null;
  return (
    <ul className="hint sizes">
      {sizes.map(({ network, text }) => (
        <li key={network}>
          <code>{network}</code> {text}
        </li>
      ))}
    </ul>
  );
}
