/** The edge as the pipeline sees it. */
export interface Proxy {
	/** Reads the config's hash over the admin API and loads the wanted one when it differs. Errors: edge_unreachable. */
	ensure(options: { signal: AbortSignal }): Promise<{ changed: boolean }>;
	/** One handshake and GET / through the public route, so that no visitor waits for a certificate. */
	visit(
		host: string,
		options: { path: string; signal: AbortSignal }
	): Promise<{ status: number; milliseconds: number }>;
	version(options: { signal: AbortSignal }): Promise<string>;
}
