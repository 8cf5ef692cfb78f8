const isLoopback = (address: string) => address.startsWith('127.') || address === '::1';

/** Why nobody answers on `port`, judged by what the app listens on; undefined when that explains nothing. */
export function explain(
	listening: { address: string; port: number }[],
	port: number
): string | undefined {
	const onPort = listening.filter((one) => one.port === port);
	if (onPort.some(({ address }) => !isLoopback(address))) return undefined;
	const [only] = onPort;
	if (only) {
		return `It listens on ${only.address}:${port}, which only the container itself can reach: bind it to 0.0.0.0.`;
	}
	const others = [...new Set(listening.map((one) => one.port))];
	if (others.length === 0) return undefined;
	return `It listens on port ${others.join(' and ')}, the settings say ${port}: change the port in the settings, or let the app read PORT.`;
}
