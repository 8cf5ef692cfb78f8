const run = /^gantry-[a-z0-9]{20}-run-(.+)-\d+$/;
const worker = /^gantry-[a-z0-9]{20}-[a-z0-9]{8}-([A-Za-z][\w-]*?)(?:-\d+)?$/;

/** Name of the process whose container a line of the runtime log comes from; null: the one that answers requests, or a step. */
export function processOfSource(source: string): string | null {
	return run.exec(source)?.[1] ?? worker.exec(source)?.[1] ?? null;
}
