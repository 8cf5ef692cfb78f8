export interface Visit {
	status: number;
	milliseconds: number;
	/**
	 * Who answered, as the edge says: "10.1.2.3:3000" for a container, the upstream's name and port for
	 * anything else, the folder `<service>/<release>` for a site of files, null when the edge itself did.
	 */
	answeredBy: string | null;
}

/** The edge as the pipeline sees it. */
export interface Proxy {
	/**
	 * Reads the configuration over the admin API and loads the wanted one when it differs. `asBefore`: who asks knows
	 * that nobody has chosen anything else since the last call. Errors: edge_unreachable.
	 */
	ensure(options: { signal: AbortSignal; asBefore?: boolean }): Promise<{ changed: boolean }>;
	/**
	 * One handshake and GET through the public route, so that no visitor waits for a certificate.
	 * Errors: edge_unreachable, certificate_failed, visit_timed_out.
	 */
	visit(host: string, options: { path: string; signal: AbortSignal }): Promise<Visit>;
	/** One GET of a release of files, whether a host leads to it or not. Errors: edge_unreachable. */
	visitFiles(folder: string, options: { path: string; signal: AbortSignal }): Promise<Visit>;
	version(options: { signal: AbortSignal }): Promise<string>;
}
