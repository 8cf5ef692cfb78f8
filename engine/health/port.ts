import type { HealthSettings, Target } from '../spec.ts';

export interface ProbeResult {
	healthy: boolean;
	/** For people: "answered 200", "connection refused on port 3000", "answered 503: <excerpt>". */
	detail: string;
}

/** One try from outside the container; never throws for an unhealthy app. */
export interface Prober {
	probe(
		target: Target,
		health: HealthSettings,
		options: { host: string; signal: AbortSignal }
	): Promise<ProbeResult>;
}
